import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { GoringError, SessionStorageLike } from "../../src/index.js";
import { Crowd, next, type Person } from "../support/people.js";
import { GoringServer, RedisServer, tokenOf } from "../support/processes.js";
import { eventually } from "../support/waiting.js";

let redis: RedisServer;
let server: GoringServer;
const crowd = new Crowd(() => server);

beforeAll(async () => {
  redis = await RedisServer.start();
  server = await GoringServer.start({ REDIS_ADDR: `127.0.0.1:${redis.port}`, RECONNECT_GRACE_SECONDS: "20" });
});
afterEach(() => crowd.leave());
afterAll(async () => {
  await server.stop();
  await redis.stop();
});

class Storage implements SessionStorageLike {
  constructor(readonly values = new Map<string, string>()) {}

  getItem = (key: string) => this.values.get(key) ?? null;
  setItem = (key: string, value: string) => void this.values.set(key, value);
  removeItem = (key: string) => void this.values.delete(key);
}

/** A page that goes away without a word, as where it is reloaded. */
function unload(person: Person): void {
  const socket = person.sockets.at(-1)!;
  socket.onclose = socket.onmessage = null;
  socket.terminate();
}

const names = (person: Person) => person.heard.map(([name]) => name);

describe("a connection", () => {
  test("tells its states, and who one is", async () => {
    const alice = crowd.stranger();
    expect([alice.client.state, alice.client.user]).toEqual(["disconnected", undefined]);
    await alice.client.connect();
    expect(alice.client.user).toEqual({ user_id: alice.id, name: alice.id.toUpperCase() });
    alice.tear();
    await eventually("it is back", () => names(alice).filter((name) => name === "state").length === 4);
    expect(alice.heard.filter(([name]) => name === "state").map(([, event]) => (event as { state: string }).state)).toEqual(
      ["connecting", "connected", "reconnecting", "connected"],
    );
    alice.client.disconnect();
    expect(alice.client.state).toBe("disconnected");
    expect(alice.heard.at(-1)).toEqual(["disconnected", { error: expect.objectContaining({ code: "closed" }) }]);
  });

  test("asks for a token anew each time", async () => {
    const alice = await crowd.person();
    for (let n = 2; n < 5; n++) {
      alice.tear();
      await eventually("it is back", () => alice.tokens === n && alice.client.state === "connected");
    }
  });

  test("goes on where getToken fails at first", async () => {
    let refusals = 2;
    const working = crowd.stranger(
      {
        getToken: async () => {
          if (refusals-- > 0) throw new Error("the backend is away");
          return tokenOf("token-user");
        },
      },
      "token-user",
    );
    await working.client.connect();
    const retries = working.heard.filter(([name]) => name === "retry").map(([, event]) => event as { error: GoringError });
    expect(retries.map(({ error }) => [error.code, error.retryable])).toEqual([
      ["token-failed", true],
      ["token-failed", true],
    ]);
  });

  test("gives way to a newer one of the same user, and stays away", async () => {
    const { alice, out, in: incoming } = await crowd.talking();
    const gone = next(alice.client, "disconnected");
    const newer = await crowd.person({}, alice.id);
    expect((await gone).error.code).toBe("replaced");
    expect([alice.client.state, out.endReason]).toEqual(["disconnected", "replaced"]);
    expect(newer.client.state).toBe("connected");
    await eventually("which ends, since its page did not want it", () => incoming.state === "ended");
  });

  test("rejects what is asked while there is none", async () => {
    const alice = crowd.stranger();
    await expect(alice.client.request("ping")).rejects.toMatchObject({ code: "not-connected", retryable: true });
    await alice.client.connect();
    await expect(alice.client.request("ping")).resolves.toEqual({});
    await expect(alice.client.request("no.such")).rejects.toMatchObject({ code: "invalid_message", retryable: false });
    await expect(
      alice.client.request("call.accept", { session_id: "00000000-0000-4000-8000-000000000000" }),
    ).rejects.toMatchObject({ code: "session_not_found" });
  });

  test("that never comes lets a call fail, and connect() wait", async () => {
    const alice = crowd.stranger();
    const ended = next(alice.client.call("bob"), "ended");
    expect((await ended).error?.code).toBe("not-connected");
    let greeted = false;
    const connecting = alice.client.connect().finally(() => (greeted = true));
    alice.client.disconnect();
    await expect(connecting).rejects.toMatchObject({ code: "closed" });
    expect(greeted).toBe(true);
  });
});

describe("a lost socket", () => {
  test("200 times under traffic loses nothing and doubles nothing", { timeout: 60_000 }, async () => {
    const { alice, bob, out, in: incoming } = await crowd.talking();
    const pcs = crowd.network.connections.slice(-2);
    const sides = pcs.map((from, index) => ({ from, to: pcs[1 - index]!, sent: 0 }));
    let talking = true;
    const talk = async (side: (typeof sides)[number]) => {
      while (talking) {
        const candidate = `candidate:${++side.sent}`;
        side.from.onicecandidate?.({ candidate: { candidate, toJSON: () => ({ candidate, sdpMid: "0" }) } });
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
    };

    const talks = sides.map(talk);
    for (let n = 0; n < 200; n++) {
      const person = n % 2 ? alice : bob;
      // Half of them without a close, half by asking; most of them with messages on their way.
      if (n % 4 < 2) person.tear();
      person.client.reconnectNow();
      await eventually("it is back", () => person.client.state === "connected");
    }
    talking = false;
    await Promise.all(talks);

    for (const { to, sent } of sides) {
      const wanted = Array.from({ length: sent }, (_, n) => `candidate:${n + 1}`);
      // Between the made-up ones come those that the connection gathered of itself.
      const came = () => to.candidates.map(({ candidate }) => candidate).filter((text) => /^candidate:\d+$/.test(text!));
      await eventually("all that was sent came", () => came().length >= sent);
      expect(came()).toEqual(wanted);
      expect(sent).toBeGreaterThan(200);
    }
    expect(alice.tokens + bob.tokens).toBeGreaterThanOrEqual(202);
    expect([out.state, incoming.state]).toEqual(["connected", "connected"]);
    await out.hangup();
    await eventually("it is over for both", () => incoming.endReason === "remote-hangup");
  });

  test("while the server is asked to ring does not ring twice", async () => {
    for (let round = 0; round < 4; round++) {
      const [alice, bob] = [await crowd.person(), await crowd.person()];
      const out = alice.client.call(bob.id);
      await next(out, "localStream");
      await new Promise((resolve) => setImmediate(resolve));
      if (round % 2) alice.tear();
      else alice.client.reconnectNow();
      const incoming = await bob.incoming();
      await eventually("it rings", () => out.state === "ringing");
      expect(out.sessionId).toBe(incoming.sessionId);
      expect(names(bob).filter((name) => name === "incoming")).toHaveLength(1);
      crowd.leave();
    }
  });

  test("does not take back an answer, nor a hang-up", async () => {
    const [alice, bob] = [await crowd.person(), await crowd.person()];
    const out = alice.client.call(bob.id);
    const incoming = await bob.incoming();
    const accepting = incoming.accept();
    await next(incoming, "state");
    bob.tear();
    await accepting;
    await eventually("both are connected", () => out.state === "connected" && incoming.state === "connected");

    alice.tear();
    const hangingUp = out.hangup();
    expect(out.state).toBe("ended");
    await hangingUp;
    await eventually("bob hears of it", () => incoming.endReason === "remote-hangup");
    const again = alice.client.call(bob.id);
    await eventually("the line is free", () => again.state === "ringing");
  });

  test("brings what was missed: the end of a call too", async () => {
    const { alice, bob, out, in: incoming } = await crowd.talking();
    const { url } = server;
    bob.client.on("retry", () => {});
    unload(bob);
    await alice.client.request("ping");
    await out.hangup();
    expect(url).toBe(server.url);
    bob.client.reconnectNow();
    await eventually("bob hears of it", () => incoming.endReason === "remote-hangup");
  });
});

describe("a handshake that was given up", () => {
  test("does not count as somebody else, where it takes over from the one behind it", async () => {
    const alice = await crowd.person();
    for (let round = 0; round < 30; round++) {
      const before = alice.sockets.length;
      alice.client.reconnectNow();
      while (alice.sockets.length === before) await Promise.resolve();
      // Half-way through, at another point each time.
      await new Promise((resolve) => setTimeout(resolve, round % 6));
      alice.client.reconnectNow();
      await eventually("it is back", () => alice.client.state === "connected");
    }
    await expect(alice.client.request("ping")).resolves.toEqual({});
    expect(names(alice)).not.toContain("disconnected");
  });
});

describe("a restart of the server", () => {
  test.each(["SIGTERM", "SIGKILL"] as const)("by %s ends no call", { timeout: 40_000 }, async (signal) => {
    const { alice, bob, out, in: incoming } = await crowd.talking();
    await server.stop(signal);
    await eventually("both notice", () => [alice, bob].every(({ client }) => client.state === "reconnecting"));
    await server.restart();
    for (const { client } of [alice, bob]) client.reconnectNow();
    await eventually("both are back", () => [alice, bob].every(({ client }) => client.state === "connected"));
    expect([out.state, incoming.state]).toEqual(["connected", "connected"]);
    await out.setVideo(true);
    await eventually("signaling goes on", () => incoming.remoteVideo);
    await incoming.hangup();
    await eventually("it is over for both", () => out.endReason === "remote-hangup");
  });
});

describe("a page that is reloaded", () => {
  test.each([
    ["the caller's", "alice", true],
    ["the callee's", "bob", true],
    ["the caller's, without a storage,", "alice", false],
    ["the callee's, without a storage,", "bob", false],
  ] as const)("%s comes back to its call", async (_, who, stored) => {
    for (const pending of [false, true]) {
      const kept = new Storage();
      const options = stored ? { storage: kept } : {};
      const people = { alice: await crowd.person(who === "alice" ? options : {}), bob: await crowd.person(who === "bob" ? options : {}) };
      const out = people.alice.client.call(people.bob.id, { media: "video" });
      const incoming = await people.bob.incoming();
      await incoming.accept();
      await eventually("both are connected", () => out.state === "connected" && incoming.state === "connected");
      const staying = who === "alice" ? incoming : out;

      unload(people[who]);
      const storage = new Storage(new Map(kept.values)); // as the page left it
      people[who].client.currentCall?.end("failed"); // its connection and its microphone are gone with it
      // The other side may have seen that media stopped, and have an offer out that nobody answers.
      if (pending) for (const pc of crowd.network.connections.slice(-2)) pc.fail();
      const again = crowd.stranger(stored ? { storage } : {}, people[who].id);
      const restoring = next(again.client, "restored");
      await again.client.connect();
      const restored = await restoring;

      expect([restored.restored, restored.state, restored.sessionId]).toEqual([true, "reconnecting", staying.sessionId]);
      expect(restored.direction).toBe(who === "alice" ? "outgoing" : "incoming");
      expect(restored.media).toBe(stored ? "video" : "audio");
      await restored.accept();
      await eventually("media flows again", () => restored.state === "connected" && staying.state === "connected", 15_000);
      await eventually("and each has the other's", () =>
        [restored, staying].every(({ remoteStream }) => remoteStream?.getAudioTracks().length === 1),
      );
      await restored.hangup();
      await eventually("it is over for both", () => staying.endReason === "remote-hangup");
      crowd.leave();
    }
  });

  test.each([true, false])("while it rings goes on ringing (storage: %s)", async (stored) => {
    const storages = [new Storage(), new Storage()];
    const options = (n: number) => (stored ? { storage: storages[n]! } : {});
    const [alice, bob] = [await crowd.person(options(0)), await crowd.person(options(1))];
    alice.client.call(bob.id, { media: "video", metadata: { topic: "lunch" } });
    await bob.incoming();
    await eventually("it rings", () => alice.call.state === "ringing");
    unload(alice);
    unload(bob);

    const bobAgain = await crowd.person(options(1), bob.id);
    const incoming = await bobAgain.incoming();
    expect([incoming.restored, incoming.media, incoming.metadata]).toEqual(
      stored ? [true, "video", { topic: "lunch" }] : [true, "audio", undefined],
    );
    const aliceAgain = crowd.stranger(options(0), alice.id);
    const restoring = next(aliceAgain.client, "restored");
    await aliceAgain.client.connect();
    const out = await restoring;
    expect(out.state).toBe("ringing");
    await incoming.accept();
    await out.accept();
    await eventually("both are connected", () => out.state === "connected" && incoming.state === "connected");
  });
});
