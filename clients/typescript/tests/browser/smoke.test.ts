import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Call, GoringClient } from "../../src/index.js";
import { TestBrowser } from "../support/browser.js";
import { GoringServer, tokenOf } from "../support/processes.js";

declare global {
  interface Window {
    client: GoringClient;
    call: Call | undefined;
    start(url: string, token: string): Promise<void>;
  }
}

const PAGE = `<!doctype html><meta charset="utf-8"><script type="module">
  import { GoringClient } from "/index.js";
  window.start = async (url, token) => {
    const client = (window.client = new GoringClient({ url, getToken: () => token, storage: sessionStorage }));
    client.on("incoming", (call) => { window.call = call; });
    client.on("restored", (call) => { window.call = call; });
    await client.connect();
  };
  window.ready = true;
</script>`;

let server: GoringServer;
let browser: TestBrowser;

beforeAll(async () => {
  const script = readFileSync(new URL("../../dist/index.js", import.meta.url), "utf8");
  browser = await TestBrowser.start({ "/": PAGE, "/index.js": script });
  server = await GoringServer.start();
});

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

async function open(user: string, page?: Page): Promise<Page> {
  page ??= await browser.page();
  await page.goto(`${browser.origin}/`);
  await page.waitForFunction("window.ready");
  await page.evaluate(([url, token]) => window.start(url!, token!), [server.url, tokenOf(user)] as const);
  return page;
}

/** How much of each kind has arrived. */
const received = (page: Page, kind: "audio" | "video") =>
  page.evaluate(async (kind) => {
    let packets = 0;
    (await window.call!.getStats()).forEach((entry: { type: string; kind?: string; packetsReceived?: number }) => {
      if (entry.type === "inbound-rtp" && entry.kind === kind) packets += entry.packetsReceived ?? 0;
    });
    return packets;
  }, kind);

/** Waits until more has arrived than had when it was called. */
async function flows(page: Page, kind: "audio" | "video" = "audio"): Promise<void> {
  const before = await received(page, kind);
  await expect.poll(() => received(page, kind), { timeout: 15_000, interval: 100 }).toBeGreaterThan(before + 20);
}

const inState = (page: Page, state: string) =>
  page.waitForFunction((state) => window.call?.state === state, state, { polling: 50 });

test("two pages hear and see each other, and one that is reloaded comes back", { timeout: 90_000 }, async () => {
  const [alice, bob] = [await open("alice"), await open("bob")];
  await alice.evaluate(() => void (window.call = window.client.call("bob")));
  await inState(bob, "incoming");
  await bob.evaluate(() => window.call!.accept());
  await Promise.all([inState(alice, "connected"), inState(bob, "connected")]);
  await Promise.all([flows(alice), flows(bob)]);

  await bob.evaluate(() => window.call!.setVideo(true));
  await flows(alice, "video");
  expect(await alice.evaluate(() => window.call!.remoteVideo)).toBe(true);
  await bob.evaluate(() => window.call!.setVideo(false));
  await alice.waitForFunction(() => !window.call!.remoteVideo, undefined, { polling: 50 });

  for (const [page, user] of [
    [alice, "alice"],
    [bob, "bob"],
  ] as const) {
    await open(user, page);
    await inState(page, "reconnecting");
    await page.evaluate(() => window.call!.accept());
    await Promise.all([inState(alice, "connected"), inState(bob, "connected")]);
    await Promise.all([flows(alice), flows(bob)]);
  }

  await alice.evaluate(() => window.call!.restartIce());
  await flows(bob);
  await alice.waitForFunction(() => window.call!.quality !== "unknown", undefined, { polling: 50 });
  expect(await alice.evaluate(() => window.call!.quality)).not.toBe("lost");
  await alice.evaluate(() => window.call!.hangup());
  await inState(bob, "ended");
  expect(await bob.evaluate(() => window.call!.endReason)).toBe("remote-hangup");
});
