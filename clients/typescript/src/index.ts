/// <reference lib="dom" preserve="true" />
export { Call } from "./call.js";
export { GoringClient } from "./client.js";
export { Emitter, type Listener } from "./emitter.js";
export {
  GoringError,
  type ClientErrorCode,
  type GoringErrorCode,
  type MediaErrorCode,
  type ServerErrorCode,
} from "./errors.js";
export type {
  CallEvents,
  CallState,
  ClientEvents,
  ConnectionQuality,
  ConnectionState,
  EndReason,
  InputKind,
  MemberEvents,
  MemberState,
  RoomEvents,
  RoomState,
  UserInfo,
} from "./events.js";
export type {
  CallMedia,
  CallOptions,
  GoringClientOptions,
  SessionStorageLike,
  WebSocketLike,
} from "./options.js";
export { Room } from "./room.js";
export { RoomMember } from "./member.js";
