import { Emitter } from "./emitter.js";
import type { InputKind, RoomEvents, RoomState } from "./events.js";
import type { RoomMember } from "./member.js";

/** A room in which everybody is connected to everybody. Lost connections are restored and the room is joined again. */
export class Room extends Emitter<RoomEvents> {
  /** The room's name. */
  readonly id: string;

  /** @internal */
  constructor(id: string) {
    super();
    this.id = id;
  }

  /** Whether the room has been entered. */
  get state(): RoomState {
    return "connecting";
  }

  /** The others, in the order in which they were met. */
  get members(): readonly RoomMember[] {
    return [];
  }

  /** The own microphone and camera. */
  get localStream(): MediaStream | undefined {
    return undefined;
  }

  /** Whether the microphone is silenced. */
  get muted(): boolean {
    return false;
  }

  /** Whether the camera is on. */
  get video(): boolean {
    return false;
  }

  /** Silences the microphone, or not. */
  mute(_muted = true): void {}

  /** Turns the camera on or off. Rejected with a media error where it cannot be had. */
  async setVideo(_on: boolean): Promise<void> {}

  /** Takes another microphone or camera; the others notice no break. */
  async switchDevice(_kind: InputKind, _deviceId: string): Promise<void> {}

  /** Leaves, and releases microphone and camera. */
  leave(): void {}
}
