import { describe, expect, it } from "vitest";
import { isMissed, type RecentCall, Recents } from "../src/phone/recents";
import { MemoryStore } from "./memory-store";

const call = (at: number): RecentCall => ({
  peer: { user_id: "ben", name: "Ben" },
  direction: "outgoing",
  media: "audio",
  at,
  seconds: 12,
  reason: "hangup",
});

describe("recent calls", () => {
  it("stand newest first, and are there the next time", () => {
    const store = new MemoryStore();
    const recents = new Recents(store, "wss://a/ws", "ada");
    recents.add(call(1));
    expect(recents.add(call(2)).map(({ at }) => at)).toEqual([2, 1]);
    expect(new Recents(store, "wss://a/ws", "ada").all().map(({ at }) => at)).toEqual([2, 1]);
  });

  it("are those of one user on one server", () => {
    const store = new MemoryStore();
    new Recents(store, "wss://a/ws", "ada").add(call(1));
    expect(new Recents(store, "wss://a/ws", "ben").all()).toEqual([]);
    expect(new Recents(store, "wss://b/ws", "ada").all()).toEqual([]);
  });

  it("are thirty at most", () => {
    const recents = new Recents(new MemoryStore(), "wss://a/ws", "ada");
    for (let at = 1; at <= 40; at++) recents.add(call(at));
    expect(recents.all()).toHaveLength(30);
    expect(recents.all()[0]!.at).toBe(40);
  });

  it.each(["{", "7", '"x"'])("that cannot be read are none: %s", (kept) => {
    const store = new MemoryStore();
    store.setItem("goring.recents wss://a/ws ada", kept);
    expect(new Recents(store, "wss://a/ws", "ada").all()).toEqual([]);
  });

  it("are shown though the browser keeps nothing more", () => {
    const store = new MemoryStore();
    store.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    expect(new Recents(store, "wss://a/ws", "ada").add(call(1))).toHaveLength(1);
  });

  it("are missed where somebody called in vain", () => {
    expect(isMissed({ ...call(1), direction: "incoming", reason: "cancelled" })).toBe(true);
    expect(isMissed({ ...call(1), direction: "incoming", reason: "no-answer" })).toBe(true);
    expect(isMissed({ ...call(1), direction: "incoming", reason: "declined" })).toBe(false);
    expect(isMissed({ ...call(1), direction: "outgoing", reason: "no-answer" })).toBe(false);
  });
});
