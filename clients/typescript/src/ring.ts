import type { Call } from "./call.js";
import { GoringError } from "./errors.js";

/** What it takes to have the server ring. */
export interface Ringer {
  /** Waits until there is a connection. Rejected where there will be none. */
  connected(): Promise<void>;
  /** Asks the server; resolved when it rings. */
  ask(): Promise<void>;
  /** What was asked for will not come of it. */
  giveUp(): void;
  /** Takes another connection, whose greeting tells which call the user is in. */
  reconnect(): void;
  /** Whether the one we called was calling us: then that call goes on. */
  hasCrossed(): Promise<boolean>;
}

/** Has the server ring, over as many sockets as it takes. */
export async function ring(call: Call, ringer: Ringer): Promise<void> {
  let lost = false;
  for (;;) {
    await ringer.connected();
    // While there was no connection it was ended, or a greeting has shown that the server does ring.
    if (call.state !== "starting") return;
    try {
      return await ringer.ask();
    } catch (error) {
      const { code } = error as GoringError;
      if (code === "connection-lost") {
        lost = true;
        continue;
      }
      if (code === "user_busy" && lost) {
        // What the lost socket was asked may have been done behind the new one's greeting.
        lost = false;
        ringer.reconnect();
        continue;
      }
      ringer.giveUp();
      if (code === "not-connected") continue;
      if (code === "user_busy" && (await ringer.hasCrossed())) return;
      throw error;
    }
  }
}
