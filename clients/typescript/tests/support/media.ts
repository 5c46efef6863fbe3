import { randomUUID } from "node:crypto";

/** A track that does what tracks do, without a device. */
export class FakeTrack {
  readonly id = randomUUID();
  enabled = true;
  muted = false;
  readyState: "live" | "ended" = "live";
  onended: (() => void) | null = null;
  onmute: (() => void) | null = null;
  onunmute: (() => void) | null = null;

  constructor(
    readonly kind: "audio" | "video",
    readonly deviceId = "default",
  ) {}

  stop(): void {
    this.readyState = "ended";
  }

  /** As where its device is pulled out. */
  unplug(): void {
    this.readyState = "ended";
    this.onended?.();
  }
}

export class FakeStream {
  readonly id = randomUUID();
  #tracks: FakeTrack[];

  constructor(tracks: FakeTrack[] = []) {
    this.#tracks = [...tracks];
  }

  getTracks = () => [...this.#tracks];
  getAudioTracks = () => this.#tracks.filter((track) => track.kind === "audio");
  getVideoTracks = () => this.#tracks.filter((track) => track.kind === "video");
  addTrack = (track: FakeTrack) => void (this.#tracks.includes(track) || this.#tracks.push(track));
  removeTrack = (track: FakeTrack) => void (this.#tracks = this.#tracks.filter((other) => other !== track));
}

/** Microphone and camera of a test: they can be refused, and every track that was handed out is known. */
export class FakeDevices {
  readonly given: FakeTrack[] = [];
  /** The name of the DOMException to fail with. */
  refuse: string | undefined;
  asked: MediaStreamConstraints[] = [];

  get mediaDevices(): Pick<MediaDevices, "getUserMedia"> {
    return {
      getUserMedia: async (constraints) => {
        this.asked.push(constraints ?? {});
        await Promise.resolve();
        if (this.refuse) throw new DOMException("refused by the test", this.refuse);
        const tracks = (["audio", "video"] as const)
          .filter((kind) => constraints?.[kind])
          .map((kind) => new FakeTrack(kind, JSON.stringify(constraints?.[kind])));
        this.given.push(...tracks);
        return new FakeStream(tracks) as unknown as MediaStream;
      },
    };
  }
}

Object.assign(globalThis, { MediaStream: FakeStream });
