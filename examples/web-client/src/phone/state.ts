import type { Call, ConnectionState, EndReason, GoringError, Room, UserInfo } from "@goring/client";
import type { Identity } from "./identity";
import type { RecentCall } from "./recents";

/** A call that is over, as long as its screen stands. */
export interface EndedCall {
  peer: UserInfo;
  media: Call["media"];
  direction: Call["direction"];
  reason: EndReason;
  error: GoringError | undefined;
  seconds: number;
}

/** The wait before the next attempt to connect. */
export interface Retry {
  attempt: number;
  /** When the next attempt begins, in Unix milliseconds. */
  at: number;
}

/** All that the screens show. A new object with each change. */
export interface PhoneState {
  identity: Identity | undefined;
  user: UserInfo | undefined;
  connection: ConnectionState;
  retry: Retry | undefined;
  /** What the server has against the sign-in, in its own words. */
  refusal: string | undefined;
  /** Why there will be no further attempt to connect. */
  gone: GoringError | undefined;
  /** The call that is not over. Its own getters say the rest. */
  call: Call | undefined;
  ended: EndedCall | undefined;
  room: Room | undefined;
  /** What failed without ending the call or the stay in the room. */
  trouble: GoringError | undefined;
  recents: readonly RecentCall[];
}

export const signedOut: PhoneState = {
  identity: undefined,
  user: undefined,
  connection: "disconnected",
  retry: undefined,
  refusal: undefined,
  gone: undefined,
  call: undefined,
  ended: undefined,
  room: undefined,
  trouble: undefined,
  recents: [],
};
