import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Room, RoomMember } from "../../src/index.js";
import { Crowd, next } from "../support/people.js";
import { GoringServer, tokenOf } from "../support/processes.js";
import { eventually } from "../support/waiting.js";

let server: GoringServer;
/** Each test's own: who was in the last one's may not be out of it yet. */
let lobby: string;
const crowd = new Crowd(() => server);

beforeAll(async () => {
  if (withRooms) server = await GoringServer.start({ ROOM_MAX_MEMBERS: "3" });
});
beforeEach(() => void (lobby = `lobby-${randomUUID()}`));
afterEach(() => crowd.leave());
afterAll(() => server?.stop());

function enter(name = lobby): Room {
  const room = crowd.stranger().client.joinRoom(name);
  crowd.rooms.push(room);
  return room;
}

const meshed = (rooms: Room[]) =>
  eventually("all are connected to all", () =>
    rooms.every(
      ({ state, members }) =>
        state === "joined" && members.length === rooms.length - 1 && members.every(({ state }) => state === "connected"),
    ),
  );

// A server without rooms has nothing to try; the client is tried against a stand-in in any case (tests/unit).
const withRooms = existsSync(new URL("../../../../src/Application/Rooms", import.meta.url));

describe.skipIf(!withRooms)("a room of the server", () => {
  test("Everybody in a room is connected to everybody", async () => {
    const rooms = [enter(), enter()];
    await meshed(rooms);
    rooms.push(enter());
    await meshed(rooms);
    for (const { members } of rooms) {
      expect(members.map(({ stream }) => stream?.getTracks().map(({ kind }) => kind))).toEqual([["audio"], ["audio"]]);
    }
  });

  test("Who leaves is missed, and releases the microphone", async () => {
    const rooms = [enter(), enter(), enter()];
    await meshed(rooms);
    const [gone, ...staying] = rooms as [Room, Room, Room];
    const members: Promise<RoomMember>[] = staying.map((room) => next(room, "memberLeft"));
    const left = next(gone, "left");
    gone.leave();
    expect(await left).toEqual({});
    expect((await Promise.all(members)).map(({ state }) => state)).toEqual(["left", "left"]);
    expect(gone.localStream?.getTracks()).toEqual([]);
    await meshed(staying);
  });

  test("A camera that is turned on reaches all", async () => {
    const rooms = [enter(), enter(), enter()];
    await meshed(rooms);
    await rooms[0]!.setVideo(true);
    await eventually("both see it", () =>
      rooms.slice(1).every(({ members }) => members.filter(({ video }) => video).length === 1),
    );
    await rooms[0]!.setVideo(false);
    await eventually("both see it no more", () =>
      rooms.slice(1).every(({ members }) => members.every(({ video }) => !video)),
    );
  });

  test("A lost socket is replaced and the room joined again", async () => {
    const rooms = [enter(), enter(), enter()];
    await meshed(rooms);
    const states: string[] = [];
    rooms[0]!.on("state", ({ state }) => states.push(state));
    const before = rooms[1]!.members.map(({ id }) => id);
    crowd.people[0]!.tear();
    await eventually("it is away and back", () => states.length === 2);
    expect(states).toEqual(["reconnecting", "joined"]);
    await meshed(rooms);
    expect(rooms[1]!.members.map(({ id }) => id)).not.toEqual(before);
  });

  test("Who comes back into a full room waits for the place that the lost socket had", async () => {
    const rooms = [enter(), enter(), enter()];
    await meshed(rooms);
    const states: string[] = [];
    rooms[0]!.on("state", ({ state }) => states.push(state));
    const { sockets } = crowd.people[0]!;
    const noticed = crowd.people[0]!.slip();
    let refusals = 0;
    await eventually("there is another socket", () => sockets.length === 2);
    sockets[1]!.on("message", (data) => (refusals += JSON.parse(String(data)).payload?.code === "room_full" ? 1 : 0));
    await eventually("it is turned away twice", () => refusals >= 2);
    expect(states).toEqual(["reconnecting"]);
    noticed();
    await meshed(rooms);
    expect(states).toEqual(["reconnecting", "joined"]);
  });

  test("A token that ends does not end the stay", async () => {
    let tokens = 0;
    let exp = 0;
    const person = crowd.stranger({
      getToken: () => tokenOf("short", tokens++ === 0 ? { exp: (exp = Math.floor(Date.now() / 1000) + 6) } : {}),
    });
    const room = person.client.joinRoom(lobby);
    crowd.rooms.push(room);
    const rooms = [room, enter()];
    await meshed(rooms);
    const states: string[] = [];
    room.on("state", ({ state }) => states.push(state));
    // A socket whose token is over is closed within a second.
    await eventually("the first token is long over", () => Date.now() > (exp + 2) * 1000);
    await meshed(rooms);
    expect([tokens, person.sockets.length, states]).toEqual([2, 1, []]);
  });

  test("A server that restarts is found again by all", async () => {
    const rooms = [enter(), enter()];
    await meshed(rooms);
    await server.stop("SIGTERM");
    await eventually("both notice", () => rooms.every(({ state }) => state === "reconnecting"));
    await server.restart();
    await meshed(rooms);
  });

  test("A full room is left for good, with the reason", async () => {
    await meshed([enter(), enter(), enter()]);
    const fourth = enter();
    expect((await next(fourth, "left")).error).toMatchObject({ code: "room_full", retryable: true });
    expect(fourth.state).toBe("left");
  });
});
