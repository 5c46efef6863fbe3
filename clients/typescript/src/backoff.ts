const FIRST = 500;
const LONGEST = 30_000;

/** How long a connection must have held before a restart of the server counts as the first again. */
const STEADY = 60_000;

/**
 * Waits between attempts: full jitter, a random part of a limit that each failure doubles, so that clients which were
 * thrown out together do not come back together.
 */
export class Backoff {
  readonly #longest: number;
  #failures = 0;
  #asked: number | undefined;

  /** @param longest Where the limit stops doubling, in milliseconds. */
  constructor(longest = LONGEST) {
    this.#longest = longest;
  }

  /** The attempt that comes next, from 1. */
  get attempt(): number {
    return this.#failures + 1;
  }

  /** The server has said how long to wait: that holds once, over anything reckoned here. */
  ask(milliseconds: number): void {
    this.#asked = milliseconds;
  }

  /**
   * A connection that worked was closed. A server that restarts (1012) or is swamped (1013) must not be run into by
   * clients who start at zero each time, so these two do not begin anew, unless the connection had long held.
   */
  closed(code: number, held: number): void {
    if ((code !== 1012 && code !== 1013) || held > STEADY) this.#failures = 0;
  }

  /** The next wait, in milliseconds. */
  next(): number {
    const limit = Math.min(this.#longest, FIRST * 2 ** this.#failures++);
    const wait = this.#asked ?? Math.random() * limit;
    this.#asked = undefined;
    return wait;
  }
}
