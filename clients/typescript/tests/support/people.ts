import { randomUUID } from "node:crypto";
import WebSocket from "ws";
import { Emitter, GoringClient, type Call, type ClientEvents, type GoringClientOptions, type Room } from "../../src/index.js";
import { FakeDevices } from "./media.js";
import { tokenOf, type GoringServer } from "./processes.js";
import { FakeNetwork } from "./rtc.js";
import { eventually } from "./waiting.js";

/** A user with a client: real sockets that a test can tear, fake media. */
export class Person {
  readonly id: string;
  readonly devices = new FakeDevices();
  readonly client: GoringClient;
  readonly sockets: WebSocket[] = [];
  /** Every event of the client, in order. */
  readonly heard: [string, unknown][] = [];
  tokens = 0;

  constructor(server: { url: string }, network: FakeNetwork, options: Partial<GoringClientOptions> = {}, id?: string) {
    this.id = id ?? `user-${randomUUID()}`;
    const { sockets } = this;
    this.client = new GoringClient({
      url: server.url,
      getToken: async () => {
        this.tokens++;
        return tokenOf(this.id);
      },
      WebSocket: class extends WebSocket {
        constructor(url: string, protocols: string[]) {
          super(url, protocols);
          sockets.push(this);
        }
      },
      RTCPeerConnection: network.RTCPeerConnection,
      mediaDevices: this.devices.mediaDevices,
      ...options,
    });
    const names: (keyof ClientEvents)[] = ["state", "incoming", "retry", "disconnected"];
    for (const name of names) this.client.on(name, (event) => this.heard.push([name, event]));
  }

  /** As where a phone changes networks: no close frame, nothing. */
  tear(): void {
    this.sockets.at(-1)?.terminate();
  }

  /**
   * As where a phone is in another network at once: the client takes a new socket, and the server believes in the old one.
   * @returns Lets the server notice.
   */
  slip(): () => void {
    const socket = this.sockets.at(-1)!;
    socket.close = () => {};
    socket.emit("close", 1006, Buffer.alloc(0));
    return () => socket.terminate();
  }

  get call(): Call {
    const call = this.client.currentCall;
    if (!call) throw new Error(`${this.id} is in no call`);
    return call;
  }

  incoming(): Promise<Call> {
    return eventually("it rings", () => this.client.currentCall?.state === "incoming" && this.client.currentCall);
  }
}

/** Everything that a test started, ended behind it. */
export class Crowd {
  readonly network = new FakeNetwork();
  readonly people: Person[] = [];
  readonly rooms: Room[] = [];

  constructor(readonly server: () => GoringServer | { url: string }) {}

  /** Somebody who is not connected yet. */
  stranger(options: Partial<GoringClientOptions> = {}, id?: string): Person {
    const person = new Person(this.server(), this.network, options, id);
    this.people.push(person);
    return person;
  }

  async person(options: Partial<GoringClientOptions> = {}, id?: string): Promise<Person> {
    const person = this.stranger(options, id);
    await person.client.connect();
    return person;
  }

  /** Two who talk. */
  async talking(options: Partial<GoringClientOptions> = {}): Promise<{ alice: Person; bob: Person; out: Call; in: Call }> {
    const [alice, bob] = [await this.person(options), await this.person(options)];
    const out = alice.client.call(bob.id);
    const incoming = await bob.incoming();
    await incoming.accept();
    await eventually("both are connected", () => out.state === "connected" && incoming.state === "connected");
    return { alice, bob, out, in: incoming };
  }

  leave(): void {
    for (const room of this.rooms.splice(0)) room.leave();
    for (const person of this.people.splice(0)) person.client.disconnect();
  }
}

/** Resolves to what the event carries, the next time. */
export function next<E extends object, K extends keyof E>(emitter: Emitter<E>, name: K, patience = 10_000): Promise<E[K]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${String(name)} within ${patience} ms`)), patience);
    emitter.once(name, (event) => {
      clearTimeout(timer);
      resolve(event);
    });
  });
}
