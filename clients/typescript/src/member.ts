import { Emitter } from "./emitter.js";
import type { ConnectionQuality, MemberEvents, MemberState } from "./events.js";
import type { Payload } from "./frames.js";
import { Peer, type PeerHost, type SignalKind } from "./peer.js";
import { QualityWatch } from "./quality.js";

/** @internal What a member needs of its room. */
export type MemberHost = Omit<PeerHost, "state" | "stream" | "polite"> & { statsInterval: number | undefined };

/** Somebody else in a room. */
export class RoomMember extends Emitter<MemberEvents> {
  /** The server's name for their connection; a new one each time they come. */
  readonly id: string;

  readonly #peer: Peer;
  readonly #watch: QualityWatch;
  #state: MemberState = "connecting";

  /** @internal Who was there first offers, and the newcomer yields. */
  constructor(id: string, host: MemberHost, offers: boolean) {
    super();
    this.id = id;
    this.#peer = new Peer(
      {
        ...host,
        polite: !offers,
        state: (state) => this.#changed(state),
        stream: (stream) => this.emit("stream", stream),
      },
      offers,
    );
    this.#watch = new QualityWatch(
      () => this.getStats(),
      (quality) => this.emit("quality", quality),
      host.statsInterval,
    );
  }

  /** The connection to them. */
  get state(): MemberState {
    return this.#state;
  }

  /** Their media, once it is there. */
  get stream(): MediaStream | undefined {
    return this.#peer.remote.stream;
  }

  /** Whether a picture comes from them. */
  get video(): boolean {
    return this.#peer.remote.video;
  }

  /** How well their media arrives. */
  get quality(): ConnectionQuality {
    return this.#watch.current;
  }

  /** WebRTC's own figures of the connection to them. */
  getStats(): Promise<RTCStatsReport> {
    return this.#peer.getStats();
  }

  /** @internal */
  receive(kind: SignalKind, payload: Payload): void {
    this.#peer.receive(kind, payload);
  }

  /** @internal */
  restartIce(): void {
    this.#peer.restartIce();
  }

  /** @internal */
  close(): void {
    this.#watch.stop();
    this.#peer.close();
    this.#enter("left");
  }

  #changed(state: RTCPeerConnectionState): void {
    if (state === "connected") this.#enter("connected");
    else if (this.#state === "connected" && (state === "disconnected" || state === "failed")) this.#enter("reconnecting");
  }

  #enter(state: MemberState): void {
    const previous = this.#state;
    if (previous === state) return;
    this.#state = state;
    this.emit("state", { state, previous });
  }
}
