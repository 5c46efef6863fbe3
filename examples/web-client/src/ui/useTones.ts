import type { CallState } from "@goring/client";
import { useEffect } from "react";
import { play } from "../phone/tones";

/** Rings while somebody calls, and sounds like a line that rings while one calls somebody. */
export function useTones(state: CallState | undefined): void {
  const tone = state === "incoming" ? "ring" : state === "ringing" ? "ringback" : undefined;
  useEffect(() => (tone ? play(tone) : undefined), [tone]);
}
