import { GoringError, type MediaErrorCode } from "./errors.js";
import type { InputKind } from "./events.js";
import type { CallMedia, GoringClientOptions } from "./options.js";
import type { Peer } from "./peer.js";

const CODES: Record<string, MediaErrorCode> = {
  NotAllowedError: "permission-denied",
  SecurityError: "permission-denied",
  NotFoundError: "no-device",
  OverconstrainedError: "no-device",
  NotReadableError: "device-busy",
  AbortError: "device-busy",
  TypeError: "media-unsupported",
};

type Kind = "audio" | "video";

/** Whom a {@link LocalMedia} tells. */
export interface MediaHost {
  options: Pick<GoringClientOptions, "mediaDevices" | "constraints">;
  stream(stream: MediaStream): void;
  changed(): void;
  error(error: GoringError): void;
}

/** The own microphone and camera, and what every peer is sent of them. */
export class LocalMedia {
  stream: MediaStream | undefined;
  muted = false;

  readonly #host: MediaHost;
  readonly #peers = new Set<Peer>();
  #closed = false;

  constructor(host: MediaHost) {
    this.#host = host;
  }

  get video(): boolean {
    return this.#track("video") !== undefined;
  }

  /** Asks for the microphone, with `video` for the camera too. */
  async open(media: CallMedia): Promise<void> {
    const stream = await this.#ask({
      audio: this.#host.options.constraints?.audio ?? true,
      ...(media === "video" && { video: this.#host.options.constraints?.video ?? true }),
    });
    this.stream = stream;
    for (const track of stream.getTracks()) this.#watch(track);
    this.#mute();
    this.#host.stream(stream);
    this.#host.changed();
  }

  /** From now on that peer is sent what there is. */
  join(peer: Peer): void {
    this.#peers.add(peer);
  }

  leave(peer: Peer): void {
    this.#peers.delete(peer);
  }

  mute(muted: boolean): void {
    this.muted = muted;
    this.#mute();
    this.#host.changed();
  }

  async setVideo(on: boolean): Promise<void> {
    const current = this.#track("video");
    if (!on && current) {
      this.#remove(current);
      for (const peer of this.#peers) peer.removeTrack(current);
    } else if (on && !current) {
      const track = await this.#askFor("video", this.#host.options.constraints?.video ?? true);
      // Asked for twice, one is enough.
      if (this.video) return track.stop();
      this.#add(track);
      for (const peer of this.#peers) peer.addTrack(track);
    } else {
      return;
    }
    this.#told();
  }

  async switchDevice(kind: InputKind, deviceId: string): Promise<void> {
    const name: Kind = kind === "videoinput" ? "video" : "audio";
    const before = this.#track(name);
    // Many phones let go of one camera before they open the other.
    if (name === "video") before?.stop();
    const constraints = { ...this.#host.options.constraints?.[name], deviceId: { exact: deviceId } };
    const track = await this.#askFor(name, constraints);
    if (before) this.#remove(before);
    this.#add(track);
    this.#mute();
    await Promise.all([...this.#peers].map((peer) => peer.replaceTrack(before, track)));
    this.#told();
  }

  close(): void {
    this.#closed = true;
    for (const track of this.stream?.getTracks() ?? []) this.#remove(track);
    this.#peers.clear();
  }

  #track(kind: Kind): MediaStreamTrack | undefined {
    return this.stream?.getTracks().find((track) => track.kind === kind);
  }

  #mute(): void {
    const track = this.#track("audio");
    if (track) track.enabled = !this.muted;
  }

  #add(track: MediaStreamTrack): void {
    this.stream?.addTrack(track);
    this.#watch(track);
  }

  #remove(track: MediaStreamTrack): void {
    track.onended = null;
    track.stop();
    this.stream?.removeTrack(track);
  }

  #told(): void {
    if (this.stream) this.#host.stream(this.stream);
    this.#host.changed();
  }

  /** A device that is pulled out ends its track; the call goes on without it. */
  #watch(track: MediaStreamTrack): void {
    track.onended = () => this.#host.error(new GoringError("no-device", `the ${track.kind} device is gone`));
  }

  async #askFor(kind: Kind, constraints: MediaTrackConstraints | boolean): Promise<MediaStreamTrack> {
    const stream = await this.#ask({ [kind]: constraints });
    const track = stream.getTracks()[0];
    if (!track) throw new GoringError("media-failed", `the browser gave no ${kind}`);
    return track;
  }

  async #ask(constraints: MediaStreamConstraints): Promise<MediaStream> {
    const devices = this.#host.options.mediaDevices ?? globalThis.navigator?.mediaDevices;
    if (!devices) throw new GoringError("media-unsupported", "this page may not use microphone or camera");
    try {
      const stream = await devices.getUserMedia(constraints);
      if (!this.#closed) return stream;
      for (const track of stream.getTracks()) track.stop();
    } catch (cause) {
      const { name, message } = cause as Error;
      throw new GoringError(CODES[name] ?? "media-failed", message, { cause });
    }
    throw new GoringError("wrong-state", "it is over");
  }
}
