import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 20_000,
    hookTimeout: 40_000,
    // Each file that needs a server starts its own; two at a time is what a small machine can do.
    maxWorkers: 2,
    minWorkers: 1,
  },
});
