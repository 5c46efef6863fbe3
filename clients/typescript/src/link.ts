import { Backoff } from "./backoff.js";
import { GoringError } from "./errors.js";
import { parseFrame, type Frame } from "./frames.js";
import type { GoringClientOptions, WebSocketLike } from "./options.js";

const CONNECTING = 0;
const OPEN = 1;

/** An attempt that takes longer is given up. */
const PATIENCE = 10_000;

/** How long an answer may take when we doubt that the socket still works. */
const PROBE = 3_000;

/** For so long a handshake that we gave up may still be completed by the server. */
const STRAY = 15_000;

/** After these a client stays away: two connections of one user would throw each other out for ever. */
const FINAL: Record<number, ["replaced" | "refused", string]> = {
  4001: ["replaced", "the same user connected elsewhere"],
  1008: ["refused", "the server does not want this client (1008)"],
  1009: ["refused", "a message was too large (1009)"],
};

/** What a {@link Link} needs, and whom it tells. */
export interface LinkHost {
  options: Pick<GoringClientOptions, "getToken" | "WebSocket">;
  /** The subprotocol to offer. */
  protocol: string;
  /** The address of the next attempt. */
  address(): string;
  /** Whether the server answers `ping`, so that a silence can be asked about. */
  answersPing: boolean;
  frame(frame: Frame): void;
  /** A connection, or an attempt at one, has ended; another attempt follows. */
  lost(error: GoringError, attempt: number, delay: number): void;
  /** There will be no other attempt. */
  ended(error: GoringError): void;
}

/** One connection over as many sockets as it takes. */
export class Link {
  readonly #host: LinkHost;
  readonly #backoff = new Backoff();
  #socket: WebSocketLike | undefined;
  #running = false;
  /** Counts attempts and ends: what belongs to an earlier one is not listened to. */
  #turn = 0;
  #readySince = 0;
  #gaveUpHandshake = -Infinity;
  #heartbeat = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(host: LinkHost) {
    this.#host = host;
  }

  /** Whether frames can be sent: the server has greeted, and the socket is open. */
  get ready(): boolean {
    return this.#readySince > 0 && this.#socket?.readyState === OPEN;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#open();
  }

  /** The server has greeted: now it counts as connected. A silence longer than `heartbeat` is looked into. */
  greeted(heartbeat: number): void {
    this.#readySince = Date.now();
    this.#heartbeat = heartbeat;
    this.#listen(heartbeat);
  }

  send(frame: Omit<Frame, "payload"> & { payload?: object }): boolean {
    if (this.#socket?.readyState !== OPEN) return false;
    this.#socket.send(JSON.stringify({ payload: {}, ...frame }));
    return true;
  }

  /** Takes a new socket at once, whatever there is. */
  reconnect(): void {
    if (!this.#running) return;
    this.#drop();
    this.#open();
  }

  /** The network may have changed: no more waiting, and a socket that looks well must show that it is. */
  wake(): void {
    if (this.#retry !== undefined) this.reconnect();
    else if (this.ready && this.#host.answersPing) {
      this.send({ type: "ping" });
      this.#listen(PROBE, true);
    }
  }

  /** Closes for good. What was sent before still goes out. */
  stop(): void {
    this.#running = false;
    this.#drop();
  }

  #open(): void {
    const turn = ++this.#turn;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#attempt(turn).catch((cause: unknown) => {
      if (turn === this.#turn) this.#again(new GoringError("token-failed", "getToken failed", { cause }));
    });
  }

  /** Rejected with what `getToken`, or the constructor of the socket, throws. */
  async #attempt(turn: number): Promise<void> {
    const { getToken, WebSocket: Socket = globalThis.WebSocket } = this.#host.options;
    const token = await getToken();
    if (turn !== this.#turn) return; // overtaken meanwhile
    const socket: WebSocketLike = (this.#socket = new Socket(this.#host.address(), [
      this.#host.protocol,
      `bearer.${token}`,
    ]));
    socket.onmessage = ({ data }: { data: unknown }) => {
      const frame = socket === this.#socket && parseFrame(data);
      if (!frame) return;
      if (this.#readySince) this.#listen(this.#heartbeat);
      if (frame.type !== "session.closing") return this.#host.frame(frame);
      // Where no token comes the server closes, and a reconnect asks again.
      if (frame.payload["reason"] === "token_expiring") this.#renew().catch(() => {});
      else this.#backoff.ask(Number(frame.payload["retry_after_ms"]));
    };
    socket.onclose = ({ code }: { code: number }) => {
      if (socket === this.#socket) this.#closed(code);
    };
    socket.onerror = () => {}; // a close follows
    this.#listen(PATIENCE, true);
  }

  /** Hands in a fresh token over the socket that there is. */
  async #renew(): Promise<void> {
    const turn = this.#turn;
    const token = await this.#host.options.getToken();
    if (turn === this.#turn) this.send({ type: "auth.refresh", payload: { token } });
  }

  /** A socket that is silent for so long is asked, and after a second silence it is dead. */
  #listen(patience: number, asked = !this.#host.answersPing): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      if (asked) return this.#closed(1006);
      this.send({ type: "ping" });
      this.#listen(patience, true);
    }, patience);
  }

  #closed(code: number): void {
    if (this.#readySince) this.#backoff.closed(code, Date.now() - this.#readySince);
    const final = FINAL[code];
    if (final?.[0] === "replaced" && Date.now() - this.#gaveUpHandshake < STRAY) {
      // By ourselves: a handshake that we gave up has overtaken the one behind it.
      this.#gaveUpHandshake = -Infinity;
      this.#again(new GoringError("connection-lost", "an earlier attempt took over"));
    } else if (final) {
      this.stop();
      this.#host.ended(new GoringError(...final));
    } else {
      this.#again(new GoringError("connection-lost", `the connection was lost (${code})`));
    }
  }

  #again(error: GoringError): void {
    this.#drop();
    if (!this.#running) return;
    const attempt = this.#backoff.attempt;
    const delay = this.#backoff.next();
    this.#retry = setTimeout(() => this.#open(), delay);
    this.#host.lost(error, attempt, delay);
  }

  /** Lets go of what there is. From here on nothing of the old socket is heard. */
  #drop(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    this.#retry = undefined;
    this.#readySince = 0;
    this.#turn++;
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket?.readyState === CONNECTING) this.#gaveUpHandshake = Date.now();
    socket?.close(1000);
  }
}
