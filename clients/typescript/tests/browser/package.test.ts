import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestBrowser } from "../support/browser.js";
import { exampleIn, put } from "../support/docs.js";
import { GoringServer, tokenOf } from "../support/processes.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const npm = (folder: string, ...args: string[]) => execFileSync("npm", args, { cwd: folder, encoding: "utf8" });

const STRICT = {
  compilerOptions: {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    target: "ES2022",
    module: "NodeNext",
    skipLibCheck: false,
    types: [],
  },
};

let server: GoringServer;
let browser: TestBrowser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "goring-package-"));
  server = await GoringServer.start({ RECONNECT_GRACE_SECONDS: "1" });

  // An empty project into which the package is installed as anybody would.
  const [{ filename }] = JSON.parse(npm(root, "pack", "--json", "--pack-destination", folder)) as [{ filename: string }];
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
  npm(folder, "install", "--offline", "--no-audit", join(folder, filename));

  const example = put(exampleIn("TypeScript", "ts"), "wss://calls.example/ws", server.url);
  writeFileSync(join(folder, "main.ts"), example);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(STRICT));
  try {
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], { encoding: "utf8" });
  } catch (error) {
    throw new Error(`the example does not compile: ${(error as { stdout: string }).stdout}`);
  }

  const importMap = JSON.stringify({ imports: { "@goring/client": "/client.js" } });
  browser = await TestBrowser.start({
    "/": `<!doctype html><meta charset="utf-8"><video autoplay></video><button>Call</button>
      <script type="importmap">${importMap}</script><script type="module" src="/main.js"></script>`,
    "/main.js": readFileSync(join(folder, "main.js"), "utf8"),
    "/client.js": readFileSync(join(folder, "node_modules/@goring/client/dist/index.js"), "utf8"),
  });
});

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function open(user: string): Promise<Page> {
  const page = await browser.page();
  await page.route("**/my-token", (route) => route.fulfill({ body: tokenOf(user) }));
  page.on("dialog", (dialog) => void dialog.accept());
  await page.goto(browser.origin);
  await page.waitForFunction(() => document.querySelector("button")!.onclick !== null);
  return page;
}

test("The twenty lines compile under strict and make a call that is seen and heard", { timeout: 60_000 }, async () => {
  const [alice, bob] = [await open("alice"), await open("bob")];
  const over = bob.waitForEvent("console", (message) => message.text().startsWith("over:"));
  await alice.click("button");
  for (const page of [alice, bob]) {
    await page.waitForFunction(() => document.title === "connected" && document.querySelector("video")!.videoWidth > 0);
  }
  await alice.close();
  // The page is gone without a word: the call waits for it, and ends.
  expect((await over).text()).toBe("over: lost undefined");
});

test("The package runs in Node, and holds nothing but what it should", () => {
  const script = `import { GoringClient, GoringError } from "@goring/client";
    const client = new GoringClient({ url: "ws://127.0.0.1:1/ws", getToken: () => "t" });
    console.log(client.state, await client.request("ping").catch((error) => error instanceof GoringError && error.code));`;
  writeFileSync(join(folder, "run.js"), script);
  expect(execFileSync(process.execPath, ["run.js"], { cwd: folder, encoding: "utf8" })).toBe("disconnected not-connected\n");

  const [{ files }] = JSON.parse(npm(root, "pack", "--dry-run", "--json")) as [{ files: { path: string }[] }];
  const others = files.map(({ path }) => path).filter((path) => !path.startsWith("dist/"));
  expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
  const { dependencies } = JSON.parse(readFileSync(join(folder, "node_modules/@goring/client/package.json"), "utf8"));
  expect(dependencies).toBeUndefined();
});
