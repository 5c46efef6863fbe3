import type { EndReason, GoringErrorCode } from "@goring/client";
import { describe, expect, it } from "vitest";
import { callWords, endOfCall, nameOf, problem } from "../src/words";

const reasons: EndReason[] = [
  "hangup", "remote-hangup", "cancelled", "rejected", "declined", "busy", "offline", "no-answer", "lost", "replaced",
  "media-failed", "failed",
];

const codes: GoringErrorCode[] = [
  "invalid_message", "unauthorized", "user_busy", "user_offline", "session_not_found", "invalid_state", "rate_limited",
  "internal_error", "room_full", "permission-denied", "no-device", "device-busy", "media-unsupported", "media-failed",
  "not-connected", "connection-lost", "timeout", "token-failed", "closed", "replaced", "refused", "wrong-state",
  "negotiation-failed",
];

describe("words", () => {
  it.each(reasons)("a person understands how a call ended: %s", (reason) => {
    const { title, detail } = endOfCall(reason, "Ben");
    expect(title).not.toBe("");
    expect(detail).toMatch(/\.$/);
    expect(`${title} ${detail}`).not.toContain("undefined");
    expect(`${title} ${detail}`).not.toContain(`${reason}:`);
  });

  it.each(codes)("a problem comes with a way on and without its code: %s", (code) => {
    const { title, detail } = problem(code);
    expect(title).not.toBe("");
    expect(detail).toMatch(/\.$/);
    if (/[-_]/.test(code)) expect(`${title} ${detail}`).not.toContain(code);
  });

  it("an end that has an error is told by the error", () => {
    expect(endOfCall("media-failed", "Ben", "no-device")).toEqual(problem("no-device"));
    expect(endOfCall("failed", "Ben", "rate_limited")).toEqual(problem("rate_limited"));
  });

  it("a call that asks for the camera says so", () => {
    expect(callWords("starting", "video")).toContain("camera");
    expect(callWords("starting", "audio")).not.toContain("camera");
  });

  it("somebody is called by name, else by user name, else by id", () => {
    expect(nameOf({ user_id: "b", name: "Ben", username: "ben_1" })).toBe("Ben");
    expect(nameOf({ user_id: "b", username: "ben_1" })).toBe("ben_1");
    expect(nameOf({ user_id: "b" })).toBe("b");
  });
});
