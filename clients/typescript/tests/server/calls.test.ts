import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Call, CallState } from "../../src/index.js";
import { Crowd, next } from "../support/people.js";
import { GoringServer } from "../support/processes.js";
import { eventually } from "../support/waiting.js";

let server: GoringServer;
const crowd = new Crowd(() => server);

beforeAll(async () => {
  server = await GoringServer.start({ RING_TIMEOUT_SECONDS: "1", RECONNECT_GRACE_SECONDS: "1" });
});
afterEach(() => crowd.leave());
afterAll(() => server.stop());

function states(call: Call): CallState[] {
  const seen: CallState[] = [call.state];
  call.on("state", ({ state }) => seen.push(state));
  return seen;
}

describe("a call", () => {
  test("goes its way on both sides", async () => {
    const [alice, bob] = [await crowd.person(), await crowd.person()];
    const out = alice.client.call(bob.id, { media: "video", metadata: { topic: "lunch", n: 1 } });
    const caller = states(out);
    const incoming = await bob.incoming();
    const callee = states(incoming);

    expect(incoming.peer).toEqual({ user_id: alice.id, name: alice.id.toUpperCase() });
    expect([incoming.media, incoming.metadata]).toEqual(["video", { topic: "lunch", n: 1 }]);
    await eventually("it rings out", () => out.state === "ringing");
    await incoming.accept();
    await eventually("media flows", () => out.state === "connected" && incoming.state === "connected");
    expect(out.peer).toEqual({ user_id: bob.id, name: bob.id.toUpperCase() });
    expect(out.sessionId).toBe(incoming.sessionId);
    expect(out.remoteStream?.getTracks().map((track) => track.kind).sort()).toEqual(["audio", "video"]);
    expect(incoming.remoteVideo && out.remoteVideo).toBe(true);
    expect(out.connectedAt).toBeGreaterThan(0);

    const heard = next(incoming, "ended");
    await out.hangup();
    expect(await heard).toEqual({ reason: "remote-hangup" });
    expect([out.endReason, incoming.endReason]).toEqual(["hangup", "remote-hangup"]);
    expect(caller).toEqual(["starting", "ringing", "connecting", "connected", "ended"]);
    expect(callee).toEqual(["incoming", "connecting", "connected", "ended"]);
    expect([...alice.devices.given, ...bob.devices.given].every((track) => track.readyState === "ended")).toBe(true);
    expect([alice.client.currentCall, bob.client.currentCall]).toEqual([undefined, undefined]);
  });

  test("that is declined ends rejected for the one, declined for the other", async () => {
    const [alice, bob] = [await crowd.person(), await crowd.person()];
    const ended = next(alice.client.call(bob.id), "ended");
    const incoming = await bob.incoming();
    await incoming.reject();
    expect((await ended).reason).toBe("rejected");
    expect(incoming.endReason).toBe("declined");
  });

  test("that the caller gives up is cancelled, a missed call", async () => {
    const [alice, bob] = [await crowd.person(), await crowd.person()];
    const out = alice.client.call(bob.id);
    const ended = next(await bob.incoming(), "ended");
    await eventually("it rings", () => out.state === "ringing");
    await out.hangup();
    expect((await ended).reason).toBe("cancelled");
  });

  test("that is hung up before the server answered rings nobody for long", async () => {
    const [alice, bob] = [await crowd.person(), await crowd.person()];
    const out = alice.client.call(bob.id);
    await next(out, "localStream");
    await out.hangup();
    await eventually("bob is free", () => bob.heard.length === 1 || bob.client.currentCall === undefined);
    const again = alice.client.call(bob.id);
    await eventually("it rings again", () => again.state === "ringing");
  });

  test("to somebody who is not there ends offline", async () => {
    const alice = await crowd.person();
    const { reason, error } = await next(alice.client.call("nobody-here"), "ended");
    expect([reason, error?.code, error?.retryable]).toEqual(["offline", "user_offline", true]);
  });

  test("to somebody in a call ends busy", async () => {
    const { bob } = await crowd.talking();
    const carol = await crowd.person();
    const { reason, error } = await next(carol.client.call(bob.id), "ended");
    expect([reason, error?.code]).toEqual(["busy", "user_busy"]);
  });

  test("that nobody answers ends no-answer for both", async () => {
    const [alice, bob] = [await crowd.person(), await crowd.person()];
    const out = alice.client.call(bob.id);
    const theirs = next(await bob.incoming(), "ended");
    const ours = next(out, "ended");
    expect([(await ours).reason, (await theirs).reason]).toEqual(["no-answer", "no-answer"]);
  });

  test("whose peer does not come back ends lost", async () => {
    const { bob, out } = await crowd.talking();
    const ended = next(out, "ended");
    bob.sockets.at(-1)!.onclose = null; // a browser that was closed says nothing more
    bob.tear();
    expect((await ended).reason).toBe("lost");
  });

  test("to oneself ends failed, with what the server says", async () => {
    const alice = await crowd.person();
    const { reason, error } = await next(alice.client.call(alice.id), "ended");
    expect([reason, error?.code, error?.retryable]).toEqual(["failed", "invalid_message", false]);
  });

  test("of two who call each other at once is one call, connected", async () => {
    for (let round = 0; round < 5; round++) {
      const [alice, bob] = [await crowd.person(), await crowd.person()];
      const glares: string[] = [];
      const calls = [alice.client.call(bob.id), bob.client.call(alice.id)];
      for (const call of calls) call.on("glare", ({ sessionId }) => glares.push(sessionId));
      await eventually("one call for both", () => calls.every((call) => call.state === "connected"));
      expect(calls[0]?.sessionId).toBe(calls[1]?.sessionId);
      expect(calls.map((call) => call.direction).sort()).toEqual(["incoming", "outgoing"]);
      expect(glares).toEqual([calls[0]?.sessionId]);
      await calls[0]?.hangup();
      await eventually("it is over for both", () => calls.every((call) => call.state === "ended"));
    }
  });

  test("does not begin where the microphone is refused, and nobody is rung", async () => {
    const [alice, bob] = [await crowd.person(), await crowd.person()];
    alice.devices.refuse = "NotAllowedError";
    const { reason, error } = await next(alice.client.call(bob.id), "ended");
    expect([reason, error?.code]).toEqual(["media-failed", "permission-denied"]);
    expect(bob.heard.map(([name]) => name)).not.toContain("incoming");
  });

  test("goes on ringing where the callee's microphone is refused at first", async () => {
    const [alice, bob] = [await crowd.person(), await crowd.person()];
    const out = alice.client.call(bob.id);
    const incoming = await bob.incoming();
    for (const [name, code] of [
      ["NotFoundError", "no-device"],
      ["NotReadableError", "device-busy"],
      ["NotAllowedError", "permission-denied"],
    ] as const) {
      bob.devices.refuse = name;
      await expect(incoming.accept()).rejects.toMatchObject({ code });
      expect(incoming.state).toBe("incoming");
    }
    bob.devices.refuse = undefined;
    await incoming.accept();
    await eventually("media flows", () => out.state === "connected");
  });

  test("refuses steps that do not fit", async () => {
    const { alice, bob, in: incoming } = await crowd.talking();
    const wrong = { code: "wrong-state", retryable: false };
    await expect(incoming.accept()).rejects.toMatchObject(wrong);
    await expect(incoming.reject()).rejects.toMatchObject(wrong);
    expect(() => alice.client.call(bob.id)).toThrowError(expect.objectContaining(wrong));
  });
});

describe("media", () => {
  test("is muted, and the peer is sent silence", async () => {
    const { alice, out } = await crowd.talking();
    const told = next(out, "media");
    out.mute();
    expect(await told).toEqual({ muted: true, video: false, remoteVideo: false });
    expect(alice.devices.given[0]?.enabled).toBe(false);
    out.mute(false);
    expect(alice.devices.given[0]?.enabled).toBe(true);
  });

  test("gains and loses a camera in the course of a call", async () => {
    const { alice, out, in: incoming } = await crowd.talking();
    await out.setVideo(true);
    await eventually("bob sees it", () => incoming.remoteVideo);
    expect(out.video).toBe(true);
    await out.setVideo(false);
    await eventually("bob sees it no more", () => !incoming.remoteVideo);
    expect(alice.devices.given.find((track) => track.kind === "video")?.readyState).toBe("ended");
    await incoming.setVideo(true);
    await eventually("alice sees bob", () => out.remoteVideo);
    await out.setVideo(true);
    await eventually("and bob alice again", () => incoming.remoteVideo);
  });

  test("comes from another device without a new negotiation", async () => {
    const { alice, out } = await crowd.talking();
    const before = out.localStream?.getAudioTracks()[0];
    const [pc] = crowd.network.connections.slice(-2);
    const described = pc?.localDescription?.sdp;
    await out.switchDevice("audioinput", "headset");
    expect(alice.devices.asked.at(-1)).toEqual({ audio: { deviceId: { exact: "headset" } } });
    expect(before?.readyState).toBe("ended");
    expect(pc?.localDescription?.sdp).toBe(described);
  });

  test("that loses its device tells it, and the call goes on", async () => {
    const { alice, out } = await crowd.talking();
    const error = next(out, "error");
    alice.devices.given[0]?.unplug();
    expect((await error).code).toBe("no-device");
    expect(out.state).toBe("connected");
  });

  test("that fails finds another way, whoever sees it first", async () => {
    const { out, in: incoming } = await crowd.talking();
    const seen = [states(out), states(incoming)];
    for (const pc of crowd.network.connections.slice(-2)) pc.fail();
    await eventually("both are back", () => seen.every((each) => each.length === 3));
    expect(seen).toEqual([
      ["connected", "reconnecting", "connected"],
      ["connected", "reconnecting", "connected"],
    ]);
  });
});
