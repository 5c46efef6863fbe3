import { describe, expect, it } from "vitest";
import { readToken } from "../src/phone/token";

const now = 1_800_000_000_000;

function token(claims: unknown): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;
}

describe("a pasted token", () => {
  it("says who it is for", () => {
    const claims = { hash: "u-1", name: "Zoë Ångström", username: "zoe", image_profile: "https://x.example/z.png", exp: now / 1000 + 60 };
    const { hash, exp, ...profile } = claims;
    expect(readToken(` ${token(claims)}\n`, now)).toEqual({ user: { user_id: hash, ...profile } });
    expect(exp).toBeGreaterThan(now / 1000);
  });

  it("leaves out what it does not have", () => {
    expect(readToken(token({ hash: "u-1", name: "", username: 7 }), now)).toEqual({ user: { user_id: "u-1" } });
  });

  it.each(["", "abc", "a.b", "a.b.c", `a.${Buffer.from("[").toString("base64url")}.c`, `a.${Buffer.from("7").toString("base64url")}.c`])(
    "that is none is told: “%s”",
    (text) => expect(readToken(text, now)).toEqual({ wrong: expect.stringContaining("not a token") }),
  );

  it.each([{}, { hash: "" }, { hash: 7 }])("without a user is told: %j", (claims) =>
    expect(readToken(token(claims), now)).toEqual({ wrong: expect.stringContaining("hash") }),
  );

  it("that has expired is told", () => {
    expect(readToken(token({ hash: "u-1", exp: now / 1000 }), now)).toEqual({ wrong: expect.stringContaining("expired") });
  });
});
