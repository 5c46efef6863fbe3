/** The peer's media: one stream for as long as there is the peer, whatever becomes of the connection beneath it. */
export class RemoteMedia {
  stream: MediaStream | undefined;

  readonly #changed: (stream: MediaStream) => void;

  constructor(changed: (stream: MediaStream) => void) {
    this.#changed = changed;
  }

  /** Whether a picture comes: the track of a camera that is off is there, and muted. */
  get video(): boolean {
    return this.stream?.getVideoTracks().some((track) => !track.muted && track.readyState === "live") ?? false;
  }

  add(track: MediaStreamTrack): void {
    const stream = (this.stream ??= new MediaStream());
    for (const former of stream.getTracks()) {
      if (former !== track && former.kind === track.kind) stream.removeTrack(former);
    }
    stream.addTrack(track);
    track.onmute = track.onunmute = track.onended = () => this.#changed(stream);
    this.#changed(stream);
  }

  close(): void {
    for (const track of this.stream?.getTracks() ?? []) {
      track.onmute = track.onunmute = track.onended = null;
      this.stream?.removeTrack(track);
    }
  }
}
