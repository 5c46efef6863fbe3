import { afterEach, expect, test, vi } from "vitest";
import { LocalMedia } from "../../src/media.js";
import { Peer, type SignalKind } from "../../src/peer.js";
import type { Payload } from "../../src/frames.js";
import { FakeDevices } from "../support/media.js";
import { FakeNetwork, type FakePeerConnection } from "../support/rtc.js";
import { eventually } from "../support/waiting.js";

/** What may happen to a message on its way. */
type Way = (kind: SignalKind, payload: Payload, deliver: () => void) => void;

class Side {
  peer: Peer;
  readonly media: LocalMedia;
  readonly errors: unknown[] = [];
  readonly sent: [SignalKind, Payload][] = [];
  state: RTCPeerConnectionState = "new";
  other: Side | undefined;
  way: Way = (_, __, deliver) => deliver();

  private constructor(
    readonly network: FakeNetwork,
    readonly polite: boolean,
    media: LocalMedia,
  ) {
    this.media = media;
    this.peer = this.connect(!polite);
  }

  static async make(network: FakeNetwork, polite: boolean): Promise<Side> {
    const media = new LocalMedia({
      options: { mediaDevices: new FakeDevices().mediaDevices },
      stream: () => {},
      changed: () => {},
      error: () => {},
    });
    await media.open("audio");
    return new Side(network, polite, media);
  }

  get pc(): FakePeerConnection {
    return this.network.connections.findLast(({ owner }) => owner === this)!;
  }

  /** A connection of its own, as at first and as after a reload. */
  connect(offers: boolean): Peer {
    const side = this;
    const Connection = this.network.RTCPeerConnection as unknown as new (c: RTCConfiguration) => FakePeerConnection;
    return (this.peer = new Peer(
      {
        RTCPeerConnection: class extends Connection {
          override owner = side;
        } as unknown as typeof RTCPeerConnection,
        configuration: async () => ({}),
        media: this.media,
        polite: this.polite,
        send: (kind, payload) => {
          this.sent.push([kind, payload]);
          this.way(kind, payload, () => this.other?.peer.receive(kind, structuredClone(payload)));
        },
        online: () => true,
        state: (state) => (this.state = state),
        stream: () => {},
        error: (error) => this.errors.push(error),
      },
      offers,
    ));
  }
}

const sides: Side[] = [];

async function pair(): Promise<{ caller: Side; callee: Side }> {
  const network = new FakeNetwork();
  const [caller, callee] = [await Side.make(network, false), await Side.make(network, true)];
  [caller.other, callee.other] = [callee, caller];
  sides.push(caller, callee);
  return { caller, callee };
}

const connected = (...all: Side[]) =>
  eventually("both are connected", () => all.every(({ pc, state }) => state === "connected" && pc.signalingState === "stable"));

afterEach(() => {
  vi.useRealTimers();
  for (const side of sides.splice(0)) side.peer.close();
});

test("The caller offers and the callee waits for it", async () => {
  const { caller, callee } = await pair();
  await connected(caller, callee);
  const offers = (side: Side) => side.sent.filter(([kind]) => kind === "offer");
  expect([offers(caller).length, offers(callee).length]).toEqual([1, 0]);
});

test("The end of candidates is told once a generation", async () => {
  const { caller, callee } = await pair();
  await connected(caller, callee);
  const ends = () => caller.sent.filter(([kind, { candidate }]) => kind === "ice" && candidate === "");
  await eventually("the end is told", () => ends().length > 0);
  expect(ends()).toHaveLength(1);
});

test("Two offers that cross end in one agreement", async () => {
  for (let round = 0; round < 10; round++) {
    const { caller, callee } = await pair();
    await connected(caller, callee);
    const before = [caller.sent.length, callee.sent.length];
    await Promise.all([caller.media.setVideo(true), callee.media.setVideo(true)]);
    await eventually("both see both", () => [caller, callee].every(({ peer }) => peer.remote.video));
    await connected(caller, callee);
    expect(caller.sent.length + callee.sent.length).toBeGreaterThan(before[0]! + before[1]! + 1);
    expect([...caller.errors, ...callee.errors]).toEqual([]);
  }
});

test("Candidates that come before their description are kept for it", async () => {
  const { caller, callee } = await pair();
  const held: (() => void)[] = [];
  caller.way = (kind, _, deliver) => (kind === "offer" ? void held.push(deliver) : deliver());
  await eventually("all has been gathered", () => caller.sent.length >= 4);
  held.forEach((deliver) => deliver());
  await connected(caller, callee);
});

test("An answer to an offer that was given up is not taken for one to the next", async () => {
  const { caller, callee } = await pair();
  await connected(caller, callee);
  let stale: (() => void) | undefined;
  callee.way = (kind, _, deliver) => (kind === "answer" && !stale ? void (stale = deliver) : deliver());
  caller.peer.restartIce();
  await eventually("it is answered, but not here", () => stale);
  await caller.peer.receive("answer", { sdp: "v=0\r\na=ice-ufrag:stale\r\n", tag: "another" });
  stale?.();
  await connected(caller, callee);
  expect(caller.errors).toEqual([]);
});

test("An offer that is lost is sent again, and one that comes twice does no harm", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { caller, callee } = await pair();
  let lost = 0;
  caller.way = (kind, _, deliver) => {
    if (kind === "offer" && lost++ === 0) return;
    deliver();
    if (kind === "offer") deliver();
  };
  while (lost === 0) await new Promise((resolve) => setImmediate(resolve));
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  await connected(caller, callee);
  expect([lost, caller.errors, callee.errors]).toEqual([2, [], []]);
});

test.each([
  ["caller", false],
  ["callee", false],
  ["caller", true],
  ["callee", true],
] as const)("A %s who comes back with another connection is met with another (crossing offers: %s)", async (who, crossing) => {
  const both = await pair();
  await connected(both.caller, both.callee);
  const [gone, stays] = who === "caller" ? [both.caller, both.callee] : [both.callee, both.caller];
  const before = stays.pc;
  gone.peer.close();
  if (crossing) stays.peer.restartIce();
  gone.state = stays.state = "new";
  gone.connect(true);
  await connected(gone, stays);
  expect(stays.pc).not.toBe(before);
  expect(before.signalingState).toBe("closed");
  expect([...gone.errors, ...stays.errors]).toEqual([]);
});

test("A client that knows neither tag nor usernameFragment is understood", async () => {
  const { caller, callee } = await pair();
  for (const side of [caller, callee]) {
    side.way = (kind, { sdp, candidate, sdpMid, sdpMLineIndex }) =>
      side.other?.peer.receive(kind, kind === "ice" ? { candidate, sdpMid, sdpMLineIndex } : { sdp });
  }
  await connected(caller, callee);
  await callee.media.setVideo(true);
  await eventually("it goes on", () => caller.peer.remote.video);
});

test("A description that makes no sense is told, and the connection goes on", async () => {
  const { caller, callee } = await pair();
  await connected(caller, callee);
  caller.pc.setRemoteDescription = async () => {
    throw new Error("nonsense");
  };
  callee.peer.restartIce();
  await eventually("it is told", () => caller.errors.length > 0);
  expect(caller.errors[0]).toMatchObject({ code: "negotiation-failed", message: "nonsense", retryable: false });
  expect(caller.state).toBe("connected");
});
