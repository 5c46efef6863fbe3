/** What the server answers to a command; spelled as on the wire, with underscores. */
export type ServerErrorCode =
  | "invalid_message"
  | "unauthorized"
  | "user_busy"
  | "user_offline"
  | "session_not_found"
  | "invalid_state"
  | "rate_limited"
  | "internal_error"
  | "room_full";

/** Why the microphone or the camera could not be had. */
export type MediaErrorCode =
  /** The user, or a policy, refused it. */
  | "permission-denied"
  /** There is none, or not the one that was asked for. */
  | "no-device"
  /** Another program holds it. */
  | "device-busy"
  /** The page may not ask at all: no HTTPS, or no such interface in this environment. */
  | "media-unsupported"
  /** Anything else that the browser reports. */
  | "media-failed";

/** What goes wrong on this side of the wire. */
export type ClientErrorCode =
  /** There is no connection, and the command does not wait for one. */
  | "not-connected"
  /** The connection went before the answer came: the command was done, or it was not. */
  | "connection-lost"
  /** The server did not answer within ten seconds. */
  | "timeout"
  /** `getToken` failed; tried again with the next attempt. */
  | "token-failed"
  /** `disconnect()` was called. */
  | "closed"
  /** The same user connected elsewhere; that connection has taken over. */
  | "replaced"
  /** The server closed with 1008 or 1009: this client misbehaved, and coming back would not mend it. */
  | "refused"
  /** The step does not fit the call's state: accepting twice, calling while in a call. */
  | "wrong-state"
  /** The browsers did not agree on a description of the call. */
  | "negotiation-failed";

/** Every code that a {@link GoringError} can have: a closed union, for a `switch` without a default. */
export type GoringErrorCode = ServerErrorCode | MediaErrorCode | ClientErrorCode;

const RETRYABLE: ReadonlySet<GoringErrorCode> = new Set<GoringErrorCode>([
  "user_busy",
  "user_offline",
  "rate_limited",
  "internal_error",
  "room_full",
  "device-busy",
  "not-connected",
  "connection-lost",
  "timeout",
  "token-failed",
]);

/** The one error of this package: rejected promises and `error` events carry it. */
export class GoringError extends Error {
  override readonly name = "GoringError";

  /** Whether the same step can succeed later without a change: a peer who is busy now, a server that is away. */
  readonly retryable: boolean;

  constructor(
    readonly code: GoringErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.retryable = RETRYABLE.has(code);
  }
}
