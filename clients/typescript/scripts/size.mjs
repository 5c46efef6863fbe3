// The whole of the client, as a browser loads it, must stay small.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const MOST = 12 * 1024;

const code = readFileSync(new URL("../dist/index.js", import.meta.url));
const size = gzipSync(code, { level: 9 }).length;
console.log(`dist/index.js: ${code.length} bytes, ${size} gzipped, ${MOST} at most`);
process.exitCode = size < MOST ? 0 : 1;
