import { GoringError } from "./errors.js";
import { randomName, type Payload } from "./frames.js";
import type { LocalMedia } from "./media.js";
import { RemoteMedia } from "./remote.js";

/** An offer that is not answered for so long is sent again: whoever it was for may have come back without it. */
const ANSWER_PATIENCE = 5_000;

/** Candidates that come before their description are kept, but not without end. */
const MOST_EARLY = 256;

/** What passes between two peers. */
export type SignalKind = "offer" | "answer" | "ice";

/** What a {@link Peer} needs, and whom it tells. */
export interface PeerHost {
  RTCPeerConnection: typeof RTCPeerConnection | undefined;
  configuration(): Promise<RTCConfiguration>;
  media: LocalMedia;
  /** Yields where both offer at once. One of the two sides does. */
  polite: boolean;
  send(kind: SignalKind, payload: Payload): void;
  /** Whether what is sent goes out at once: there is no use in repeating what still waits. */
  online(): boolean;
  state(state: RTCPeerConnectionState): void;
  stream(stream: MediaStream): void;
  error(error: GoringError): void;
}

/**
 * The connection to one peer: perfect negotiation (W3C WebRTC, section 10.7) over signaling that may be away, and may
 * bring us a peer who has come back with a connection of their own, as after a reload of their page. Whatever changes
 * the description is done one after another, so a collision is an offer that arrives while our own is out.
 */
export class Peer {
  readonly remote: RemoteMedia;

  readonly #host: PeerHost;
  #pc: RTCPeerConnection | undefined;
  /** What is being done; what is to be done goes behind it. */
  #work: Promise<void>;
  #closed = false;
  /** Whether we may offer. A callee waits for the caller's first offer, or both would offer at once every time. */
  #mayOffer: boolean;
  /** Names our offer; its answer repeats it, so that an answer to an earlier one is told apart. */
  #tag = "";
  /** The peer's certificate: another one is another connection. */
  #fingerprint: string | undefined;
  #early: RTCIceCandidateInit[] = [];
  #sentEnd = false;
  #repeat: ReturnType<typeof setTimeout> | undefined;
  #restart: ReturnType<typeof setTimeout> | undefined;

  constructor(host: PeerHost, offers: boolean) {
    this.#host = host;
    this.#mayOffer = offers;
    this.remote = new RemoteMedia((stream) => host.stream(stream));
    host.media.join(this);
    this.#work = this.#build().catch((error: unknown) => this.#failed(error));
  }

  /** A message of the peer. */
  receive(kind: SignalKind, payload: Payload): void {
    this.#then(() => {
      if (kind === "ice") return this.#candidate(payload);
      return kind === "offer" ? this.#offered(payload) : this.#answered(payload);
    });
  }

  restartIce(): void {
    if (this.#mayOffer) this.#pc?.restartIce();
  }

  /** Credentials of TURN were renewed: what is gathered from now on uses them. */
  async configure(): Promise<void> {
    const configuration = await this.#host.configuration();
    if (!this.#closed) this.#pc?.setConfiguration(configuration);
  }

  addTrack(track: MediaStreamTrack): void {
    const { stream } = this.#host.media;
    if (stream) this.#pc?.addTrack(track, stream);
  }

  removeTrack(track: MediaStreamTrack): void {
    const sender = this.#sender(track);
    if (sender) this.#pc?.removeTrack(sender);
  }

  async replaceTrack(before: MediaStreamTrack | undefined, track: MediaStreamTrack): Promise<void> {
    const sender = before && this.#sender(before);
    if (sender) await sender.replaceTrack(track);
    else this.addTrack(track);
  }

  getStats(): Promise<RTCStatsReport> {
    return (
      this.#pc?.getStats() ?? Promise.reject(new GoringError("wrong-state", "there is no connection to the peer yet"))
    );
  }

  close(): void {
    this.#closed = true;
    this.#host.media.leave(this);
    this.#release();
    this.remote.close();
  }

  #sender(track: MediaStreamTrack): RTCRtpSender | undefined {
    return this.#pc?.getSenders().find((sender) => sender.track === track);
  }

  #then(step: () => Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#closed ? undefined : step()))
      .catch((error: unknown) => this.#failed(error));
  }

  #failed(cause: unknown): void {
    if (this.#closed) return;
    const message = cause instanceof Error ? cause.message : String(cause);
    this.#host.error(new GoringError("negotiation-failed", message, { cause }));
  }

  #release(): void {
    clearTimeout(this.#repeat);
    clearTimeout(this.#restart);
    this.#pc?.close();
    this.#pc = undefined;
  }

  async #build(): Promise<void> {
    const Connection = this.#host.RTCPeerConnection ?? globalThis.RTCPeerConnection;
    const configuration = await this.#host.configuration();
    if (this.#closed) return;
    this.#release();
    const pc = (this.#pc = new Connection(configuration));
    const mine = <E>(listener: (event: E) => void) => (event: E) => {
      if (pc === this.#pc) listener(event);
    };
    this.#fingerprint = undefined;
    this.#sentEnd = false;
    pc.onnegotiationneeded = mine(() => this.#then(() => this.#offer()));
    pc.onicecandidate = mine(({ candidate }: RTCPeerConnectionIceEvent) => this.#gathered(candidate));
    pc.onconnectionstatechange = mine(() => this.#changed(pc.connectionState));
    pc.ontrack = mine(({ track }: RTCTrackEvent) => this.remote.add(track));
    const { stream } = this.#host.media;
    for (const track of stream?.getTracks() ?? []) pc.addTrack(track, stream!);
  }

  /** The peer has another connection than the one we know: ours is of no use to it. */
  async #rebuild(offers: boolean): Promise<void> {
    this.#mayOffer = offers;
    await this.#build();
  }

  async #offer(): Promise<void> {
    const pc = this.#pc;
    if (!pc || !this.#mayOffer || pc.signalingState !== "stable") return;
    this.#sentEnd = false;
    await pc.setLocalDescription();
    this.#tag = randomName();
    this.#sendOffer(pc);
  }

  #sendOffer(pc: RTCPeerConnection): void {
    this.#host.send("offer", { sdp: pc.localDescription?.sdp, tag: this.#tag });
    this.#awaitAnswer(pc);
  }

  #awaitAnswer(pc: RTCPeerConnection): void {
    clearTimeout(this.#repeat);
    this.#repeat = setTimeout(() => {
      if (pc !== this.#pc || pc.signalingState !== "have-local-offer") return;
      if (this.#host.online()) this.#sendOffer(pc);
      else this.#awaitAnswer(pc);
    }, ANSWER_PATIENCE);
  }

  async #offered({ sdp, tag }: Payload): Promise<void> {
    // Of two offers that cross, the impolite side's stands, and is repeated until it is answered. On the polite side
    // setRemoteDescription takes our own back by itself.
    if (!this.#host.polite && this.#pc?.signalingState === "have-local-offer") return;
    if (this.#isNewPeer(sdp)) await this.#rebuild(false);
    const pc = this.#pc;
    if (!pc) return;
    await pc.setRemoteDescription({ type: "offer", sdp });
    this.#mayOffer = true;
    await this.#described(sdp);
    await pc.setLocalDescription();
    this.#host.send("answer", { sdp: pc.localDescription?.sdp, ...(tag !== undefined && { tag }) });
  }

  async #answered({ sdp, tag }: Payload): Promise<void> {
    const pc = this.#pc;
    if (pc?.signalingState !== "have-local-offer" || (tag ?? this.#tag) !== this.#tag) return;
    clearTimeout(this.#repeat);
    // A peer who came back has answered what we offered to their former connection: ours cannot go on with it.
    if (this.#isNewPeer(sdp)) return this.#rebuild(true);
    await pc.setRemoteDescription({ type: "answer", sdp });
    await this.#described(sdp);
  }

  #isNewPeer(sdp: string): boolean {
    const fingerprint = fingerprintOf(sdp);
    return this.#fingerprint !== undefined && fingerprint !== undefined && fingerprint !== this.#fingerprint;
  }

  /** A description was set, of which some of the early candidates may be. */
  async #described(sdp: string): Promise<void> {
    this.#fingerprint = fingerprintOf(sdp);
    for (const candidate of this.#early.splice(0)) await this.#candidate(candidate);
  }

  async #candidate({ candidate, sdpMid, sdpMLineIndex, usernameFragment }: Payload): Promise<void> {
    const init: RTCIceCandidateInit = { candidate, sdpMid, sdpMLineIndex, usernameFragment };
    // Rooms do not relay that field, but browsers write it into the text as well.
    const generation = usernameFragment ?? / ufrag (\S+)/.exec(candidate)?.[1];
    const described = this.#pc?.remoteDescription?.sdp;
    const known =
      described && (!generation || described.split(/\r?\n/).includes(`a=ice-ufrag:${generation}`));
    if (!known) {
      if (this.#early.length < MOST_EARLY) this.#early.push(init);
      return;
    }
    try {
      await this.#pc?.addIceCandidate(init);
    } catch {
      // One of many ways through the network, or an end of candidates in words that this browser does not know.
    }
  }

  #gathered(candidate: RTCIceCandidate | null): void {
    if (candidate) {
      this.#sentEnd ||= candidate.candidate === "";
      this.#host.send("ice", { ...candidate.toJSON() });
    } else if (!this.#sentEnd) {
      this.#sentEnd = true;
      this.#host.send("ice", { candidate: "", sdpMid: "0", sdpMLineIndex: 0 });
    }
  }

  #changed(state: RTCPeerConnectionState): void {
    this.#host.state(state);
    if (state !== "failed") return;
    // Both sides see it at about the same time; where only one restarts, nothing collides.
    clearTimeout(this.#restart);
    this.#restart = setTimeout(() => this.restartIce(), this.#host.polite ? 1_000 : 0);
  }
}

function fingerprintOf(sdp: string): string | undefined {
  return /^a=fingerprint:(.*)$/m.exec(sdp)?.[1]?.trim();
}
