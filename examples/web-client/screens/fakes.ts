import {
  type Call,
  type ConnectionState,
  Emitter,
  type GoringClient,
  type Room,
  type RoomMember,
  type CallEvents,
  type ClientEvents,
  type MemberEvents,
  type RoomEvents,
} from "@goring/client";
import { demoPeople, demoUser } from "../src/phone/demo";

/** When all pictures are taken. */
export const now = new Date(2026, 4, 12, 14, 30).getTime();

const [ada, ben] = demoPeople.map(demoUser);

export type FakeClient = Emitter<ClientEvents> & GoringClient & { state: ConnectionState };
export type FakeCall = Emitter<CallEvents> & Call;
export type FakeRoom = Emitter<RoomEvents> & Room;

/** A client whose connection stands, and does only what a scene says. */
export function fakeClient(): FakeClient {
  const fake = {
    state: "connected",
    user: ada,
    connect: () => Promise.resolve(),
    disconnect: () => undefined,
    reconnectNow: () => undefined,
    call: () => fakeCall({ state: "starting" }),
    joinRoom: (id: string) => fakeRoom(id, 0),
  };
  return Object.assign(new Emitter<ClientEvents>(), fake) as unknown as FakeClient;
}

/** A call with Ben, in whatever state. */
export function fakeCall(values: Partial<Record<keyof Call, unknown>>): FakeCall {
  const call = {
    direction: "outgoing",
    media: "audio",
    peer: ben,
    state: "connected",
    muted: false,
    video: false,
    remoteVideo: false,
    quality: "excellent",
    connectedAt: now - 83_000,
    localStream: new MediaStream(),
    accept: () => Promise.resolve(),
    reject: () => Promise.resolve(),
    hangup: () => Promise.resolve(),
    ...values,
  };
  return Object.assign(new Emitter<CallEvents>(), call) as unknown as FakeCall;
}

/** A room with some others in it, every second with a camera. */
export function fakeRoom(id: string, others: number): FakeRoom {
  const members = Array.from({ length: others }, (_, index) => fakeMember(index));
  const room = {
    id,
    members,
    state: "joined",
    muted: others > 2,
    video: others > 0,
    localStream: others > 0 ? picture(0) : new MediaStream(),
    leave: () => undefined,
  };
  return Object.assign(new Emitter<RoomEvents>(), room) as unknown as FakeRoom;
}

function fakeMember(index: number): RoomMember {
  const member = {
    id: `b7c1f0e2-${index}`,
    state: index === 3 ? "connecting" : "connected",
    stream: index % 2 === 0 ? picture(index + 1) : undefined,
    video: index % 2 === 0,
    quality: index === 1 ? "poor" : "excellent",
  };
  return Object.assign(new Emitter<MemberEvents>(), member) as unknown as RoomMember;
}

/** Somebody before a wall, as a camera might show them. */
export function picture(which: number): MediaStream {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 480;
  const brush = canvas.getContext("2d")!;
  const hue = [165, 25, 215, 275, 95, 340][which % 6]!;
  const draw = () => {
    const wall = brush.createLinearGradient(0, 0, 640, 480);
    wall.addColorStop(0, `hsl(${hue} 30% 62%)`);
    wall.addColorStop(1, `hsl(${hue} 35% 34%)`);
    brush.fillStyle = wall;
    brush.fillRect(0, 0, 640, 480);
    brush.fillStyle = `hsl(${hue + 180} 28% 30%)`;
    brush.beginPath();
    brush.ellipse(320, 480, 190, 160, 0, 0, 7);
    brush.fill();
    brush.fillStyle = `hsl(${24 + which * 3} 45% ${70 - which * 7}%)`;
    brush.beginPath();
    brush.ellipse(320, 235, 84, 108, 0, 0, 7);
    brush.fill();
  };
  draw();
  // A canvas sends a frame only when it is drawn upon.
  setInterval(draw, 100);
  return canvas.captureStream(10);
}
