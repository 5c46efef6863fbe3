import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { GoringClient, type Call } from "../../src/index.js";
import { FakeDevices } from "../support/media.js";
import { FakeNetwork } from "../support/rtc.js";
import { FakeSocket } from "../support/socket.js";

const RING = { session_id: "s", caller_id: "bob", caller_info: { user_id: "bob" } };

const last = () => FakeSocket.made.at(-1)!;
const flush = () => vi.advanceTimersByTimeAsync(0);
const sent = (type: string) => last().sent.filter((frame) => frame.type === type);

let client: GoringClient;
let call: Call;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  FakeSocket.made = [];
  client = new GoringClient({
    url: "wss://calls.test/ws",
    getToken: () => "jwt",
    iceServers: [],
    WebSocket: FakeSocket,
    RTCPeerConnection: new FakeNetwork().RTCPeerConnection,
    mediaDevices: new FakeDevices().mediaDevices,
  });
  const connected = client.connect();
  await flush();
  last().greet();
  await connected;
  last().tell("call.ring", RING, { seq: 1 });
  call = client.currentCall!;
});

afterEach(() => {
  client.disconnect();
  vi.useRealTimers();
});

const reply = (type: string, answer: string, payload = {}) => last().tell(answer, payload, { id: sent(type).at(-1)!.id });

async function reconnect(greeting: object): Promise<void> {
  client.reconnectNow();
  await flush();
  last().greet(greeting);
  await flush();
}

test.each(["internal_error", "rate_limited"])("A step that is refused with %s is sent again", async (code) => {
  const rejecting = call.reject();
  reply("call.reject", "error", { code, message: "not now" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent("call.reject")).toHaveLength(2);
  reply("call.reject", "ack");
  await rejecting;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(sent("call.reject")).toHaveLength(2);
});

test.each(["session_not_found", "invalid_state"])("A step sent a second time was done where it is %s", async (code) => {
  const rejecting = call.reject();
  await reconnect({ resumed: true });
  expect(sent("call.reject").map(({ payload }) => payload)).toEqual([{ session_id: "s" }]);
  reply("call.reject", "error", { code, message: "it is over" });
  await rejecting;
});

test("An answer to a call that is over is rejected, and the call ends with what the server says of it", async () => {
  const accepting = expect(call.accept()).rejects.toMatchObject({ code: "session_not_found", retryable: false });
  await flush();
  reply("call.accept", "error", { code: "session_not_found", message: "it is over" });
  await accepting;
  reply("call.check", "call.check_result", { session_id: "s", exists: false });
  await flush();
  expect(call.endReason).toBe("lost");
});

test("A call that the server has lost ends lost: at once where the session is a new one", async () => {
  await reconnect({ resumed: false });
  expect(call.endReason).toBe("lost");
});

test("With a resume the reason comes among the events, and is asked for only in case", async () => {
  await reconnect({ resumed: true });
  expect([call.state, sent("call.check").length]).toEqual(["incoming", 1]);
  last().tell("call.ended", { session_id: "s", reason: "ended_by_user" }, { seq: 2 });
  expect(call.endReason).toBe("cancelled");
});

test("What is relayed keeps its order over a reconnect, and is not sent twice in one", async () => {
  const accepting = call.accept();
  await flush();
  reply("call.accept", "ack");
  await accepting;
  last().tell("webrtc.offer", { session_id: "s", sdp: "a=fingerprint:x\r\na=ice-ufrag:u\r\nm=audio sendrecv\r\n" }, { seq: 2 });
  await vi.waitFor(() => expect(sent("webrtc.ice").length).toBeGreaterThan(1));
  const names = () => last().sent.filter(({ type }) => type.startsWith("webrtc.")).map(({ payload }) => payload["msg"]);
  const before = names();
  await reconnect({ resumed: true, call: { session_id: "s", state: "accepted", role: "callee", peer_info: { user_id: "bob" } } });
  expect(names().slice(0, before.length)).toEqual(before);
  expect(new Set(names()).size).toBe(names().length);
});

test("A peer that is away for the moment is relayed to again", async () => {
  const accepting = call.accept();
  await flush();
  reply("call.accept", "ack");
  await accepting;
  last().tell("webrtc.offer", { session_id: "s", sdp: "a=fingerprint:x\r\na=ice-ufrag:u\r\nm=audio sendrecv\r\n" }, { seq: 2 });
  await vi.waitFor(() => expect(sent("webrtc.answer")).toHaveLength(1));
  reply("webrtc.answer", "error", { code: "user_offline", message: "away" });
  await vi.advanceTimersByTimeAsync(1_000);
  const [first, second] = sent("webrtc.answer");
  expect(second?.payload).toEqual(first?.payload);
});

/** The server rings for what a lost socket asked, after it has greeted the next one. */
test.each([
  ["it is ours that makes us busy", { session_id: "n", role: "caller", state: "ringing", peer_info: { user_id: "carol" } }, "ringing"],
  ["somebody else's", null, "ended"],
])("A call that is found busy after its socket was lost asks anew whose it is: %s", async (_, found, state) => {
  const rejecting = call.reject();
  reply("call.reject", "ack");
  await rejecting;
  const out = client.call("carol");
  await flush();
  expect(sent("call.start")).toHaveLength(1);
  await reconnect({ resumed: true });
  expect(sent("call.start")).toHaveLength(1);
  reply("call.start", "error", { code: "user_busy", message: "busy" });
  await flush();
  last().greet({ resumed: true, call: found });
  await flush();
  if (!found) reply("call.start", "error", { code: "user_busy", message: "busy" });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent("call.start")).toHaveLength(found ? 0 : 1);
  expect(out.state).toBe(state);
  expect(out.sessionId).toBe(found?.session_id);
});
