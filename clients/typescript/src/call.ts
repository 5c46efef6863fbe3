import { Emitter } from "./emitter.js";
import type { CallEvents, CallState, ConnectionQuality, EndReason, InputKind, UserInfo } from "./events.js";
import type { CallMedia } from "./options.js";

/** A call between two users: made by {@link GoringClient.call}, or given by the events `incoming` and `restored`. */
export class Call extends Emitter<CallEvents> {
  /** Who began it. */
  readonly direction: "outgoing" | "incoming" = "outgoing";

  /** Whether it was found on connecting, as after a reload of the page. */
  readonly restored: boolean = false;

  /** What the caller asked for. */
  readonly media: CallMedia = "audio";

  /** What the caller gave along; undefined where they gave nothing. */
  readonly metadata: Record<string, unknown> | undefined;

  /** The server's name for the call; undefined while `starting`. */
  get sessionId(): string | undefined {
    return undefined;
  }

  /** The other side. While an outgoing call rings only `user_id` is known. */
  get peer(): UserInfo {
    return { user_id: "" };
  }

  /** Where the call stands. */
  get state(): CallState {
    return "starting";
  }

  /** Why it ended; undefined until then. */
  get endReason(): EndReason | undefined {
    return undefined;
  }

  /** When media first flowed, in Unix milliseconds: where a timer begins. */
  get connectedAt(): number | undefined {
    return undefined;
  }

  /** The own microphone and camera, once they are there. */
  get localStream(): MediaStream | undefined {
    return undefined;
  }

  /** The peer's media, once it is there. */
  get remoteStream(): MediaStream | undefined {
    return undefined;
  }

  /** Whether the own microphone is silenced. */
  get muted(): boolean {
    return false;
  }

  /** Whether the own camera is on. */
  get video(): boolean {
    return false;
  }

  /** Whether the peer's camera is on. */
  get remoteVideo(): boolean {
    return false;
  }

  /** How well media arrives. */
  get quality(): ConnectionQuality {
    return "unknown";
  }

  /**
   * Answers an incoming call, or takes a restored one up again. `media` unless set is what the caller asked for; a
   * callee may answer a video call with `audio`. Where microphone or camera cannot be had it is rejected with a media
   * error and the call goes on ringing, so that the user can mend it and try again.
   */
  async accept(_options: { media?: CallMedia } = {}): Promise<void> {}

  /** Declines an incoming call. */
  async reject(): Promise<void> {}

  /** Ends the call, or stops it from ringing. Over at once for this side; the server is told as soon as it is there. */
  async hangup(): Promise<void> {}

  /** Silences the microphone, or not. */
  mute(_muted = true): void {}

  /** Turns the camera on or off. Rejected with a media error where it cannot be had. */
  async setVideo(_on: boolean): Promise<void> {}

  /** Takes another microphone or camera; the peer notices no break. Loudspeakers are `HTMLMediaElement.setSinkId`. */
  async switchDevice(_kind: InputKind, _deviceId: string): Promise<void> {}

  /** WebRTC's own figures. Rejected with `wrong-state` before there is a connection to have figures of. */
  getStats(): Promise<RTCStatsReport> {
    return Promise.reject(new Error("not connected"));
  }

  /** Has the media look for a new way through the network. Done without being asked after a change of network. */
  restartIce(): void {}
}
