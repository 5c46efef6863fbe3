import { defineConfig } from "@playwright/test";
import { chromium } from "./e2e/support/chromium";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/prepare.ts",
  outputDir: "artifacts/e2e",
  // The tests start servers of their own, and media wants the processor: one after the other.
  workers: 1,
  fullyParallel: false,
  // Media between browsers on a busy machine may miss a bound; what passed only at the second try is counted aloud.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: process.env["E2E_RESULTS"] ? [["list"], ["json", { outputFile: process.env["E2E_RESULTS"] }]] : [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "UTC",
    permissions: ["microphone", "camera"],
    launchOptions: { executablePath: chromium.path, args: chromium.flags },
  },
});
