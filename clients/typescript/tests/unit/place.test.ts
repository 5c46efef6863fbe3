import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { GoringClient, type GoringError, type Room, type RoomState } from "../../src/index.js";
import { FakeDevices } from "../support/media.js";
import { FakeNetwork } from "../support/rtc.js";
import { FakeSocket } from "../support/socket.js";

const last = () => FakeSocket.made.at(-1)!;
const joins = () => last().sent.filter(({ type }) => type === "join");

let room: Room;
let states: RoomState[];
let errors: GoringError[];
let left: { error?: GoringError } | undefined;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  FakeSocket.made = [];
  states = [];
  errors = [];
  left = undefined;
  const client = new GoringClient({
    url: "wss://calls.test/ws",
    getToken: () => "jwt",
    WebSocket: FakeSocket,
    RTCPeerConnection: new FakeNetwork().RTCPeerConnection,
    mediaDevices: new FakeDevices().mediaDevices,
  });
  room = client.joinRoom("lobby");
  room.on("state", ({ state }) => states.push(state));
  room.on("error", (error) => errors.push(error));
  room.on("left", (event) => (left = event));
  await vi.advanceTimersByTimeAsync(0);
  greet();
});

afterEach(() => {
  room.leave();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function greet(): void {
  last().readyState = 1;
  last().tell("notify-client-id", { client_id: `client-${FakeSocket.made.length}` });
}

/** The server lets the last one who asked in. */
const admit = () => last().tell("room-members", { room_id: "lobby", members: [] }, { id: joins().at(-1)!.id });

const refuse = (code: string) => last().tell("error", { code, error: code }, { id: joins().at(-1)!.id });

/** The socket is lost, and the next one greeted. */
async function lose(code = 1006): Promise<void> {
  const before = FakeSocket.made.length;
  last().lose(code);
  await vi.advanceTimersByTimeAsync(500);
  expect(FakeSocket.made).toHaveLength(before + 1);
  greet();
}

test("A room is entered once the server says so, over goring.v1", () => {
  expect([last().url, last().protocols]).toEqual(["wss://calls.test/connect", ["goring.v1", "bearer.jwt"]]);
  expect([room.state, joins()]).toEqual(["connecting", [{ type: "join", id: "join", payload: { room_id: "lobby" } }]]);
  admit();
  expect(states).toEqual(["joined"]);
});

test("A room that is full at the first entry is left at once", () => {
  refuse("room_full");
  expect([states, left?.error?.code]).toEqual([["left"], "room_full"]);
});

test.each(["before", "behind"])("One's own place is waited for when the socket was lost %s the answer", async (when) => {
  if (when === "behind") admit();
  await lose();
  refuse("room_full");
  for (const wait of [500, 1000, 2000, 4000, 5000, 5000]) {
    const asked = joins().length;
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(joins()).toHaveLength(asked);
    await vi.advanceTimersByTimeAsync(1);
    expect(joins()).toHaveLength(asked + 1);
    refuse("room_full");
  }
  expect([room.state, errors]).toEqual([when === "behind" ? "reconnecting" : "connecting", []]);
  await vi.advanceTimersByTimeAsync(5000);
  admit();
  expect(room.state).toBe("joined");
  await vi.advanceTimersByTimeAsync(30_000);
  expect(joins()).toHaveLength(8);
});

test("A place that cannot be one's own any more is not waited for", async () => {
  admit();
  last().lose();
  const lost = Date.now();
  await vi.advanceTimersByTimeAsync(500);
  greet();
  while (!left) {
    refuse("room_full");
    await vi.advanceTimersByTimeAsync(left ? 0 : 5_000);
  }
  expect(left.error?.code).toBe("room_full");
  expect(Date.now() - lost).toBeGreaterThanOrEqual(75_000);
  expect(Date.now() - lost).toBeLessThan(81_000);
  const asked = joins().length;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(joins()).toHaveLength(asked);
});

test("A wait for the own place ends with the socket over which it was asked for, and does not begin anew", async () => {
  admit();
  await lose();
  refuse("room_full");
  const earlier = last();
  await lose();
  expect(joins()).toHaveLength(1);
  for (let second = 0; second < 75; second++) {
    await vi.advanceTimersByTimeAsync(1000);
    last().tell("ping");
  }
  expect(earlier.sent.filter(({ type }) => type === "join")).toHaveLength(1);
  refuse("room_full");
  expect(left?.error?.code).toBe("room_full");
});

test("A refusal that passes is told, and the place asked for again", async () => {
  refuse("internal_error");
  expect([room.state, errors.map(({ code }) => code)]).toEqual(["connecting", ["internal_error"]]);
  await vi.advanceTimersByTimeAsync(500);
  admit();
  expect(states).toEqual(["joined"]);
});

test("A name that the server does not take ends it", () => {
  refuse("invalid_message");
  expect([states, left?.error?.code]).toEqual([["left"], "invalid_message"]);
});

test("What is refused of a negotiation is told, and ends nothing", () => {
  admit();
  last().tell("error", { code: "invalid_message", error: "candidate: too long" });
  last().tell("error", { code: "user_offline", error: "no such member" });
  expect([room.state, errors.map(({ code }) => code)]).toEqual(["joined", ["invalid_message", "user_offline"]]);
});

test("Who counted as gone and finds the room full has left", () => {
  admit();
  last().tell("error", { code: "room_full", error: "the room is full" });
  expect(left?.error?.code).toBe("room_full");
});

test("Nobody asks for a place after leaving", async () => {
  admit();
  await lose();
  refuse("room_full");
  room.leave();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([joins().length, left]).toEqual([1, {}]);
});

test("A token that ends is renewed over the socket that there is", async () => {
  admit();
  last().tell("session.closing", { reason: "token_expiring", retry_after_ms: 0, closes_in_ms: 30_000 });
  await vi.advanceTimersByTimeAsync(0);
  expect(last().sent.at(-1)).toMatchObject({ type: "auth.refresh", payload: { token: "jwt" } });
  expect([FakeSocket.made.length, states]).toEqual([1, ["joined"]]);
});

test("A server that restarts says when to come back", async () => {
  admit();
  last().tell("session.closing", { reason: "restart", retry_after_ms: 7_000 });
  last().lose(1012);
  await vi.advanceTimersByTimeAsync(6_999);
  expect(FakeSocket.made).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(FakeSocket.made).toHaveLength(2);
});

test("A socket that stays silent is asked after 35 s and replaced after as many again", async () => {
  admit();
  await vi.advanceTimersByTimeAsync(35_000);
  expect(last().sent.at(-1)?.type).toBe("ping");
  await vi.advanceTimersByTimeAsync(34_999);
  expect(room.state).toBe("joined");
  await vi.advanceTimersByTimeAsync(1);
  expect(room.state).toBe("reconnecting");
});
