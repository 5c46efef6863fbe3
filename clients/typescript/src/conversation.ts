import type { GoringError } from "./errors.js";
import type { ConnectionQuality } from "./events.js";
import { randomName, type Payload } from "./frames.js";
import type { IceServers } from "./ice.js";
import type { LocalMedia } from "./media.js";
import type { GoringClientOptions } from "./options.js";
import { Peer, type SignalKind } from "./peer.js";
import { QualityWatch } from "./quality.js";
import type { Session } from "./session.js";

/** What a {@link Conversation} needs, and whom it tells. */
export interface ConversationHost {
  options: GoringClientOptions;
  session: Session;
  ice: IceServers;
  local: LocalMedia;
  sessionId(): string | undefined;
  state(state: RTCPeerConnectionState): void;
  stream(stream: MediaStream): void;
  quality(quality: ConnectionQuality): void;
  error(error: GoringError): void;
}

/** What passes between the two of a call: their media, and the messages that make its way. */
export class Conversation {
  peer: Peer | undefined;

  readonly #host: ConversationHost;
  /** Our part in the names of what we relay: a page that comes back is somebody else. */
  readonly #name = randomName();
  readonly #heard = new Set<string>();
  #sent = 0;
  /** What came before there was a connection to give it to. */
  #early: [SignalKind, Payload][] = [];
  #watch: QualityWatch | undefined;
  #refresh: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ConversationHost) {
    this.#host = host;
  }

  get quality(): ConnectionQuality {
    return this.#watch?.current ?? "unknown";
  }

  begin(polite: boolean, offers: boolean): void {
    const { options, session, ice, local, state, stream, error } = this.#host;
    const peer = (this.peer = new Peer(
      {
        RTCPeerConnection: options.RTCPeerConnection,
        configuration: () => ice.configuration(),
        media: local,
        polite,
        send: (kind, payload) => this.#relay(kind, payload),
        online: () => session.link.ready,
        state,
        stream,
        error,
      },
      offers,
    ));
    for (const [kind, payload] of this.#early.splice(0)) peer.receive(kind, payload);
    this.#watch = new QualityWatch(() => peer.getStats(), this.#host.quality, options.statsInterval);
    this.#renew();
  }

  /** Twice is not wrong: what was not answered is sent again, so that the same may arrive a second time. */
  receive(kind: SignalKind, payload: Payload): void {
    const name: unknown = payload["msg"];
    if (typeof name === "string") {
      if (this.#heard.has(name)) return;
      this.#heard.add(name);
    }
    if (this.peer) this.peer.receive(kind, payload);
    else this.#early.push([kind, payload]);
  }

  close(): void {
    this.#watch?.stop();
    clearTimeout(this.#refresh);
    this.peer?.close();
  }

  #relay(kind: SignalKind, payload: Payload): void {
    const message = { ...payload, session_id: this.#host.sessionId(), msg: `${this.#name}:${++this.#sent}` };
    // What cannot be delivered belongs to a call that is over, as its own event tells.
    this.#host.session.deliver(`webrtc.${kind}`, message).catch(() => {});
  }

  /** TURN credentials run out: new ones are there before, so that a restart of ICE in a long call finds its relay. */
  #renew(): void {
    this.#refresh = setTimeout(() => {
      void this.peer?.configure();
      this.#renew();
    }, this.#host.ice.freshFor);
  }
}
