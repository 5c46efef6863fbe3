import { Call } from "./call.js";
import { Emitter } from "./emitter.js";
import type { ClientEvents, ConnectionState, UserInfo } from "./events.js";
import type { CallOptions, GoringClientOptions } from "./options.js";
import { Room } from "./room.js";

/** One user's connection to a Goring server. It keeps itself alive; a user has at most one call at a time. */
export class GoringClient extends Emitter<ClientEvents> {
  constructor(protected readonly options: GoringClientOptions) {
    super();
  }

  /** The connection. */
  get state(): ConnectionState {
    return "disconnected";
  }

  /** Who this user is, as their token says; undefined before the first connection. */
  get user(): UserInfo | undefined {
    return undefined;
  }

  /** The call that is not over, if there is one. */
  get currentCall(): Call | undefined {
    return undefined;
  }

  /**
   * Connects, and stays so until `disconnect()`. Resolved when the server has greeted for the first time; rejected
   * only with what is final (`closed`, `replaced`, `refused`), since everything else is tried again: see `retry`.
   */
  async connect(): Promise<void> {}

  /** Ends the current call and the connection. */
  disconnect(): void {}

  /** Connects anew at once, whatever wait is on, and resumes. What was missed follows. */
  reconnectNow(): void {}

  /**
   * Calls a user. The call is there at once, in state `starting`, and tells its way by events; what stops it (busy,
   * offline, a microphone that is refused) is its `ended`.
   *
   * @throws {GoringError} `wrong-state` while another call is not over.
   */
  call(_userId: string, _options: CallOptions = {}): Call {
    return new Call();
  }

  /** Enters a room, which is made if need be. The room is there at once and tells its way by events. */
  joinRoom(roomId: string, _options: Pick<CallOptions, "media"> = {}): Room {
    return new Room(roomId);
  }

  /**
   * Sends any command of the protocol, and resolves to the payload of its answer: `device.register`, say. Rejected with
   * the server's code, with `not-connected`, or with `connection-lost`.
   */
  request(_type: string, _payload: object = {}): Promise<Record<string, unknown>> {
    return Promise.resolve({});
  }
}
