import { randomBytes } from "node:crypto";
import { FakeTrack, type FakeStream } from "./media.js";

interface Sender {
  track: FakeTrack | null;
  replaceTrack(track: FakeTrack | null): Promise<void>;
}

interface Line {
  kind: "audio" | "video";
  sender: Sender;
  received: FakeTrack;
}

const name = () => randomBytes(4).toString("hex");
const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Those of a test that can reach one another: media has its own network, which signaling does not see. */
export class FakeNetwork {
  readonly connections: FakePeerConnection[] = [];
  readonly byFingerprint = new Map<string, FakePeerConnection>();

  /** The class to inject. */
  get RTCPeerConnection(): typeof RTCPeerConnection {
    const network = this;
    return class extends FakePeerConnection {
      constructor(configuration: RTCConfiguration) {
        super(network, configuration);
      }
    } as unknown as typeof RTCPeerConnection;
  }
}

/**
 * The signaling of an RTCPeerConnection as W3C WebRTC has it: its states, the implicit rollback, when negotiation is
 * needed, which candidates are taken. As strict as the strictest browser: another certificate on a running
 * connection, or lines in another order, are refused. Media is a flag.
 */
export class FakePeerConnection {
  readonly fingerprint = name();
  /** Whose it is, where a test wants to know. */
  owner: unknown;
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  onnegotiationneeded: ((event: object) => void) | null = null;
  onicecandidate: ((event: object) => void) | null = null;
  onconnectionstatechange: ((event: object) => void) | null = null;
  ontrack: ((event: object) => void) | null = null;
  /** Candidates that were taken. */
  readonly candidates: RTCIceCandidateInit[] = [];
  packetsReceived = 0;
  packetsLost = 0;

  #lines: Line[] = [];
  #ufrag = "";
  #restart = false;
  #agreed = "";
  #needed = false;
  #version = 0;
  #stable: RTCSessionDescriptionInit | null = null;

  constructor(
    readonly network: FakeNetwork,
    public configuration: RTCConfiguration,
  ) {
    network.connections.push(this);
    network.byFingerprint.set(this.fingerprint, this);
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  getSenders = () => this.#lines.map((line) => line.sender);

  getStats = async () =>
    new Map([["in", { type: "inbound-rtp", packetsReceived: this.packetsReceived, packetsLost: this.packetsLost }]]);

  addTrack(track: FakeTrack, _stream: FakeStream): Sender {
    const free = this.#lines.find((line) => line.kind === track.kind && line.sender.track === null);
    const line = free ?? this.#line(track.kind);
    line.sender.track = track;
    this.#need();
    return line.sender;
  }

  removeTrack(sender: Sender): void {
    sender.track = null;
    this.#need();
  }

  restartIce(): void {
    this.#restart = true;
    this.#need();
  }

  async setLocalDescription(): Promise<void> {
    await soon();
    this.#open();
    if (!this.#ufrag || (this.#restart && this.signalingState === "stable")) this.#ufrag = name();
    if (this.signalingState === "stable") {
      this.#restart = false;
      this.#stable = this.localDescription;
      this.localDescription = { type: "offer", sdp: this.#sdp() };
      this.signalingState = "have-local-offer";
    } else if (this.signalingState === "have-remote-offer") {
      this.localDescription = { type: "answer", sdp: this.#sdp() };
      this.#settle();
    }
    void this.#gather(this.#ufrag);
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await soon();
    this.#open();
    const sdp = description.sdp ?? "";
    if (description.type === "answer" && this.signalingState !== "have-local-offer") {
      throw new DOMException(`an answer in ${this.signalingState}`, "InvalidStateError");
    }
    const before = this.remoteDescription?.sdp;
    if (before && field(before, "fingerprint") !== field(sdp, "fingerprint")) {
      throw new DOMException("another certificate on a running connection", "InvalidAccessError");
    }
    if (description.type === "offer" && this.signalingState === "have-local-offer") {
      this.localDescription = this.#stable; // the implicit rollback
    }
    const kinds = lines(sdp);
    if (kinds.some(({ kind }, index) => this.#lines[index] && this.#lines[index].kind !== kind)) {
      if (before) throw new DOMException("lines in another order", "InvalidAccessError");
      // On a first offer our own lines are matched to those of the peer.
      this.#lines.sort((one, other) => order(kinds, one) - order(kinds, other));
    }
    kinds.forEach(({ kind, sends }, index) => {
      const line = this.#lines[index] ?? this.#line(kind);
      const was = before ? (lines(before)[index]?.sends ?? false) : false;
      if (sends && !was) queueMicrotask(() => this.ontrack?.({ track: line.received, streams: [] }));
      if (line.received.muted === sends) {
        line.received.muted = !sends;
        queueMicrotask(() => (sends ? line.received.onunmute : line.received.onmute)?.());
      }
    });
    const restarted = before && field(before, "ice-ufrag") !== field(sdp, "ice-ufrag");
    this.remoteDescription = description;
    if (description.type === "offer") {
      if (restarted) this.#ufrag = name();
      this.signalingState = "have-remote-offer";
    } else {
      this.#settle();
    }
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    await soon();
    this.#open();
    if (!this.remoteDescription) throw new DOMException("no remote description", "InvalidStateError");
    const ufrag = candidate.usernameFragment;
    if (ufrag && ufrag !== field(this.remoteDescription.sdp ?? "", "ice-ufrag")) {
      throw new DOMException("a candidate of another generation", "OperationError");
    }
    const usernameFragment = ufrag ?? field(this.remoteDescription.sdp ?? "", "ice-ufrag");
    this.candidates.push({ ...candidate, usernameFragment });
    this.#meet();
  }

  close(): void {
    this.signalingState = "closed";
    this.connectionState = "closed";
    this.network.byFingerprint.delete(this.fingerprint);
  }

  /** The network fails: only another generation of candidates gets through. */
  fail(): void {
    this.#agreed = field(this.localDescription?.sdp ?? "", "ice-ufrag");
    this.#enter("failed");
  }

  #line(kind: "audio" | "video"): Line {
    const sender: Sender = {
      track: null,
      replaceTrack: async (track) => void (sender.track = track),
    };
    const received = new FakeTrack(kind);
    received.muted = true;
    const line = { kind, sender, received };
    this.#lines.push(line);
    return line;
  }

  #sdp(): string {
    return [
      `v=0`,
      `o=- ${++this.#version}`,
      `a=fingerprint:${this.fingerprint}`,
      `a=ice-ufrag:${this.#ufrag}`,
      ...this.#lines.map((line) => `m=${line.kind} ${line.sender.track ? "sendrecv" : "recvonly"}`),
      "",
    ].join("\r\n");
  }

  #settle(): void {
    this.signalingState = "stable";
    this.#meet();
    if (this.#restart) this.#need();
  }

  #need(): void {
    if (this.#needed) return;
    this.#needed = true;
    setImmediate(() => {
      this.#needed = false;
      if (this.signalingState === "stable") this.onnegotiationneeded?.({});
      else if (this.signalingState !== "closed") this.#need();
    });
  }

  async #gather(ufrag: string): Promise<void> {
    for (const port of [1, 2]) {
      await soon();
      if (this.signalingState === "closed") return;
      const candidate = `candidate:${port} ${this.fingerprint}`;
      const init = { candidate, sdpMid: "0", sdpMLineIndex: 0, usernameFragment: ufrag };
      this.onicecandidate?.({ candidate: { ...init, toJSON: () => init } });
    }
    await soon();
    this.onicecandidate?.({ candidate: null });
  }

  /** Connected once each has the other's description of now, and a candidate of it. */
  #meet(): void {
    const peer = this.network.byFingerprint.get(field(this.remoteDescription?.sdp ?? "", "fingerprint"));
    if (!peer || !this.#reaches(peer) || !peer.#reaches(this)) return;
    this.#enter("connected");
    peer.#enter("connected");
  }

  #reaches(peer: FakePeerConnection): boolean {
    const ufrag = field(this.remoteDescription?.sdp ?? "", "ice-ufrag");
    return (
      this.signalingState === "stable" &&
      ufrag === field(peer.localDescription?.sdp ?? "", "ice-ufrag") &&
      field(this.localDescription?.sdp ?? "", "ice-ufrag") !== this.#agreed &&
      this.candidates.some((candidate) => candidate.usernameFragment === ufrag)
    );
  }

  #enter(state: RTCPeerConnectionState): void {
    if (this.connectionState === state || this.connectionState === "closed") return;
    this.connectionState = state;
    queueMicrotask(() => this.onconnectionstatechange?.({}));
  }

  #open(): void {
    if (this.signalingState === "closed") throw new DOMException("closed", "InvalidStateError");
  }
}

function field(sdp: string, key: string): string {
  return new RegExp(`^a=${key}:(.*)$`, "m").exec(sdp)?.[1]?.trim() ?? "";
}

function lines(sdp: string): { kind: "audio" | "video"; sends: boolean }[] {
  return [...sdp.matchAll(/^m=(audio|video) (\w+)/gm)].map(([, kind, direction]) => ({
    kind: kind as "audio" | "video",
    sends: direction === "sendrecv",
  }));
}

const order = (kinds: { kind: string }[], line: Line) => {
  const index = kinds.findIndex(({ kind }) => kind === line.kind);
  return index < 0 ? kinds.length : index;
};
