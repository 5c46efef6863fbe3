import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Conversation } from "../../src/conversation.js";
import { IceServers } from "../../src/ice.js";
import { LocalMedia } from "../../src/media.js";
import type { GoringClientOptions } from "../../src/options.js";
import type { Session } from "../../src/session.js";
import { FakeNetwork } from "../support/rtc.js";

const options: GoringClientOptions = { url: "wss://calls.test/ws", getToken: () => "" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server whose credentials are numbered. */
function numbered(ttl_seconds: number) {
  let asked = 0;
  return async () => ({ ice_servers: [{ urls: ["turn:turn.test"], username: `${++asked}` }], ttl_seconds });
}

const username = async (ice: IceServers) => (await ice.configuration()).iceServers?.[0]?.username;

test("What the server hands out is asked for again at half of its life", async () => {
  const ice = new IceServers(options, numbered(600));
  expect([await username(ice), await username(ice)]).toEqual(["1", "1"]);
  await vi.advanceTimersByTimeAsync(299_999);
  expect(await username(ice)).toBe("1");
  await vi.advanceTimersByTimeAsync(1);
  expect(await username(ice)).toBe("2");
});

test("Where the server does not answer, what there was is used", async () => {
  const answer = numbered(60);
  const ice = new IceServers(options, () => (Date.now() < begun + 30_000 ? answer() : Promise.reject(new Error("away"))));
  const begun = Date.now();
  expect(await username(ice)).toBe("1");
  await vi.advanceTimersByTimeAsync(31_000);
  expect(await username(ice)).toBe("1");
  expect(await new IceServers(options, () => Promise.reject(new Error("unknown"))).configuration()).toEqual({ iceServers: [] });
});

test("Those of the options are used instead, and never asked for", async () => {
  const iceServers = [{ urls: "stun:own.test" }];
  const ice = new IceServers({ ...options, iceServers, iceTransportPolicy: "relay" }, numbered(60));
  expect(await ice.configuration()).toEqual({ iceServers, iceTransportPolicy: "relay" });
  expect(ice.freshFor).toBeGreaterThan(20 * 86_400_000);
});

test("A call that goes on for long has new credentials before the old ones are over", async () => {
  const network = new FakeNetwork();
  const conversation = new Conversation({
    options: { ...options, RTCPeerConnection: network.RTCPeerConnection },
    session: { link: { ready: false }, deliver: async () => {} } as unknown as Session,
    ice: new IceServers(options, numbered(600)),
    local: new LocalMedia({ options, stream: () => {}, changed: () => {}, error: () => {} }),
    sessionId: () => "s",
    state: () => {},
    stream: () => {},
    quality: () => {},
    error: () => {},
  });
  conversation.begin(false, true);
  await vi.advanceTimersByTimeAsync(0);
  const seen: (string | undefined)[] = [];
  for (let minutes = 0; minutes <= 20; minutes += 5) {
    seen.push(network.connections[0]?.configuration.iceServers?.[0]?.username);
    await vi.advanceTimersByTimeAsync(300_000);
  }
  conversation.close();
  expect(seen[0]).toBe("1");
  expect(new Set(seen).size).toBeGreaterThanOrEqual(4);
});
