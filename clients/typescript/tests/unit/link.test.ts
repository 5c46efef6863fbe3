import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { GoringClient, type GoringError } from "../../src/index.js";
import { FakeSocket } from "../support/socket.js";

const last = () => FakeSocket.made.at(-1)!;
const flush = () => vi.advanceTimersByTimeAsync(0);

/** The browser, as far as it tells of its network. */
const page = new EventTarget();

let client: GoringClient;
let retries: { attempt: number; delay: number; error: GoringError }[];

beforeEach(async () => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  FakeSocket.made = [];
  retries = [];
  client = new GoringClient({ url: "wss://calls.test/ws", getToken: () => "jwt", WebSocket: FakeSocket });
  client.on("retry", (retry) => retries.push(retry));
  const connected = client.connect();
  await flush();
  last().greet();
  await connected;
});

afterEach(() => {
  client.disconnect();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("The token goes as a subprotocol beside goring.v1", () => {
  expect([last().url, last().protocols]).toEqual(["wss://calls.test/ws", ["goring.v1", "bearer.jwt"]]);
});

test("A reconnect resumes from the last event, and from none where the session began anew", async () => {
  last().tell("call.ended", {}, { seq: 1 });
  last().tell("call.ended", {}, { seq: 2 });
  client.reconnectNow();
  await flush();
  expect(last().url).toBe("wss://calls.test/ws?resume=t%2F1&last_seq=2");
  last().greet({ resume_token: "t2", resumed: true });
  client.reconnectNow();
  await flush();
  expect(last().url).toBe("wss://calls.test/ws?resume=t2&last_seq=2");
  last().greet({ resume_token: "t3", resumed: false });
  client.reconnectNow();
  await flush();
  expect(last().url).toBe("wss://calls.test/ws?resume=t3&last_seq=0");
});

test("An event that was missed is fetched by a resume, and one that came before is dropped", async () => {
  last().tell("call.ended", {}, { seq: 1 });
  last().tell("call.ended", {}, { seq: 1 });
  expect(FakeSocket.made).toHaveLength(1);
  last().tell("call.ended", {}, { seq: 3 });
  await flush();
  expect(last().url).toContain("last_seq=1");
});

test("A restart of the server waits as long as it asks, and the next without one longer and longer", async () => {
  last().tell("session.closing", { reason: "restart", retry_after_ms: 7_000 });
  last().lose(1012);
  expect(retries.at(-1)).toMatchObject({ attempt: 1, delay: 7_000, error: { code: "connection-lost" } });
  await vi.advanceTimersByTimeAsync(6_999);
  expect(FakeSocket.made).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  for (const delay of [500, 1000, 2000]) {
    last().greet();
    last().lose(1012);
    expect(retries.at(-1)?.delay).toBe(delay);
    await vi.advanceTimersByTimeAsync(delay);
  }
});

test("Lost connections are tried again at once, and less and less often while none comes", async () => {
  const delays: number[] = [];
  for (let n = 0; n < 4; n++) {
    last().lose();
    delays.push(retries.at(-1)!.delay);
    await vi.advanceTimersByTimeAsync(delays[n]!);
  }
  expect(delays).toEqual([250, 500, 1000, 2000]);
  last().greet();
  last().lose(4401);
  expect(retries.at(-1)).toMatchObject({ attempt: 1, delay: 250 });
});

test.each([
  [4001, "replaced"],
  [1008, "refused"],
  [1009, "refused"],
])("After a close with %i a client stays away: %s", async (code, reason) => {
  const ended: GoringError[] = [];
  client.on("disconnected", ({ error }) => ended.push(error));
  const question = client.request("call.check");
  last().lose(code);
  await expect(question).rejects.toMatchObject({ code: reason });
  await vi.advanceTimersByTimeAsync(120_000);
  expect([FakeSocket.made.length, client.state, ended.map(({ code }) => code)]).toEqual([1, "disconnected", [reason]]);
});

test("A wait is cut short by reconnectNow", async () => {
  last().lose();
  client.reconnectNow();
  await flush();
  expect(FakeSocket.made).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(FakeSocket.made).toHaveLength(2);
});

test("A browser that is online again is connected at once", async () => {
  last().lose();
  page.dispatchEvent(new Event("online"));
  await flush();
  expect(FakeSocket.made).toHaveLength(2);
});

test("A socket that looked well before the browser was online again must show that it is", async () => {
  page.dispatchEvent(new Event("online"));
  expect(last().sent).toEqual([{ type: "ping", payload: {} }]);
  last().tell("pong");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(retries).toHaveLength(0);
  page.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(retries).toHaveLength(1);
});

test("After disconnect() nothing of the browser is listened to", async () => {
  client.disconnect();
  page.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.made).toHaveLength(1);
});

test("A silent socket is asked, and replaced after a second silence", async () => {
  await vi.advanceTimersByTimeAsync(20_000);
  expect(last().sent).toEqual([{ type: "ping", payload: {} }]);
  last().tell("pong");
  await vi.advanceTimersByTimeAsync(40_000);
  expect(retries).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(250);
  expect(FakeSocket.made).toHaveLength(2);
});

test("A handshake that hangs is given up", async () => {
  client.reconnectNow();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(retries).toHaveLength(1);
});

test("A question is answered by its id, refused with the server's code, or late", async () => {
  const [first, second, third] = [client.request("ping"), client.request("call.check"), client.request("ping")];
  const ids = last().sent.map(({ id }) => id);
  last().tell("error", { code: "rate_limited", message: "slower" }, { id: ids[1] });
  last().tell("pong", { n: 1 }, { id: ids[0] });
  expect(await first).toEqual({ n: 1 });
  await expect(second).rejects.toMatchObject({ code: "rate_limited", message: "slower", retryable: true });
  const late = expect(third).rejects.toMatchObject({ code: "timeout", retryable: true });
  await vi.advanceTimersByTimeAsync(10_000);
  await late;
});

test("What is no frame, or of no known type, is none of our business", () => {
  for (const data of ["", "null", "[]", "{", '{"type":7}', '{"type":"new.thing"}', '{"type":"pong","id":"unknown"}']) {
    last().onmessage?.({ data });
  }
  expect(client.state).toBe("connected");
});

test("A warning that the token ends brings another over the same socket", async () => {
  last().tell("session.closing", { reason: "token_expiring", retry_after_ms: 500, closes_in_ms: 30_000 });
  await flush();
  expect(last().sent.at(-1)).toMatchObject({ type: "auth.refresh", payload: { token: "jwt" } });
  expect(FakeSocket.made).toHaveLength(1);
});
