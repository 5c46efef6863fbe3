import type { Call } from "./call.js";
import type { GoringError } from "./errors.js";
import type { RoomMember } from "./member.js";

/**
 * The client's connection. `connecting` until it is there for the first time, `reconnecting` once it was lost: calls
 * go on meanwhile. `disconnected` is final until `connect()` is called again.
 */
export type ConnectionState = "disconnected" | "connecting" | "connected" | "reconnecting";

/** A user as others see them, from their token. Fields that the token lacks are left out. */
export interface UserInfo {
  user_id: string;
  name?: string;
  username?: string;
  /** The address of a picture. */
  image_profile?: string;
}

/** What a {@link GoringClient} tells. */
export interface ClientEvents {
  /** The connection changed. */
  state: { state: ConnectionState; previous: ConnectionState };
  /** Somebody calls: `accept()` or `reject()` it. */
  incoming: Call;
  /**
   * The user is in a call that this page does not know, as after a reload: `accept()` takes it up again, `hangup()`
   * ends it. Where nobody listens to this event the call is ended, since its user would stay busy otherwise.
   */
  restored: Call;
  /** An attempt to connect failed, or the connection was lost; the next attempt follows after `delay` milliseconds. */
  retry: { attempt: number; delay: number; error: GoringError };
  /** The connection is gone for good: `closed`, `replaced` or `refused`. */
  disconnected: { error: GoringError };
}

/**
 * A call's way: `starting` (media is asked for, the server not yet told) → `ringing` for the caller, `incoming` for the
 * callee; then `connecting` → `connected` ⇄ `reconnecting`; at last `ended`.
 */
export type CallState = "starting" | "ringing" | "incoming" | "connecting" | "connected" | "reconnecting" | "ended";

/** Why a call ended: a closed union. */
export type EndReason =
  /** This side hung up. */
  | "hangup"
  /** The peer hung up. */
  | "remote-hangup"
  /** The caller hung up before this side answered: a missed call. */
  | "cancelled"
  /** The peer declined. */
  | "rejected"
  /** This side declined. */
  | "declined"
  /** The peer, or this user elsewhere, is in a call. */
  | "busy"
  /** The peer is not connected and cannot be woken. */
  | "offline"
  /** Nobody answered in time. */
  | "no-answer"
  /** The peer, or this side, was away for too long. */
  | "lost"
  /** This user connected elsewhere, and the call went there. */
  | "replaced"
  /** The microphone or the camera could not be had; `error` says why. */
  | "media-failed"
  /** Anything else; `error` says what. */
  | "failed";

/** How well media arrives: derived from packet loss, jitter and round trip. `lost`: none arrives. */
export type ConnectionQuality = "unknown" | "excellent" | "good" | "poor" | "lost";

/** What a {@link Call} tells. */
export interface CallEvents {
  /** The call went on. `ended` is told by an event of its own, too. */
  state: { state: CallState; previous: CallState };
  /** It is over. */
  ended: { reason: EndReason; error?: GoringError };
  /** Both called each other at once: this call goes on as the answer to the peer's. */
  glare: { sessionId: string };
  /** The own stream: there, or changed. */
  localStream: MediaStream;
  /** The peer's stream: there, or with another track. */
  remoteStream: MediaStream;
  /** Muted or not, camera on or off; `remoteVideo` is whether the peer's camera is. */
  media: { muted: boolean; video: boolean; remoteVideo: boolean };
  /** How well media arrives has changed. */
  quality: ConnectionQuality;
  /** Something failed that did not end the call. */
  error: GoringError;
}

/** A room's connection: `joined` once the room has been entered; `left` is final. */
export type RoomState = "connecting" | "joined" | "reconnecting" | "left";

/** What a {@link Room} tells. */
export interface RoomEvents {
  /** The room's connection changed. */
  state: { state: RoomState; previous: RoomState };
  /** Somebody is there: they came, or were there before. */
  memberJoined: RoomMember;
  /** Somebody is gone. */
  memberLeft: RoomMember;
  /** The own stream: there, or changed. */
  localStream: MediaStream;
  /** Muted or not, camera on or off. */
  media: { muted: boolean; video: boolean };
  /** The room was left: by `leave()`, or for good by the server. */
  left: { error?: GoringError };
  /** Something failed that did not end the stay. */
  error: GoringError;
}

/** What a {@link RoomMember} tells. */
export interface MemberEvents {
  /** Their stream: there, or with another track. */
  stream: MediaStream;
  /** The connection to them. */
  state: { state: MemberState; previous: MemberState };
  /** How well their media arrives has changed. */
  quality: ConnectionQuality;
}

/** The connection to one member of a room. */
export type MemberState = "connecting" | "connected" | "reconnecting" | "left";

/** Which device a switch is about: `kind` of a `MediaDeviceInfo`. */
export type InputKind = "audioinput" | "videoinput";
