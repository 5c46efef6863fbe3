import { Emitter } from "./emitter.js";
import type { ConnectionQuality, MemberEvents, MemberState } from "./events.js";

/** Somebody else in a room. */
export class RoomMember extends Emitter<MemberEvents> {
  /** The server's name for their connection; a new one each time they come. */
  readonly id: string;

  /** @internal */
  constructor(id: string) {
    super();
    this.id = id;
  }

  /** The connection to them. */
  get state(): MemberState {
    return "connecting";
  }

  /** Their media, once it is there. */
  get stream(): MediaStream | undefined {
    return undefined;
  }

  /** How well their media arrives. */
  get quality(): ConnectionQuality {
    return "unknown";
  }

  /** WebRTC's own figures of the connection to them. */
  getStats(): Promise<RTCStatsReport> {
    return Promise.reject(new Error("not connected"));
  }
}
