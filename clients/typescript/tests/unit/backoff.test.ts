import { afterEach, expect, test, vi } from "vitest";
import { Backoff } from "../../src/backoff.js";

afterEach(() => vi.restoreAllMocks());

/** The longest that each of the next waits can be. */
function limits(backoff: Backoff, count: number): number[] {
  vi.spyOn(Math, "random").mockReturnValue(1);
  return Array.from({ length: count }, () => backoff.next());
}

test("The limit doubles up to half a minute", () => {
  expect(limits(new Backoff(), 8)).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
});

test("The wait is a random part of the limit", () => {
  vi.spyOn(Math, "random").mockReturnValueOnce(0).mockReturnValueOnce(0.5);
  const backoff = new Backoff();
  expect([backoff.next(), backoff.next()]).toEqual([0, 500]);
});

test("A connection that worked begins anew", () => {
  const backoff = new Backoff();
  limits(backoff, 4);
  backoff.closed(1006, 10);
  expect([backoff.attempt, ...limits(backoff, 1)]).toEqual([1, 500]);
});

test.each([1012, 1013])("A close with %i does not begin anew, unless the connection had long held", (code) => {
  const backoff = new Backoff();
  limits(backoff, 3);
  backoff.closed(code, 59_000);
  expect(limits(backoff, 1)).toEqual([4000]);
  backoff.closed(code, 61_000);
  expect(limits(backoff, 1)).toEqual([500]);
});

test("What the server asks for holds once, over what is reckoned", () => {
  const backoff = new Backoff();
  backoff.ask(12_345);
  expect([backoff.next(), ...limits(backoff, 1)]).toEqual([12_345, 1000]);
});
