import { describe, expect, it } from "vitest";
import { type Identity, keepIdentity, keptIdentity, ownServer, serverUrl } from "../src/phone/identity";
import { MemoryStore } from "./memory-store";

describe("identity", () => {
  it.each([
    ["calls.example", "wss://calls.example/ws"],
    [" wss://calls.example/ ", "wss://calls.example/ws"],
    ["https://calls.example", "wss://calls.example/ws"],
    ["http://localhost:8080", "ws://localhost:8080/ws"],
    ["ws://localhost:8080/base/ws", "ws://localhost:8080/base/ws"],
  ])("the server %s is %s", (typed, url) => expect(serverUrl(typed)).toBe(url));

  it.each(["", "  ", "ftp://calls.example", "wss://", "what server?"])("“%s” is no server", (typed) =>
    expect(serverUrl(typed)).toBeUndefined(),
  );

  it("a page of https connects to wss", () => {
    expect(ownServer({ protocol: "https:", host: "calls.example" })).toBe("wss://calls.example/ws");
    expect(ownServer({ protocol: "http:", host: "localhost:8080" })).toBe("ws://localhost:8080/ws");
  });

  it.each<Identity>([
    { kind: "demo", userId: "ada" },
    { kind: "token", token: "a.b.c", url: "wss://calls.example/ws" },
  ])("who signed in is still so after a reload: $kind", (identity) => {
    const store = new MemoryStore();
    keepIdentity(store, identity);
    expect(keptIdentity(store)).toEqual(identity);
    keepIdentity(store, undefined);
    expect(keptIdentity(store)).toBeUndefined();
  });

  it.each(["", "{", "null", "[]", '{"kind":"demo","userId":"nobody"}', '{"kind":"token","token":1}'])(
    "what is not an identity signs nobody in: %s",
    (kept) => {
      const store = new MemoryStore();
      store.setItem("goring.identity", kept);
      expect(keptIdentity(store)).toBeUndefined();
    },
  );
});
