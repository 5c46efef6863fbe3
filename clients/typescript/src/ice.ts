import type { Payload } from "./frames.js";
import type { GoringClientOptions } from "./options.js";

/** Where the server cannot be asked at the moment, it is not asked without a pause. */
const SOONEST = 10_000;

const LATEST = 2 ** 31 - 1;

/** What the server's `ice.servers` hands out, asked again at half of its life. */
export class IceServers {
  readonly #options: GoringClientOptions;
  readonly #ask: () => Promise<Payload>;
  #servers: RTCIceServer[] = [];
  #freshUntil = 0;

  constructor(options: GoringClientOptions, ask: () => Promise<Payload>) {
    this.#options = options;
    this.#ask = ask;
  }

  /** Milliseconds until they should be asked for again, in the bounds of a timer. */
  get freshFor(): number {
    if (this.#options.iceServers) return LATEST;
    return Math.min(Math.max(SOONEST, this.#freshUntil - Date.now()), LATEST);
  }

  /** Never fails: a call without TURN is better than none, and one on the same network needs none. */
  async configuration(): Promise<RTCConfiguration> {
    const { iceServers, iceTransportPolicy } = this.#options;
    if (!iceServers && Date.now() >= this.#freshUntil) {
      await this.#ask().then(
        ({ ice_servers, ttl_seconds }) => {
          this.#servers = ice_servers;
          this.#freshUntil = Date.now() + (ttl_seconds * 1000) / 2;
        },
        () => {}, // what we had is likely good still: their end is only at twice that time
      );
    }
    return { iceServers: iceServers ?? this.#servers, ...(iceTransportPolicy && { iceTransportPolicy }) };
  }
}
