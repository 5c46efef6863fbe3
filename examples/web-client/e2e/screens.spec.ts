import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { build } from "vite";
import { sceneNames, type SceneName } from "../screens/names";

const folder = join(import.meta.dirname, "..");
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

const looks = [
  { look: "desktop-light", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { look: "desktop-dark", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  { look: "phone-light", colorScheme: "light", viewport: { width: 390, height: 844 } },
  { look: "phone-dark", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;

/** Devices have names only for a page that was let in to one. */
async function openDevices(page: Page): Promise<void> {
  await page.evaluate(() => navigator.mediaDevices.getUserMedia({ audio: true, video: true }));
  await page.getByRole("button", { name: "Devices" }).click();
}

/** What a state needs beyond what its scene does. */
const clicks: Partial<Record<SceneName, (page: Page) => Promise<void>>> = {
  "in-call-devices": openDevices,
  "in-call-video-devices": openDevices,
  "signed-out-wrong-token": async (page) => {
    await page.getByRole("textbox", { name: "Token" }).fill("not a token");
    await page.getByRole("button", { name: "Sign in" }).click();
  },
};

async function show(page: Page, name: SceneName): Promise<void> {
  await page.goto(`http://localhost/?scene=${name}`);
  await page.locator("h1").filter({ visible: true }).first().waitFor();
  await page.mouse.click(1, 1); // Lets the page sound.
  await clicks[name]?.(page);
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll("video")].every((video) => video.videoWidth > 0) &&
      [...document.images].every((image) => image.complete),
  );
}

async function faults(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof import("axe-core") }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  });
}

test.beforeAll(async () => {
  await build({ root: folder, configFile: join(folder, "screens/vite.config.ts"), logLevel: "error" });
});

// Both themes and both widths; all four together when it is the pictures that are wanted.
const wanted = process.env["ALL_SCREENS"] ? looks : looks.filter(({ look }) => look === "desktop-dark" || look === "phone-light");

for (const { look, colorScheme, viewport } of wanted) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport, contextOptions: { reducedMotion: "reduce" } });

    test("no screen has a fault that axe-core finds, and each fits", async ({ page }) => {
      test.setTimeout(180_000);
      await page.route("**/*", async (route) => {
        const path = new URL(route.request().url()).pathname;
        const file = join(folder, "artifacts/screens-app", path === "/" ? "screens.html" : path);
        await route.fulfill({ body: await readFile(file), contentType: types[extname(file)] ?? "text/plain" });
      });
      await page.clock.setFixedTime(new Date("2026-05-12T14:30:00Z"));
      await page.addInitScript(() => localStorage.clear());

      for (const name of sceneNames) {
        await show(page, name);
        await page.screenshot({ path: join(folder, "artifacts/screens", `${name}-${look}.png`) });
        expect.soft(await faults(page), name).toEqual([]);
        expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(viewport.width);
      }
    });
  });
}
