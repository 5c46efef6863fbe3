import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestBrowser } from "../support/browser.js";
import { exampleIn, put } from "../support/docs.js";
import { GoringServer, tokenOf } from "../support/processes.js";

let server: GoringServer;
let folder: string;

beforeAll(async () => {
  server = await GoringServer.start({ ASPNETCORE_ENVIRONMENT: "Development" });
  folder = mkdtempSync(join(tmpdir(), "goring-example-"));
  symlinkSync(fileURLToPath(new URL("../../node_modules", import.meta.url)), join(folder, "node_modules"));
  writeFileSync(join(folder, "goring.mjs"), exampleIn("The connection", "js"));
  writeFileSync(join(folder, "call.mjs"), exampleIn("A call in Node", "js"));
});

afterAll(async () => {
  await server?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("The example for Node calls, loses a socket, and misses nothing", async () => {
  const example = spawn(process.execPath, ["call.mjs", `http://127.0.0.1:${server.port}`], { cwd: folder });
  let output = "";
  for (const stream of [example.stdout, example.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()));
  const timer = setTimeout(() => example.kill("SIGKILL"), 15_000);
  const code = await new Promise((resolve) => example.once("exit", resolve));
  clearTimeout(timer);

  expect([code, output.split("\n").filter((line) => /Error/.test(line))]).toEqual([0, []]);
  const told = output.trim().split("\n");
  const resumed = told.findIndex((line) => line.startsWith("alice session.ready") && line.includes('"resumed":true'));
  expect(resumed).toBeGreaterThan(0);
  expect(told.filter((line) => line.startsWith("alice webrtc.ice"))).toHaveLength(2);
  expect(told.at(-1)).toBe("alice close 1000");
});

test("The example for the browser makes a call that is heard", { timeout: 60_000 }, async () => {
  let script = exampleIn("A call in the browser", "js");
  script = put(script, "wss://goring.example/ws", server.url);
  script += `
    window.call = async () => { session = (await goring.ask("call.start", { callee_id: "bob" })).session_id; };
    window.audible = async () => {
      let packets = 0;
      for (const entry of (await peer?.getStats())?.values() ?? []) {
        if (entry.type === "inbound-rtp") packets += entry.packetsReceived;
      }
      return packets > 50;
    };
    window.over = () => peer === undefined;
    window.hangUp = () => tell("call.end").then(hangUp);`;
  const browser = await TestBrowser.start({
    "/": `<!doctype html><audio autoplay></audio><script type="module" src="/page.mjs"></script>`,
    "/goring.mjs": exampleIn("The connection", "js"),
    "/page.mjs": script,
  });
  try {
    const open = async (user: string) => {
      const page = await browser.page();
      await page.route("**/my-token", (route) => route.fulfill({ body: tokenOf(user) }));
      const socket = page.waitForEvent("websocket");
      await page.goto(browser.origin);
      await (await socket).waitForEvent("framereceived"); // session.ready
      return page;
    };
    const bob = await open("bob");
    const alice = await open("alice");
    await alice.evaluate("call()");
    for (const page of [alice, bob]) await page.waitForFunction("audible()", undefined, { polling: 200 });
    await alice.evaluate("hangUp()");
    await bob.waitForFunction("over()");
  } finally {
    await browser.stop();
  }
});
