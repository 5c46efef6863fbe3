import type { CallMedia, SessionStorageLike } from "./options.js";

/** What a call carries, for a page that comes back to it. */
export interface KeptCall {
  id: string;
  media: CallMedia;
  metadata?: Record<string, unknown>;
}

/** What is kept over sockets and, where there is a storage, over a reload of the page. */
export class Keepsake {
  /** The session's resume token. */
  token = "";
  /** The last event that was dealt with. */
  seq = 0;
  /** The call in progress. */
  call: KeptCall | undefined;

  readonly #storage: SessionStorageLike | undefined;
  readonly #key: string;

  constructor(storage: SessionStorageLike | undefined, url: string) {
    this.#storage = storage;
    this.#key = `goring:${url}`;
    try {
      const { token, seq, call } = JSON.parse(storage?.getItem(this.#key) ?? "{}") as Partial<Keepsake>;
      if (typeof token === "string" && typeof seq === "number") Object.assign(this, { token, seq, call });
    } catch {
      // What cannot be read was not ours, or is not to be had: the session begins anew.
    }
  }

  save(): void {
    const { token, seq, call } = this;
    this.#write(() => this.#storage?.setItem(this.#key, JSON.stringify({ token, seq, call })));
  }

  clear(): void {
    this.token = "";
    this.seq = 0;
    this.call = undefined;
    this.#write(() => this.#storage?.removeItem(this.#key));
  }

  /** A storage that is full or forbidden costs the resume after a reload, and no more. */
  #write(write: () => void): void {
    try {
      write();
    } catch {
      // see above
    }
  }
}
