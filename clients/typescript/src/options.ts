/** What a call carries: a microphone alone, or a camera too. */
export type CallMedia = "audio" | "video";

/** The part of `WebSocket` that is used. The global one has it, and so has that of the package `ws`. */
export interface WebSocketLike {
  readonly readyState: number;
  onopen: ((event: any) => void) | null;
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

/** The part of `Storage` that is used: `sessionStorage` has it. */
export interface SessionStorageLike {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** How a {@link GoringClient} is made. Only `url` and `getToken` are required. */
export interface GoringClientOptions {
  /** The server's endpoint, such as `wss://calls.example/ws`. */
  url: string;

  /** A JWT of the user. Called for every attempt to connect, so that an expired one is replaced. */
  getToken: () => string | Promise<string>;

  /** The endpoint of rooms. Unset: that of `url` with `/connect` in place of its last segment. */
  roomsUrl?: string;

  /**
   * Where the session outlives a reload of the page: `sessionStorage`. It is given the session's token, the number of
   * the last event, and what the call in progress carries; nothing of it is a credential without the user's own JWT.
   * Unset: a call survives a reload too, since the server knows of it, but comes back as an audio call.
   */
  storage?: SessionStorageLike;

  /** Used instead of what the server's `ice.servers` hands out. */
  iceServers?: RTCIceServer[];

  /** `relay` lets media through TURN alone. */
  iceTransportPolicy?: RTCIceTransportPolicy;

  /** Constraints for microphone and camera; `true` unless set. */
  constraints?: { audio?: MediaTrackConstraints; video?: MediaTrackConstraints };

  /** How often {@link Call.quality} is looked at, in milliseconds; 2000 unless set. */
  statsInterval?: number;

  /** Instead of the global one: Node 20 has none, the package `ws` does. */
  WebSocket?: new (url: string, protocols: string[]) => WebSocketLike;

  /** Instead of the global one, for tests and for environments that bring their own. */
  RTCPeerConnection?: typeof RTCPeerConnection;

  /** Instead of `navigator.mediaDevices`. */
  mediaDevices?: Pick<MediaDevices, "getUserMedia">;
}

/** How a call is made. */
export interface CallOptions {
  /** `audio` unless set. Handed to the callee. */
  media?: CallMedia;

  /** Handed to the callee as it is: at most 4 KiB of JSON. */
  metadata?: Record<string, unknown>;
}
