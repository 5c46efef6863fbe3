import { type CallEvents, GoringError, type GoringErrorCode } from "@goring/client";
import { demoPeople, demoUser } from "../src/phone/demo";
import type { Phone } from "../src/phone/phone";
import type { RecentCall } from "../src/phone/recents";
import { type FakeClient, fakeCall, fakeRoom, now, picture } from "./fakes";
import type { SceneName } from "./names";

/** What brings the screens into a state. The rest says from where it begins. */
export interface Scene {
  signedOut?: boolean;
  noDemo?: boolean;
  firstTime?: boolean;
  refused?: string;
  room?: string;
  play?: (client: FakeClient, phone: Phone) => void;
}

const error = (code: GoringErrorCode) => new GoringError(code, code);

const [, ben, cleo, dan] = demoPeople.map(demoUser);

export const recents: RecentCall[] = [
  { peer: ben!, direction: "outgoing", media: "audio", at: now - 3_400_000, seconds: 754, reason: "hangup" },
  { peer: cleo!, direction: "incoming", media: "video", at: now - 7_900_000, seconds: 0, reason: "cancelled" },
  { peer: { user_id: "m.schneider", name: "Magdalena Schneider-Østergård" }, direction: "incoming", media: "audio", at: now - 80_000_000, seconds: 65, reason: "remote-hangup" },
  { peer: dan!, direction: "outgoing", media: "audio", at: now - 260_000_000, seconds: 0, reason: "no-answer" },
];

const incoming = (values: Parameters<typeof fakeCall>[0]) => (client: FakeClient) =>
  client.emit("incoming", fakeCall({ direction: "incoming", state: "incoming", connectedAt: undefined, ...values }));

const inCall = (values: Parameters<typeof fakeCall>[0], after?: (client: FakeClient) => void) => (client: FakeClient, phone: Phone) => {
  const call = fakeCall(values);
  client.call = () => call;
  phone.call("ben", "audio");
  after?.(client);
  return call;
};

const ended = (event: CallEvents["ended"], values: Parameters<typeof fakeCall>[0] = {}) => (client: FakeClient, phone: Phone) =>
  inCall({ connectedAt: undefined, ...values })(client, phone).emit("ended", event);

const inRoom = (others: number) => (client: FakeClient, phone: Phone) => {
  client.joinRoom = (id) => fakeRoom(id, others);
  phone.joinRoom("Monday stand-up", "video");
};

const away = (client: FakeClient) => {
  client.emit("state", { state: "reconnecting", previous: "connected" });
  client.emit("retry", { attempt: 3, delay: 6000, error: error("connection-lost") });
};

export const scenes: Record<SceneName, Scene> = {
  "signed-out": { signedOut: true },
  "signed-out-token": { signedOut: true, noDemo: true },
  "signed-out-wrong-token": { signedOut: true, noDemo: true },
  idle: {},
  "idle-first-time": { firstTime: true },
  "server-reconnecting": { play: away },
  "server-not-found": {
    play: (client) => {
      client.emit("state", { state: "connecting", previous: "disconnected" });
      client.emit("retry", { attempt: 2, delay: 2000, error: error("connection-lost") });
    },
  },
  "server-refuses": {
    refused: "the token has expired",
    play: (client) => {
      client.state = "connecting";
      client.emit("state", { state: "connecting", previous: "disconnected" });
      client.emit("retry", { attempt: 1, delay: 2000, error: error("connection-lost") });
    },
  },
  "signed-in-elsewhere": {
    play: (client) => {
      client.emit("state", { state: "disconnected", previous: "connected" });
      client.emit("disconnected", { error: error("replaced") });
    },
  },
  starting: { play: inCall({ state: "starting", connectedAt: undefined, localStream: undefined }) },
  ringing: { play: inCall({ state: "ringing", connectedAt: undefined }) },
  incoming: { play: incoming({}) },
  "incoming-video": { play: incoming({ media: "video" }) },
  "incoming-microphone-refused": {
    play: (client, phone) => {
      incoming({ accept: () => Promise.reject(error("permission-denied")) })(client);
      void phone.accept("audio");
    },
  },
  connecting: { play: inCall({ state: "connecting", connectedAt: undefined }) },
  "in-call": { play: inCall({}) },
  "in-call-muted": { play: inCall({ muted: true }) },
  "in-call-devices": { play: inCall({}) },
  "in-call-poor": { play: inCall({ quality: "poor", peer: { user_id: "m.schneider", name: "Magdalena Schneider-Østergård" } }) },
  "in-call-video": { play: (client, phone) => inCall({ video: true, remoteVideo: true, remoteStream: picture(1), localStream: picture(0) })(client, phone) },
  "in-call-video-devices": { play: (client, phone) => inCall({ video: true, remoteVideo: true, remoteStream: picture(1), localStream: picture(0) })(client, phone) },
  "in-call-camera-refused": {
    play: (client, phone) => {
      inCall({})(client, phone).emit("error", error("permission-denied"));
    },
  },
  "in-call-server-away": { play: inCall({}, away) },
  "call-reconnecting": { play: inCall({ state: "reconnecting" }) },
  ended: { play: ended({ reason: "remote-hangup" }, { connectedAt: now - 83_000 }) },
  "ended-no-answer": { play: ended({ reason: "no-answer" }) },
  "ended-busy": { play: ended({ reason: "busy" }) },
  "ended-offline": { play: ended({ reason: "offline" }) },
  "ended-rejected": { play: ended({ reason: "rejected" }) },
  "ended-missed": { play: ended({ reason: "cancelled" }, { direction: "incoming" }) },
  "ended-lost": { play: ended({ reason: "lost" }, { connectedAt: now - 340_000 }) },
  "ended-microphone-refused": { play: ended({ reason: "media-failed", error: error("permission-denied") }) },
  "ended-no-microphone": { play: ended({ reason: "media-failed", error: error("no-device") }) },
  "room-door": { room: "Monday stand-up" },
  "room-alone": { room: "Monday stand-up", play: inRoom(0) },
  "room-three": { room: "Monday stand-up", play: inRoom(2) },
  "room-six": { room: "Monday stand-up", play: inRoom(5) },
  "room-full": {
    room: "Monday stand-up",
    play: (client, phone) => {
      const room = fakeRoom("Monday stand-up", 0);
      client.joinRoom = () => room;
      phone.joinRoom("Monday stand-up", "audio");
      room.emit("left", { error: error("room_full") });
    },
  },
};
