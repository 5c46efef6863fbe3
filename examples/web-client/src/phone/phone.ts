import { type Call, type CallMedia, GoringClient, type GoringClientOptions, GoringError, type UserInfo } from "@goring/client";
import { demoPeople, demoUser } from "./demo";
import { endpointOf, type Identity, keepIdentity, keptIdentity, tokenOf } from "./identity";
import { Recents } from "./recents";
import { refusalOf } from "./refusal";
import { type PhoneState, signedOut } from "./state";
import { readToken } from "./token";

/** What the phone stands on; the pictures' script brings others. */
export interface PhoneParts {
  client?: (options: GoringClientOptions) => GoringClient;
  page?: Location;
  now?: () => number;
  clientOptions?: Partial<GoringClientOptions>;
}

/** The one store of the client: it turns the package's events into a state, and clicks into its commands. */
export class Phone {
  #state = signedOut;
  #client: GoringClient | undefined;
  #recents: Recents | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #parts: Required<PhoneParts>;

  constructor(parts: PhoneParts = {}) {
    this.#parts = {
      client: (options) => new GoringClient(options),
      page: location,
      now: Date.now,
      clientOptions: {},
      ...parts,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): PhoneState => this.#state;

  /** Signs in as whoever this tab was before it was loaded again. */
  resume(): void {
    const identity = keptIdentity(sessionStorage);
    if (identity) this.signIn(identity);
  }

  signIn(identity: Identity): void {
    keepIdentity(sessionStorage, identity);
    const url = endpointOf(identity, this.#parts.page);
    const user = userOf(identity, this.#parts.now());
    const client = this.#parts.client({
      url,
      getToken: () => tokenOf(identity),
      storage: sessionStorage,
      ...this.#parts.clientOptions,
    });
    this.#client = client;
    this.#recents = new Recents(localStorage, url, user.user_id);
    this.#set({ ...signedOut, identity, user, connection: "connecting", recents: this.#recents.all() });
    this.#listenTo(client);
    client.on("retry", async () => {
      const refusal = await refusalOf(url, () => tokenOf(identity), this.#parts.page.origin);
      if (this.#client === client && client.state !== "connected") this.#set({ refusal });
    });
    this.connect();
  }

  /** Connects, also after another tab has taken over. */
  connect(): void {
    this.#set({ gone: undefined });
    this.#client?.connect().catch(() => undefined); // The event `disconnected` tells it.
  }

  signOut(): void {
    const client = this.#client;
    this.#client = undefined;
    this.leaveRoom();
    client?.disconnect();
    keepIdentity(sessionStorage, undefined);
    this.#set(signedOut);
  }

  reconnectNow(): void {
    this.#client?.reconnectNow();
  }

  call(userId: string, media: CallMedia): void {
    if (!this.#client || this.#state.call) return;
    this.leaveRoom();
    this.#take(this.#client.call(userId, { media }));
  }

  /** Answers the call that rings. Where the microphone is refused it goes on ringing, and the state says why. */
  async accept(media: CallMedia): Promise<void> {
    this.#set({ trouble: undefined });
    await this.#try(async () => {
      await this.#state.call?.accept({ media });
      this.leaveRoom();
    });
  }

  async reject(): Promise<void> {
    await this.#try(async () => this.#state.call?.reject());
  }

  async hangup(): Promise<void> {
    await this.#try(async () => this.#state.call?.hangup());
  }

  /** What the running call or room is asked for: its failure is shown, and ends nothing. */
  async attempt(step: () => Promise<void>): Promise<void> {
    this.#set({ trouble: undefined });
    await this.#try(step);
  }

  joinRoom(name: string, media: CallMedia): void {
    if (!this.#client || this.#state.room || this.#state.call) return;
    const room = this.#client.joinRoom(name, { media });
    for (const event of ["state", "memberLeft", "localStream", "media"] as const) room.on(event, () => this.#set({}));
    room.on("memberJoined", (member) => {
      for (const event of ["state", "stream", "quality"] as const) member.on(event, () => this.#set({}));
      this.#set({});
    });
    room.on("error", (trouble) => this.#set({ trouble }));
    room.on("left", ({ error }) => {
      if (this.#state.room === room) this.#set({ room: undefined, trouble: error });
    });
    this.#set({ room, trouble: undefined, ended: undefined });
  }

  leaveRoom(): void {
    const { room } = this.#state;
    if (!room) return;
    this.#set({ room: undefined, trouble: undefined });
    room.leave();
  }

  /** Puts what was shown aside: the screen of a call that is over, or a notice. */
  dismiss(what: "ended" | "trouble"): void {
    this.#set({ [what]: undefined });
  }

  clearRecents(): void {
    this.#recents?.clear();
    this.#set({ recents: [] });
  }

  #listenTo(client: GoringClient): void {
    const mine = (listen: () => void) => {
      if (this.#client === client) listen();
    };
    client.on("state", ({ state }) =>
      mine(() => this.#set({ connection: state, ...(state === "connected" && { retry: undefined, refusal: undefined, user: client.user }) })),
    );
    client.on("retry", ({ attempt, delay }) => mine(() => this.#set({ retry: { attempt, at: this.#parts.now() + delay } })));
    client.on("disconnected", ({ error }) => mine(() => this.#set({ gone: error, retry: undefined })));
    client.on("incoming", (call) => mine(() => this.#take(call)));
    client.on("restored", (call) =>
      mine(() => {
        this.#take(call);
        void this.#try(() => call.accept());
      }),
    );
  }

  /** From now on this is the call that the screens show. */
  #take(call: Call): void {
    const began = this.#parts.now();
    for (const event of ["state", "localStream", "remoteStream", "media", "quality"] as const) {
      call.on(event, () => this.#set({}));
    }
    call.on("error", (trouble) => this.#set({ trouble }));
    call.on("ended", ({ reason, error }) => {
      if (this.#state.call !== call) return;
      const { direction, media } = call;
      const peer = this.known(call.peer);
      const seconds = call.connectedAt === undefined ? 0 : Math.round((this.#parts.now() - call.connectedAt) / 1000);
      const recents = this.#recents?.add({ peer, direction, media, at: began, seconds, reason }) ?? [];
      const ended = reason === "declined" ? undefined : { peer, direction, media, reason, error, seconds };
      this.#set({ call: undefined, trouble: undefined, ended, recents });
    });
    this.#set({ call, ended: undefined, trouble: undefined });
  }

  /** Somebody, with what this browser knows of them where only the id is at hand. */
  known(user: UserInfo): UserInfo {
    if (user.name || user.username) return user;
    const person = this.#state.identity?.kind === "demo" && demoPeople.find(({ id }) => id === user.user_id);
    if (person) return demoUser(person);
    return this.#state.recents.find(({ peer }) => peer.user_id === user.user_id)?.peer ?? user;
  }

  async #try(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof GoringError)) throw error;
      this.#set({ trouble: error });
    }
  }

  #set(change: Partial<PhoneState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function userOf(identity: Identity, now: number): UserInfo {
  if (identity.kind === "demo") return demoUser(demoPeople.find(({ id }) => id === identity.userId)!);
  const reading = readToken(identity.token, now);
  return "user" in reading ? reading.user : { user_id: "" };
}
