import { demoToken, isDemoId } from "./demo";
import type { KeyValueStore } from "./storage";

/** As whom this tab is signed in, and where. */
export type Identity = { kind: "demo"; userId: string } | { kind: "token"; token: string; url: string };

const KEY = "goring.identity";

/** The endpoint of the server that the page came from. */
export function ownServer(page: Pick<Location, "protocol" | "host">): string {
  return `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.host}/ws`;
}

/** What somebody types as a server's address, made an endpoint: `calls.example` → `wss://calls.example/ws`. */
export function serverUrl(typed: string): string | undefined {
  const text = typed.trim();
  const whole = /^[a-z]+:\/\//i.test(text) ? text : `wss://${text}`;
  if (text === "" || !URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  if (!["ws:", "wss:", "http:", "https:"].includes(url.protocol)) return undefined;
  const scheme = url.protocol.replace("http", "ws");
  return `${scheme}//${url.host}${url.pathname === "/" ? "/ws" : url.pathname}`;
}

export function endpointOf(identity: Identity, page: Pick<Location, "protocol" | "host">): string {
  return identity.kind === "token" ? identity.url : ownServer(page);
}

/** A token for each attempt to connect: a demo identity gets a new one, a pasted one is what it is. */
export function tokenOf(identity: Identity): Promise<string> {
  return identity.kind === "token" ? Promise.resolve(identity.token) : demoToken(identity.userId);
}

/** Kept for this tab alone, so that two tabs can be two people, and a reload signs nobody out. */
export function keepIdentity(store: KeyValueStore, identity: Identity | undefined): void {
  if (identity) store.setItem(KEY, JSON.stringify(identity));
  else store.removeItem(KEY);
}

export function keptIdentity(store: KeyValueStore): Identity | undefined {
  try {
    const kept = JSON.parse(store.getItem(KEY) ?? "null") as Partial<Record<string, unknown>> | null;
    if (kept?.["kind"] === "demo" && typeof kept["userId"] === "string" && isDemoId(kept["userId"])) {
      return { kind: "demo", userId: kept["userId"] };
    }
    if (kept?.["kind"] === "token" && typeof kept["token"] === "string" && typeof kept["url"] === "string") {
      return { kind: "token", token: kept["token"], url: kept["url"] };
    }
  } catch {
    // Somebody else's value: nobody is signed in.
  }
  return undefined;
}
