import type { CallMedia, CallState, ConnectionQuality, ConnectionState, EndReason, GoringErrorCode, UserInfo } from "@goring/client";

/** What a person is told: what happened, and what they can do about it. */
export interface Message {
  title: string;
  detail: string;
}

/** What to call somebody: the name, else the user name, else the id. */
export function nameOf(user: UserInfo): string {
  return user.name || user.username || user.user_id;
}

/** A call that is over. `peer` is the other side's name. */
export function endOfCall(reason: EndReason, peer: string, error?: GoringErrorCode): Message {
  switch (reason) {
    case "hangup":
      return { title: "Call ended", detail: "You hung up." };
    case "remote-hangup":
      return { title: "Call ended", detail: `${peer} hung up.` };
    case "cancelled":
      return { title: "Missed call", detail: `${peer} stopped calling before you answered. You can call back.` };
    case "rejected":
      return { title: "Call declined", detail: `${peer} cannot talk right now. Try again later.` };
    case "declined":
      return { title: "Call declined", detail: `You declined the call from ${peer}.` };
    case "busy":
      return { title: `${peer} is busy`, detail: "They are in another call. Try again in a few minutes." };
    case "offline":
      return { title: `${peer} is offline`, detail: "They are not signed in anywhere. Check the user id, or try later." };
    case "no-answer":
      return { title: "No answer", detail: `Nobody picked up. ${peer} may be away; try again later.` };
    case "lost":
      return { title: "Call lost", detail: "One side was without a connection for too long. Call again to go on." };
    case "replaced":
      return { title: "Call moved", detail: "You signed in somewhere else, and the call went there." };
    case "media-failed":
      return error ? problem(error) : problem("media-failed");
    case "failed":
      return error ? problem(error) : { title: "Call failed", detail: "Something went wrong. Please try again." };
  }
}

/** Something that went wrong, by its code. */
export function problem(code: GoringErrorCode): Message {
  switch (code) {
    case "permission-denied":
      return {
        title: "Your browser blocks the microphone or camera",
        detail: "Open the site settings beside the address, allow them for this page, then try again.",
      };
    case "no-device":
      return {
        title: "No microphone or camera found",
        detail: "Plug one in, or check that it is switched on, then try again.",
      };
    case "device-busy":
      return {
        title: "Microphone or camera in use",
        detail: "Another program holds it. Close that program, then try again.",
      };
    case "media-unsupported":
      return {
        title: "This page may not use the microphone",
        detail: "Browsers allow calls on https addresses and on localhost only. Open the page there.",
      };
    case "media-failed":
      return { title: "The microphone or camera did not start", detail: "Unplug it, plug it in again, then try again." };
    case "user_busy":
      return { title: "Busy", detail: "One of you is in another call already. Hang up there first, then try again." };
    case "user_offline":
      return { title: "Offline", detail: "They are not signed in anywhere. Try again later." };
    case "rate_limited":
      return { title: "Too many calls in a short time", detail: "Wait a minute, then try again." };
    case "room_full":
      return { title: "The room is full", detail: "Ask somebody to leave, or meet in another room." };
    case "negotiation-failed":
      return { title: "The call could not be set up", detail: "The two browsers did not agree. Call again." };
    case "token-failed":
      return { title: "The sign-in could not be renewed", detail: "The server gave no token. Trying again by itself." };
    case "unauthorized":
      return { title: "Not allowed", detail: "This call or room is not open to you. Sign in as somebody else." };
    case "replaced":
      return {
        title: "Signed in somewhere else",
        detail: "A newer tab or device took over. Only one at a time can take calls.",
      };
    case "refused":
      return { title: "The server closed the connection", detail: "Connect again; should it recur, sign in anew." };
    case "session_not_found":
    case "invalid_state":
    case "wrong-state":
      return { title: "That call is over", detail: "It ended a moment ago. You can start a new one." };
    case "not-connected":
    case "connection-lost":
    case "timeout":
      return { title: "The server cannot be reached", detail: "Check your network, then try again." };
    case "internal_error":
    case "invalid_message":
    case "closed":
      return { title: "Something went wrong", detail: "Wait a moment, then try again." };
  }
}

/** How well media arrives. */
export const qualityWords: Record<ConnectionQuality, string> = {
  unknown: "Measuring the connection",
  excellent: "Excellent connection",
  good: "Good connection",
  poor: "Poor connection",
  lost: "Connection interrupted",
};

/** Where a call stands, in a line. */
export function callWords(state: CallState, media: CallMedia): string {
  switch (state) {
    case "starting":
      return media === "video" ? "Starting microphone and camera. Allow them if asked." : "Starting the microphone. Allow it if asked.";
    case "ringing":
      return "Ringing…";
    case "incoming":
      return media === "video" ? "Incoming video call" : "Incoming call";
    case "connecting":
      return "Connecting…";
    case "connected":
      return "Connected";
    case "reconnecting":
      return "Connection interrupted. Reconnecting…";
    case "ended":
      return "Call ended";
  }
}

/** Where the connection to the server stands. */
export const connectionWords: Record<ConnectionState, string> = {
  disconnected: "Not connected",
  connecting: "Connecting…",
  connected: "Connected",
  reconnecting: "Reconnecting…",
};
