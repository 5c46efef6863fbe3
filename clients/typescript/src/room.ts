import { Backoff } from "./backoff.js";
import { Emitter } from "./emitter.js";
import { GoringError, type GoringErrorCode } from "./errors.js";
import type { InputKind, RoomEvents, RoomState } from "./events.js";
import type { Frame } from "./frames.js";
import type { IceServers } from "./ice.js";
import { Link } from "./link.js";
import { LocalMedia } from "./media.js";
import { RoomMember } from "./member.js";
import { onNetworkChange } from "./network.js";
import type { CallMedia, GoringClientOptions } from "./options.js";
import type { SignalKind } from "./peer.js";

/** The server pings each 30 s: after a longer silence it is asked, and after a second one the socket is dead. */
const SILENCE = 35_000;

/**
 * For so long after its loss a socket may keep its place in the room: the server drops a client that is silent for 60 s,
 * and whom a dead instance leaves behind within 45 s (docs/protocol.md, part 4).
 */
const OWN_PLACE = 75_000;

/** The longest wait, in milliseconds, before the server is asked for a place again. */
const LONGEST_WAIT = 5_000;

/** Names the message whose answer says whether the room has been entered. */
const JOIN = "join";

const SIGNALS: Record<string, SignalKind> = { offer: "offer", answer: "answer", "ice-candidate": "ice" };

/**
 * A room in which everybody is connected to everybody. Who is there offers to who comes. A connection that was lost is
 * restored and the room joined again, as a newcomer: the server knows no resume here. The place of the lost one may still
 * be taken then, and in a full room it is waited for.
 */
export class Room extends Emitter<RoomEvents> {
  /** The room's name. */
  readonly id: string;

  readonly #options: GoringClientOptions;
  readonly #ice: IceServers;
  readonly #local: LocalMedia;
  readonly #link: Link;
  readonly #members = new Map<string, RoomMember>();
  readonly #ignoreNetwork: () => void;
  #state: RoomState = "connecting";
  #waits = new Backoff(LONGEST_WAIT);
  #nextJoin: ReturnType<typeof setTimeout> | undefined;
  /** Whether this connection has asked for a place and was not refused: it has one, or may have. */
  #asked = false;
  /** Until when (Unix ms) a connection that was lost may keep its place. */
  #ownPlaceUntil = 0;

  /** @internal */
  constructor(id: string, options: GoringClientOptions, ice: IceServers, media: CallMedia) {
    super();
    this.id = id;
    this.#options = options;
    this.#ice = ice;
    this.#local = new LocalMedia({
      options,
      stream: (stream) => this.emit("localStream", stream),
      changed: () => this.emit("media", { muted: this.muted, video: this.video }),
      error: (error) => this.emit("error", error),
    });
    this.#link = new Link({
      options,
      protocol: "goring.v1",
      answersPing: true,
      address: () => options.roomsUrl ?? options.url.replace(/\/[^/?]*(\?.*)?$/, "/connect"),
      frame: (frame) => this.#frame(frame),
      lost: () => this.#lost(),
      ended: (error) => this.#end(error),
    });
    this.#ignoreNetwork = onNetworkChange((changed) => {
      this.#link.wake();
      if (changed) for (const member of this.members) member.restartIce();
    });
    // Microphone first: who enters is heard.
    this.#local.open(media).then(
      () => this.#link.start(),
      (error: GoringError) => this.#end(error),
    );
  }

  /** Whether the room has been entered. */
  get state(): RoomState {
    return this.#state;
  }

  /** The others, in the order in which they were met. */
  get members(): readonly RoomMember[] {
    return [...this.#members.values()];
  }

  /** The own microphone and camera. */
  get localStream(): MediaStream | undefined {
    return this.#local.stream;
  }

  /** Whether the microphone is silenced. */
  get muted(): boolean {
    return this.#local.muted;
  }

  /** Whether the camera is on. */
  get video(): boolean {
    return this.#local.video;
  }

  /** Silences the microphone, or not. */
  mute(muted = true): void {
    this.#local.mute(muted);
  }

  /** Turns the camera on or off. Rejected with a media error where it cannot be had. */
  async setVideo(on: boolean): Promise<void> {
    await this.#local.setVideo(on);
  }

  /** Takes another microphone or camera; the others notice no break. */
  async switchDevice(kind: InputKind, deviceId: string): Promise<void> {
    await this.#local.switchDevice(kind, deviceId);
  }

  /** Leaves, and releases microphone and camera. */
  leave(): void {
    this.#link.send({ type: "leave" });
    this.#end();
  }

  #frame({ type, id, payload }: Frame): void {
    const from = String(payload["client_id"]);
    const kind = SIGNALS[type];
    if (kind) {
      // Somebody who was there before us begins with an offer; anything else of a stranger is late.
      const member = this.#members.get(from) ?? (kind === "offer" ? this.#meet(from, false) : undefined);
      return member?.receive(kind, payload);
    }
    switch (type) {
      case "notify-client-id":
        // To the others we are somebody new, and they have dropped who we were.
        this.#forgetAll();
        this.#link.greeted(SILENCE);
        this.#waits = new Backoff(LONGEST_WAIT);
        return this.#join();
      case "room-members":
        this.#ownPlaceUntil = 0;
        return this.#enter("joined");
      case "new-client":
        this.#meet(from, true);
        return;
      case "leave-client":
        return this.#forget(from);
      case "error": {
        const error = new GoringError(payload["code"] as GoringErrorCode, String(payload["error"]));
        // Who counted as gone and finds the room full on coming back is told so without having asked.
        if (id === JOIN || error.code === "room_full") return this.#refused(error);
        // A target that has just left is refused too; that is told by `leave-client`, and of no interest.
        this.emit("error", error);
      }
    }
  }

  #join(): void {
    this.#asked = this.#link.send({ type: "join", id: JOIN, payload: { room_id: this.id } });
  }

  #refused(refusal: GoringError): void {
    this.#asked = false;
    const full = refusal.code === "room_full";
    if (!refusal.retryable || (full && Date.now() >= this.#ownPlaceUntil)) return this.#end(refusal);
    if (!full) this.emit("error", refusal);
    this.#nextJoin = setTimeout(() => this.#join(), this.#waits.next());
  }

  #lost(): void {
    clearTimeout(this.#nextJoin);
    if (this.#asked) this.#ownPlaceUntil = Date.now() + OWN_PLACE;
    this.#asked = false;
    this.#enter(this.#state === "connecting" ? "connecting" : "reconnecting");
  }

  #meet(id: string, offers: boolean): RoomMember {
    this.#forget(id);
    const member = new RoomMember(
      id,
      {
        RTCPeerConnection: this.#options.RTCPeerConnection,
        configuration: () => this.#ice.configuration(),
        media: this.#local,
        send: (kind, payload) =>
          this.#link.send({ type: kind === "ice" ? "ice-candidate" : kind, payload: { ...payload, client_id: id } }),
        online: () => this.#link.ready,
        error: (error) => this.emit("error", error),
        statsInterval: this.#options.statsInterval,
      },
      offers,
    );
    this.#members.set(id, member);
    this.emit("memberJoined", member);
    return member;
  }

  #forget(id: string): void {
    const member = this.#members.get(id);
    if (!member) return;
    this.#members.delete(id);
    member.close();
    this.emit("memberLeft", member);
  }

  #forgetAll(): void {
    for (const id of [...this.#members.keys()]) this.#forget(id);
  }

  #end(error?: GoringError): void {
    if (this.#state === "left") return;
    this.#ignoreNetwork();
    clearTimeout(this.#nextJoin);
    this.#link.stop();
    this.#forgetAll();
    this.#local.close();
    this.#enter("left");
    this.emit("left", { ...(error && { error }) });
  }

  #enter(state: RoomState): void {
    const previous = this.#state;
    if (previous === state) return;
    this.#state = state;
    this.emit("state", { state, previous });
  }
}
