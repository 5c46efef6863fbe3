import { GoringError, type GoringErrorCode } from "./errors.js";
import type { Frame, Payload } from "./frames.js";
import { Link } from "./link.js";
import type { GoringClientOptions } from "./options.js";
import type { Keepsake } from "./keepsake.js";

const REPLY_PATIENCE = 10_000;
const TRY_AGAIN = 1_000;

/** Refusals that pass: the server's store is away, or the peer is, or we were too fast. */
const PASSING: readonly GoringErrorCode[] = ["internal_error", "rate_limited", "user_offline"];

/** Refusals that say of a step sent a second time that the first one counted. */
const DONE_BEFORE: readonly GoringErrorCode[] = ["session_not_found", "invalid_state"];

interface Delivery {
  type: string;
  payload: Payload;
  sentBefore: boolean;
  resolve(): void;
  reject(error: GoringError): void;
}

interface Question {
  seen: ((payload: Payload) => void) | undefined;
  resolve(payload: Payload): void;
  reject(error: GoringError): void;
  timer: ReturnType<typeof setTimeout>;
}

/** Whom a {@link Session} tells. */
export interface SessionHost {
  options: GoringClientOptions;
  keepsake: Keepsake;
  /** `session.ready`: before anything that was waiting is sent. */
  ready(payload: Payload): void;
  /** What somebody else caused. */
  event(type: string, payload: Payload): void;
  lost(error: GoringError, attempt: number, delay: number): void;
  ended(error: GoringError): void;
}

/**
 * A session of `goring.v1` that outlives its sockets. Events arrive once and in order. Commands are of two kinds: a
 * question ({@link request}) fails with its socket; a delivery ({@link deliver}) waits for the next socket and is sent
 * again where its answer was lost.
 */
export class Session {
  readonly link: Link;
  readonly #host: SessionHost;
  readonly #questions = new Map<string, Question>();
  readonly #deliveries = new Set<Delivery>();
  #ids = 0;

  constructor(host: SessionHost) {
    this.#host = host;
    this.link = new Link({
      options: host.options,
      protocol: "goring.v1",
      answersPing: true,
      address: () => {
        const { token, seq } = host.keepsake;
        return host.options.url + (token ? `?resume=${encodeURIComponent(token)}&last_seq=${seq}` : "");
      },
      frame: (frame) => this.#frame(frame),
      lost: (error, attempt, delay) => {
        this.#forget(error);
        host.lost(error, attempt, delay);
      },
      ended: (error) => this.#end(error),
    });
  }

  /** Closes for good; what waits fails. */
  stop(error: GoringError): void {
    this.link.stop();
    this.#end(error);
  }

  /** Takes a new socket at once. */
  reconnect(): void {
    this.link.reconnect();
    this.#forget(new GoringError("connection-lost", "the connection is replaced"));
  }

  /**
   * Asks, and resolves to the payload of the answer. `seen` is called with it before the next frame is looked at, which
   * may be news of what the answer has named: a promise is too late for that.
   */
  request(type: string, payload: object = {}, seen?: (payload: Payload) => void): Promise<Payload> {
    return new Promise((resolve, reject) => {
      const id = String(++this.#ids);
      if (!this.link.ready || !this.link.send({ type, id, payload })) {
        return reject(new GoringError("not-connected", "there is no connection"));
      }
      const timer = setTimeout(() => {
        this.#questions.delete(id);
        reject(new GoringError("timeout", `${type} was not answered`));
      }, REPLY_PATIENCE);
      this.#questions.set(id, { seen, resolve, reject, timer });
    });
  }

  /**
   * Sends now or as soon as there is a connection, and again until the server has answered. Who sends it twice for one
   * effect must have a receiver that drops the second: the server does for steps of a call, a call for what is relayed.
   */
  deliver(type: string, payload: Payload): Promise<void> {
    return new Promise((resolve, reject) => {
      const delivery = { type, payload, sentBefore: false, resolve, reject };
      this.#deliveries.add(delivery);
      if (this.link.ready) void this.#send(delivery);
    });
  }

  /** What waits to be delivered for that call is not wanted any more. */
  withdraw(sessionId: string, keep?: string): void {
    for (const delivery of [...this.#deliveries]) {
      if (delivery.payload["session_id"] === sessionId && delivery.type !== keep) {
        this.#deliveries.delete(delivery);
        delivery.resolve();
      }
    }
  }

  async #send(delivery: Delivery): Promise<void> {
    try {
      const again = delivery.sentBefore;
      delivery.sentBefore = true;
      await this.request(delivery.type, delivery.payload).catch((error: GoringError) => {
        if (!again || !DONE_BEFORE.includes(error.code)) throw error;
      });
      this.#deliveries.delete(delivery);
      delivery.resolve();
    } catch (error) {
      const { code } = error as GoringError;
      // Without a socket it waits for the next one, which begins with all that waits.
      if (code === "connection-lost" || code === "not-connected") return;
      if (PASSING.includes(code) || code === "timeout") {
        setTimeout(() => {
          if (this.#deliveries.has(delivery) && this.link.ready) void this.#send(delivery);
        }, TRY_AGAIN);
      } else {
        this.#deliveries.delete(delivery);
        delivery.reject(error as GoringError);
      }
    }
  }

  #frame({ type, id, seq, payload }: Frame): void {
    const { keepsake } = this.#host;
    if (type === "session.ready") {
      if (!payload["resumed"]) keepsake.seq = 0;
      keepsake.token = String(payload["resume_token"]);
      keepsake.save();
      this.link.greeted(Number(payload["heartbeat_seconds"]) * 1000);
      this.#host.ready(payload);
      for (const delivery of [...this.#deliveries]) void this.#send(delivery);
    } else if (id !== undefined) {
      this.#answer(type, id, payload);
    } else if (seq !== undefined) {
      if (seq <= keepsake.seq) return;
      // One is missing, which the server never does: resuming brings it.
      if (seq > keepsake.seq + 1) return this.reconnect();
      this.#host.event(type, payload);
      keepsake.seq = seq;
      keepsake.save();
    }
  }

  #answer(type: string, id: string, payload: Payload): void {
    const question = this.#questions.get(id);
    if (!question) return;
    this.#questions.delete(id);
    clearTimeout(question.timer);
    if (type === "error") {
      question.reject(new GoringError(payload["code"] as GoringErrorCode, String(payload["message"])));
    } else {
      question.seen?.(payload);
      question.resolve(payload);
    }
  }

  /** The socket is gone, and with it the answers to what was asked over it. */
  #forget(error: GoringError): void {
    for (const question of this.#questions.values()) {
      clearTimeout(question.timer);
      question.reject(error);
    }
    this.#questions.clear();
  }

  #end(error: GoringError): void {
    this.#forget(error);
    for (const delivery of this.#deliveries) delivery.reject(error);
    this.#deliveries.clear();
    this.#host.ended(error);
  }
}
