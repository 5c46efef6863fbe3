import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env["GORING"] ?? "http://localhost:8080";

export default defineConfig({
  plugins: [react()],
  resolve: {
    // The package's sources rather than its build: one `npm ci` is enough, and a change there is seen at once.
    alias: { "@goring/client": fileURLToPath(new URL("../../clients/typescript/src/index.ts", import.meta.url)) },
  },
  build: {
    target: "es2022",
    // Nothing is put into the page as a data: address; the server's Content-Security-Policy would refuse some of it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      "/ws": { target: server, ws: true },
      "/connect": { target: server, ws: true },
      "/dev": server,
      "/calls": server,
      "/health": server,
    },
  },
});
