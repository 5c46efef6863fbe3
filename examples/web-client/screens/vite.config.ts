import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vite";
import client from "../vite.config.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The client's screens in states that a script chose, without a server: for pictures, and for what axe-core finds. */
export default mergeConfig(
  client,
  defineConfig({
    root,
    build: { outDir: `${root}artifacts/screens-app`, emptyOutDir: true, rollupOptions: { input: `${root}screens.html` } },
  }),
);
