// What a browser loads before the first screen, as the server sends it: compressed. Fails where that is too much.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const most = 120 * 1024;
const dist = join(import.meta.dirname, "../dist");
const page = readFileSync(join(dist, "index.html"), "utf8");
const files = ["index.html", "icon.svg", ...readdirSync(join(dist, "assets")).map((name) => `assets/${name}`)];

let sum = 0;
for (const file of files) {
  if (file.startsWith("assets/") && !page.includes(file)) continue;
  const size = gzipSync(readFileSync(join(dist, file))).length;
  sum += size;
  console.log(`${String(size).padStart(7)}  ${file}`);
}
console.log(`${String(sum).padStart(7)}  first load, of at most ${most}`);
if (sum > most) process.exitCode = 1;
