import { Conversation } from "./conversation.js";
import { Emitter } from "./emitter.js";
import { GoringError } from "./errors.js";
import type { CallEvents, CallState, ConnectionQuality, EndReason, InputKind, UserInfo } from "./events.js";
import type { Payload } from "./frames.js";
import type { IceServers } from "./ice.js";
import { LocalMedia } from "./media.js";
import type { CallMedia, GoringClientOptions } from "./options.js";
import { ENDED_BY_SERVER, firstState, NOT_STARTED, type CallOrigin } from "./origin.js";
import type { SignalKind } from "./peer.js";
import type { Session } from "./session.js";

/** @internal What a call needs of its client. */
export interface CallHost {
  options: GoringClientOptions;
  session: Session;
  ice: IceServers;
  /** What a reload must find again has changed. */
  changed(call: Call): void;
  /** The server does not seem to have this call. */
  doubt(call: Call): void;
}

/** A call between two users: made by {@link GoringClient.call}, or given by the events `incoming` and `restored`. */
export class Call extends Emitter<CallEvents> {
  /** Who began it. After a glare it is `incoming`: the peer's call is the one that goes on. */
  get direction(): "outgoing" | "incoming" {
    return this.#direction;
  }

  /** Whether it was found on connecting, as after a reload of the page. */
  readonly restored: boolean;

  /** What the caller asked for. */
  readonly media: CallMedia;

  /** What the caller gave along; undefined where they gave nothing. */
  readonly metadata: Record<string, unknown> | undefined;

  readonly #host: CallHost;
  readonly #local: LocalMedia;
  readonly #conversation: Conversation;
  #direction: "outgoing" | "incoming";
  #peerInfo: UserInfo;
  #sessionId: string | undefined;
  #state: CallState;
  #endReason: EndReason | undefined;
  #connectedAt: number | undefined;
  /** Both have said yes, as far as the server is concerned. */
  #accepted: boolean;
  /** Our microphone is there: the user wants this call. */
  #wanted = false;

  /** @internal */
  constructor(host: CallHost, origin: CallOrigin) {
    super();
    this.#host = host;
    this.#direction = origin.direction;
    this.#peerInfo = origin.peer;
    this.#sessionId = origin.sessionId;
    this.media = origin.media;
    this.metadata = origin.metadata;
    this.restored = origin.restored !== undefined;
    this.#accepted = origin.restored === "accepted";
    this.#state = firstState(origin);
    this.#local = new LocalMedia({
      options: host.options,
      stream: (stream) => this.emit("localStream", stream),
      changed: () => this.#mediaChanged(),
      error: (error) => this.emit("error", error),
    });
    this.#conversation = new Conversation({
      ...host,
      local: this.#local,
      sessionId: () => this.#sessionId,
      state: (state) => this.#connectionChanged(state),
      stream: (stream) => {
        this.emit("remoteStream", stream);
        this.#mediaChanged();
      },
      quality: (quality) => this.emit("quality", quality),
      error: (error) => this.emit("error", error),
    });
  }

  /** The server's name for the call; undefined while `starting`. */
  get sessionId(): string | undefined {
    return this.#sessionId;
  }

  /** The other side. While an outgoing call rings only `user_id` is known. */
  get peer(): UserInfo {
    return this.#peerInfo;
  }

  /** Where the call stands. */
  get state(): CallState {
    return this.#state;
  }

  /** Why it ended; undefined until then. */
  get endReason(): EndReason | undefined {
    return this.#endReason;
  }

  /** When media first flowed, in Unix milliseconds: where a timer begins. */
  get connectedAt(): number | undefined {
    return this.#connectedAt;
  }

  /** The own microphone and camera, once they are there. */
  get localStream(): MediaStream | undefined {
    return this.#local.stream;
  }

  /** The peer's media, once it is there. */
  get remoteStream(): MediaStream | undefined {
    return this.#conversation.peer?.remote.stream;
  }

  /** Whether the own microphone is silenced. */
  get muted(): boolean {
    return this.#local.muted;
  }

  /** Whether the own camera is on. */
  get video(): boolean {
    return this.#local.video;
  }

  /** Whether a picture comes from the peer. */
  get remoteVideo(): boolean {
    return this.#conversation.peer?.remote.video ?? false;
  }

  /** How well media arrives. */
  get quality(): ConnectionQuality {
    return this.#conversation.quality;
  }

  /**
   * Answers an incoming call, or takes a restored one up again. `media` unless set is what the caller asked for; a
   * callee may answer a video call with `audio`. Where microphone or camera cannot be had it is rejected with a media
   * error and the call goes on ringing, so that the user can mend it and try again.
   */
  async accept(options: { media?: CallMedia } = {}): Promise<void> {
    const expected = this.restored || this.#state === "incoming";
    if (!expected || this.#wanted || this.#state === "ended") {
      throw new GoringError("wrong-state", "there is nothing to accept");
    }
    this.#wanted = true;
    try {
      await this.#local.open(options.media ?? this.media);
    } catch (error) {
      this.#wanted = false;
      throw error;
    }
    if (this.#accepted) this.#connect(true);
    else if (this.#direction === "incoming") await this.#answer();
  }

  /** Declines an incoming call. Rejected with `wrong-state` where it does not ring here. */
  async reject(): Promise<void> {
    if (this.#state !== "incoming") throw new GoringError("wrong-state", "the call does not ring here");
    await this.#leave("declined", "call.reject");
  }

  /**
   * Ends the call, or stops it from ringing. Over at once for this side; resolved when the server knows, for which it
   * waits for a connection, or when the client has been disconnected for good.
   */
  async hangup(): Promise<void> {
    if (this.#state !== "ended") await this.#leave("hangup", "call.end");
  }

  /** Silences the microphone, or not. */
  mute(muted = true): void {
    this.#local.mute(muted);
  }

  /** Turns the camera on or off. Rejected with a media error where it cannot be had. */
  async setVideo(on: boolean): Promise<void> {
    await this.#local.setVideo(on);
  }

  /** Takes another microphone or camera; the peer notices no break. Loudspeakers are `HTMLMediaElement.setSinkId`. */
  async switchDevice(kind: InputKind, deviceId: string): Promise<void> {
    await this.#local.switchDevice(kind, deviceId);
  }

  /** WebRTC's own figures. Rejected with `wrong-state` before there is a connection to have figures of. */
  async getStats(): Promise<RTCStatsReport> {
    const { peer } = this.#conversation;
    if (!peer) throw new GoringError("wrong-state", "there is no connection to the peer yet");
    return peer.getStats();
  }

  /** Has the media look for a new way through the network. Done without being asked after a change of network. */
  restartIce(): void {
    this.#conversation.peer?.restartIce();
  }

  /** @internal An outgoing call begins: first the microphone, so that nobody is rung for a call that cannot be. */
  async start(ring: () => Promise<void>): Promise<void> {
    this.#wanted = true;
    void this.#host.ice.configuration();
    try {
      await this.#local.open(this.media);
    } catch (error) {
      return this.end("media-failed", error as GoringError);
    }
    try {
      await ring();
    } catch (error) {
      this.end(NOT_STARTED[(error as GoringError).code] ?? "failed", error as GoringError);
    }
  }

  /** @internal The server rings, under that name. Where this side hung up meanwhile, now there is something to end. */
  started(sessionId: string): void {
    this.#sessionId = sessionId;
    if (this.#state === "ended") void this.#deliver("call.end").catch(() => {});
    else this.#enter("ringing");
  }

  /** @internal Both called each other at once, and the peer's call won: it is the one that we wanted. */
  meet(sessionId: string, peer: UserInfo): void {
    this.#direction = "incoming";
    this.#sessionId = sessionId;
    this.#peerInfo = peer;
    this.emit("glare", { sessionId });
    this.#answer().catch(() => {}); // whatever became of it is told by the call's own events
  }

  /** @internal What the server tells of this call. */
  receive(type: string, payload: Payload): void {
    if (this.#state === "ended") return;
    switch (type) {
      case "call.accepted":
        return this.accepted(payload["callee_info"]);
      case "call.rejected":
        return this.end("rejected");
      case "call.ended": {
        const missed = this.#state === "incoming" && payload["reason"] === "ended_by_user";
        return this.end(missed ? "cancelled" : (ENDED_BY_SERVER[payload["reason"]] ?? "failed"));
      }
      case "webrtc.offer":
      case "webrtc.answer":
      case "webrtc.ice":
        return this.#conversation.receive(type.slice("webrtc.".length) as SignalKind, payload);
    }
  }

  /** @internal The callee has answered; told by the event, or by the snapshot where the event is lost. */
  accepted(peer: UserInfo | undefined): void {
    if (this.#accepted) return;
    this.#accepted = true;
    if (peer) this.#peerInfo = peer;
    if (this.#wanted) this.#connect(true);
  }

  /** @internal Over: everything is released, and told once. */
  end(reason: EndReason, error?: GoringError): void {
    if (this.#state === "ended") return;
    this.#endReason = reason;
    this.#conversation.close();
    this.#local.close();
    if (this.#sessionId) this.#host.session.withdraw(this.#sessionId);
    this.#enter("ended");
    this.emit("ended", { reason, ...(error && { error }) });
  }

  async #answer(): Promise<void> {
    this.#enter("connecting");
    this.#accepted = true;
    this.#connect(false);
    try {
      await this.#deliver("call.accept");
    } catch (error) {
      this.#host.doubt(this);
      throw error;
    }
  }

  /** Over by our own will, which the server is told. What it answers changes nothing here. */
  async #leave(reason: EndReason, type: string): Promise<void> {
    this.end(reason);
    if (this.#sessionId) await this.#deliver(type).catch(() => {});
  }

  #connect(offers: boolean): void {
    if (this.#conversation.peer || this.#state === "ended") return;
    if (this.#state !== "reconnecting") this.#enter("connecting");
    this.#conversation.begin(this.#direction === "incoming", offers);
  }

  #connectionChanged(state: RTCPeerConnectionState): void {
    if (state === "connected") {
      this.#connectedAt ??= Date.now();
      this.#enter("connected");
    } else if ((state === "disconnected" || state === "failed") && this.#state === "connected") {
      this.#enter("reconnecting");
    }
  }

  #deliver(type: string): Promise<void> {
    return this.#host.session.deliver(type, { session_id: this.#sessionId });
  }

  #mediaChanged(): void {
    const { muted, video, remoteVideo } = this;
    this.emit("media", { muted, video, remoteVideo });
    this.#host.changed(this);
  }

  #enter(state: CallState): void {
    const previous = this.#state;
    if (previous === state || previous === "ended") return;
    this.#state = state;
    this.#host.changed(this);
    this.emit("state", { state, previous });
  }
}
