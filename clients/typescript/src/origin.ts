import type { GoringErrorCode } from "./errors.js";
import type { CallState, EndReason, UserInfo } from "./events.js";
import type { CallMedia } from "./options.js";

/** How a call came to be. */
export interface CallOrigin {
  direction: "outgoing" | "incoming";
  peer: UserInfo;
  media: CallMedia;
  metadata?: Record<string, unknown> | undefined;
  sessionId?: string;
  /** As the server has it, for a call that was found on connecting. */
  restored?: "ringing" | "accepted";
}

/** The state in which a call begins. */
export function firstState({ direction, sessionId, restored }: CallOrigin): CallState {
  if (restored === "accepted") return "reconnecting";
  if (direction === "incoming") return "incoming";
  return sessionId ? "ringing" : "starting";
}

/** Refusals of `call.start` that are ends of a call rather than errors. */
export const NOT_STARTED: Partial<Record<GoringErrorCode, EndReason>> = {
  user_busy: "busy",
  user_offline: "offline",
};

/** The reasons of `call.ended`. */
export const ENDED_BY_SERVER: Record<string, EndReason> = {
  ended_by_user: "remote-hangup",
  peer_disconnected: "lost",
  no_answer: "no-answer",
};
