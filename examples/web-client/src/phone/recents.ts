import type { Call, CallMedia, EndReason, UserInfo } from "@goring/client";
import type { KeyValueStore } from "./storage";

/** A call of this browser. */
export interface RecentCall {
  peer: UserInfo;
  direction: Call["direction"];
  media: CallMedia;
  /** Unix milliseconds. */
  at: number;
  /** How long both talked; 0 where they never did. */
  seconds: number;
  reason: EndReason;
}

const MOST = 30;

/** Recent calls by server and user, newest first, in this browser alone. */
export class Recents {
  readonly #store: KeyValueStore;
  readonly #key: string;

  constructor(store: KeyValueStore, server: string, userId: string) {
    this.#store = store;
    this.#key = `goring.recents ${server} ${userId}`;
  }

  all(): RecentCall[] {
    try {
      const kept: unknown = JSON.parse(this.#store.getItem(this.#key) ?? "[]");
      return Array.isArray(kept) ? (kept as RecentCall[]) : [];
    } catch {
      return [];
    }
  }

  add(call: RecentCall): RecentCall[] {
    const calls = [call, ...this.all()].slice(0, MOST);
    try {
      this.#store.setItem(this.#key, JSON.stringify(calls));
    } catch {
      // The browser keeps nothing more for this page. The list of this visit is right all the same.
    }
    return calls;
  }

  clear(): void {
    this.#store.removeItem(this.#key);
  }
}

/** Whether somebody called in vain. */
export function isMissed(call: RecentCall): boolean {
  return call.direction === "incoming" && (call.reason === "cancelled" || call.reason === "no-answer");
}
