import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Room, RoomMember } from "../../src/index.js";
import { Crowd, next } from "../support/people.js";
import { FakeRooms } from "../support/rooms.js";
import { eventually } from "../support/waiting.js";

let server: FakeRooms;
const crowd = new Crowd(() => server);

beforeAll(async () => {
  server = await FakeRooms.start();
});
afterEach(() => {
  crowd.leave();
  server.most = 16;
  server.notice();
});
afterAll(() => server.stop());

function enter(name = "lobby"): Room {
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
  server.most = 3;
  server.unaware = true;
  server.turnedAway = 0;
  const rooms = [enter(), enter(), enter()];
  await meshed(rooms);
  const states: string[] = [];
  rooms[0]!.on("state", ({ state }) => states.push(state));
  crowd.people[0]!.tear();
  await eventually("it is turned away twice", () => server.turnedAway >= 2);
  expect(states).toEqual(["reconnecting"]);
  server.notice();
  await meshed(rooms);
  expect(states).toEqual(["reconnecting", "joined"]);
});

test("A server that restarts is found again by all", async () => {
  const rooms = [enter(), enter()];
  await meshed(rooms);
  await server.stop();
  await eventually("both notice", () => rooms.every(({ state }) => state === "reconnecting"));
  await server.listen();
  await meshed(rooms);
});

test("A full room is left for good, with the reason", async () => {
  server.most = 2;
  await meshed([enter(), enter()]);
  const third = enter();
  expect((await next(third, "left")).error).toMatchObject({ code: "room_full", retryable: true });
  expect(third.state).toBe("left");
});

test("Without a microphone nobody enters", async () => {
  const person = crowd.stranger();
  person.devices.refuse = "NotAllowedError";
  const left = next(person.client.joinRoom("lobby"), "left");
  expect((await left).error?.code).toBe("permission-denied");
  expect(person.sockets).toEqual([]);
});
