import type { UserInfo } from "@goring/client";

/** What is wrong with a pasted token, or who it is for. The server alone can say whether it is genuine. */
export type TokenReading = { user: UserInfo } | { wrong: string };

/** Reads a JWT without checking its signature: to greet its user, and to say early what the server would refuse. */
export function readToken(token: string, now: number): TokenReading {
  const parts = token.trim().split(".");
  const claims = parts.length === 3 ? decode(parts[1] ?? "") : undefined;
  if (!claims) return { wrong: "That is not a token. It has three parts with dots between them; copy it whole." };
  const { hash, exp } = claims;
  if (typeof hash !== "string" || hash === "") return { wrong: "The token names no user: it lacks the claim “hash”." };
  if (typeof exp === "number" && exp * 1000 <= now) return { wrong: "The token has expired. Ask for a new one." };
  const user: UserInfo = { user_id: hash };
  for (const field of ["name", "username", "image_profile"] as const) {
    const value = claims[field];
    if (typeof value === "string" && value !== "") user[field] = value;
  }
  return { user };
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const bytes = Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
