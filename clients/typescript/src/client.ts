import { Call, type CallHost } from "./call.js";
import { Emitter } from "./emitter.js";
import { GoringError } from "./errors.js";
import type { ClientEvents, ConnectionState, UserInfo } from "./events.js";
import type { Payload } from "./frames.js";
import { Greeting } from "./greeting.js";
import { IceServers } from "./ice.js";
import { Keepsake } from "./keepsake.js";
import { onNetworkChange } from "./network.js";
import type { CallMedia, CallOptions, GoringClientOptions } from "./options.js";
import { ring, type Ringer } from "./ring.js";
import { Room } from "./room.js";
import { Session } from "./session.js";
import { within } from "./within.js";

/** How long a call waits for a connection before it gives up. */
const CONNECT_PATIENCE = 15_000;

/** How long after a busy signal the ring of the one we called may come: theirs has crossed ours, and won. */
const GLARE = 300;

/** A call on the server that is about to be taken up, and what came for it meanwhile. */
interface Found {
  id: string;
  events: [string, Payload][];
}

/** One user's connection to a Goring server. It keeps itself alive; a user has at most one call at a time. */
export class GoringClient extends Emitter<ClientEvents> {
  readonly #options: GoringClientOptions;
  readonly #keepsake: Keepsake;
  readonly #session: Session;
  readonly #ice: IceServers;
  readonly #host: CallHost;
  readonly #greeting = new Greeting();
  /** Calls that are over for this side: the server may not know it yet. */
  readonly #left = new Set<string>();
  #state: ConnectionState = "disconnected";
  #user: UserInfo | undefined;
  #call: Call | undefined;
  /** The call that the server was last asked to ring, until it is known what came of it. */
  #asked: Call | undefined;
  /** A ring that came while we called: of the same user, or of another. */
  #crossed: Payload | undefined;
  #found: Found | undefined;
  #ignoreNetwork: (() => void) | undefined;

  constructor(options: GoringClientOptions) {
    super();
    this.#options = options;
    this.#keepsake = new Keepsake(options.storage, options.url);
    this.#session = new Session({
      options,
      keepsake: this.#keepsake,
      ready: (payload) => this.#ready(payload),
      event: (type, payload) => this.#event(type, payload),
      lost: (error, attempt, delay) => {
        this.#enter(this.#state === "connecting" ? "connecting" : "reconnecting");
        this.emit("retry", { attempt, delay, error });
      },
      ended: (error) => this.#ended(error),
    });
    this.#ice = new IceServers(options, () => this.#session.request("ice.servers"));
    this.#host = {
      options,
      session: this.#session,
      ice: this.#ice,
      changed: (call) => this.#callChanged(call),
      doubt: (call) => void this.#lookAfter(call),
    };
  }

  /** The connection. */
  get state(): ConnectionState {
    return this.#state;
  }

  /** Who this user is, as their token says; undefined before the first connection. */
  get user(): UserInfo | undefined {
    return this.#user;
  }

  /** The call that is not over, if there is one. */
  get currentCall(): Call | undefined {
    return this.#call;
  }

  /**
   * Connects, and stays so until `disconnect()`. Resolved when the server has greeted for the first time; rejected
   * only with what is final (`closed`, `replaced`, `refused`), since everything else is tried again: see `retry`.
   */
  connect(): Promise<void> {
    if (this.#state === "connected") return Promise.resolve();
    if (this.#state === "disconnected") {
      this.#enter("connecting");
      this.#ignoreNetwork = onNetworkChange((changed) => {
        this.#session.link.wake();
        if (changed) this.#call?.restartIce();
      });
      this.#session.link.start();
    }
    return this.#greeting.wait();
  }

  /** Ends the current call and the connection. */
  disconnect(): void {
    if (this.#state === "disconnected") return;
    void this.#call?.hangup();
    this.#keepsake.clear();
    this.#session.stop(new GoringError("closed", "disconnect() was called"));
  }

  /** Connects anew at once, whatever wait is on, and resumes. What was missed follows. */
  reconnectNow(): void {
    if (this.#state === "disconnected") return;
    if (this.#state === "connected") this.#enter("reconnecting");
    this.#session.reconnect();
  }

  /**
   * Calls a user. The call is there at once, in state `starting`, and tells its way by events; what stops it (busy,
   * offline, a microphone that is refused) is its `ended`.
   *
   * @throws {GoringError} `wrong-state` while another call is not over.
   */
  call(userId: string, options: CallOptions = {}): Call {
    if (this.#call) throw new GoringError("wrong-state", "there is a call already");
    const { media = "audio", metadata } = options;
    const call = new Call(this.#host, { direction: "outgoing", peer: { user_id: userId }, media, metadata });
    this.#call = call;
    this.#crossed = undefined;
    const start = { callee_id: userId, ...(options.media && { media }), ...(metadata && { metadata }) };
    void call.start(() => ring(call, this.#ringer(call, start)));
    return call;
  }

  /** Enters a room, which is made if need be. The room is there at once and tells its way by events. */
  joinRoom(roomId: string, options: { media?: CallMedia } = {}): Room {
    return new Room(roomId, this.#options, this.#ice, options.media ?? "audio");
  }

  /**
   * Sends any command of the protocol, and resolves to the payload of its answer: `device.register`, say. Rejected with
   * the server's code, with `not-connected`, or with `connection-lost`.
   */
  request(type: string, payload: object = {}): Promise<Record<string, unknown>> {
    return this.#session.request(type, payload);
  }

  #ringer(call: Call, start: Payload): Ringer {
    const late = new GoringError("not-connected", "there is no connection");
    return {
      connected: async () => {
        if (this.#state === "disconnected") throw late;
        if (!this.#session.link.ready) await within(CONNECT_PATIENCE, this.#greeting.wait(), late);
      },
      ask: async () => {
        this.#asked = call;
        await this.#session.request("call.start", start, ({ session_id }) => call.started(String(session_id)));
        this.#asked = undefined;
      },
      giveUp: () => (this.#asked = undefined),
      reconnect: () => this.reconnectNow(),
      hasCrossed: () => this.#hasCrossed(call),
    };
  }

  /** Whether the one we called was calling us: then their call is the one that goes on. */
  async #hasCrossed(call: Call): Promise<boolean> {
    if (!this.#crossed) await new Promise((resolve) => setTimeout(resolve, GLARE));
    const ring = this.#crossed;
    if (!ring || ring["caller_id"] !== call.peer.user_id || call.state === "ended") return false;
    this.#crossed = undefined;
    call.meet(String(ring["session_id"]), ring["caller_info"]);
    return true;
  }

  /** A connection is there. The call in the snapshot is as of now: events that follow may be older. */
  #ready({ user, call: found, resumed }: Payload): void {
    this.#user = user;
    const [call, asked] = [this.#call, this.#asked];
    const id: string | undefined = found?.session_id;
    const news = id !== undefined && !this.#left.has(id);
    if (news && asked && found.role === "caller" && found.peer_info.user_id === asked.peer.user_id) {
      asked.started(id);
      if (asked.state === "ended") this.#left.add(id);
    } else if (news && id !== call?.sessionId) {
      // Theirs crossed ours, or this page was reloaded.
      if (call) this.#crossed = { session_id: id, caller_id: found.peer_info.user_id, caller_info: found.peer_info };
      else void this.#restore(found);
    }
    this.#asked = undefined;
    if (call?.sessionId && call.sessionId !== id) {
      // With a resume its end is among the events that follow.
      if (resumed) void this.#lookAfter(call);
      else call.end("lost");
    } else if (call && found?.state === "accepted" && !resumed) {
      call.accepted(found.peer_info);
    }
    this.#enter("connected");
    this.#greeting.done();
  }

  /** Asks whether a call is still there: the answer comes behind all events that tell why it is not. */
  async #lookAfter(call: Call): Promise<void> {
    const result = await this.#session.request("call.check", { session_id: call.sessionId }).catch(() => undefined);
    if (result?.["exists"] === false) call.end("lost");
  }

  /** A call on the server that this page does not know. */
  async #restore({ session_id: id, role, peer_info }: Payload): Promise<void> {
    if (this.#found?.id !== id) this.#found = { id, events: [] };
    const result = await this.#session.request("call.check", { session_id: id }).catch(() => undefined);
    // Without an answer the next connection does it again; and a ring may have come meanwhile.
    const waiting: Found | undefined = this.#found;
    if (!result || waiting === undefined || waiting.id !== id) return;
    this.#found = undefined;
    if (!result["exists"] || this.#call) return;

    const kept = this.#keepsake.call?.id === id ? this.#keepsake.call : undefined;
    const call = new Call(this.#host, {
      direction: role === "caller" ? "outgoing" : "incoming",
      peer: peer_info,
      media: kept?.media ?? "audio",
      metadata: kept?.metadata,
      sessionId: id,
      restored: result["state"] === "accepted" ? "accepted" : "ringing",
    });
    this.#call = call;
    for (const [type, payload] of waiting.events) call.receive(type, payload);
    if (call.state === "incoming") this.emit("incoming", call);
    else if (this.heard("restored")) this.emit("restored", call);
    else void call.hangup();
  }

  #event(type: string, payload: Payload): void {
    const id: unknown = payload["session_id"];
    if (type === "call.ring") this.#rung(payload);
    else if (id === this.#call?.sessionId) this.#call?.receive(type, payload);
    else if (id === this.#found?.id) this.#found?.events.push([type, payload]);
    else if (id === this.#crossed?.["session_id"] && type === "call.ended") this.#crossed = undefined;
  }

  #rung(ring: Payload): void {
    const { session_id, caller_info, media = "audio", metadata } = ring;
    if (this.#call) {
      this.#crossed = ring;
      return;
    }
    if (this.#found?.id === session_id) this.#found = undefined;
    void this.#ice.configuration();
    this.#call = new Call(this.#host, {
      direction: "incoming",
      peer: caller_info,
      media,
      metadata,
      sessionId: session_id,
    });
    this.#callChanged(this.#call);
    this.emit("incoming", this.#call);
  }

  #callChanged(call: Call): void {
    const { sessionId: id, metadata } = call;
    if (id && call.state === "ended") this.#left.add(id);
    if (call !== this.#call) return;
    if (call.state === "ended") {
      this.#call = undefined;
      this.#keepsake.call = undefined;
      // Somebody else rang while we tried to call: now it is their turn.
      const ring = this.#crossed;
      this.#crossed = undefined;
      if (ring) queueMicrotask(() => this.#rung(ring));
    } else if (id) {
      const media = call.localStream ? (call.video ? "video" : "audio") : call.media;
      this.#keepsake.call = { id, media, ...(metadata && { metadata }) };
    }
    this.#keepsake.save();
  }

  #ended(error: GoringError): void {
    this.#ignoreNetwork?.();
    if (error.code === "replaced") this.#keepsake.clear();
    this.#call?.end(error.code === "replaced" ? "replaced" : "failed", error);
    this.#enter("disconnected");
    this.#greeting.failed(error);
    this.emit("disconnected", { error });
  }

  #enter(state: ConnectionState): void {
    const previous = this.#state;
    if (previous === state) return;
    this.#state = state;
    this.emit("state", { state, previous });
  }
}
