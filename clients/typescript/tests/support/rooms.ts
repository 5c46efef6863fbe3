import { randomUUID } from "node:crypto";
import { WebSocketServer, type WebSocket } from "ws";
import { freePort } from "./processes.js";

/** The rooms of docs/protocol.md, part 4, in one process: for faults that the real server cannot be made to have. */
export class FakeRooms {
  readonly sockets: WebSocket[] = [];
  readonly #members = new Map<string, { socket: WebSocket; room: string | undefined }>();
  #server: WebSocketServer | undefined;
  most = 16;
  /** Whether the server has yet to notice that sockets are lost: their places stay taken until {@link notice}. */
  unaware = false;
  /** How many were turned away. */
  turnedAway = 0;
  readonly #unnoticed: (() => void)[] = [];

  private constructor(readonly port: number) {}

  static async start(): Promise<FakeRooms> {
    const rooms = new FakeRooms(await freePort());
    await rooms.listen();
    return rooms;
  }

  /** The address of calls, which is not there: that of rooms is made from it. */
  get url(): string {
    return `ws://127.0.0.1:${this.port}/ws`;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => {
      this.#server = new WebSocketServer(
        { port: this.port, host: "127.0.0.1", path: "/connect", handleProtocols: () => "goring.v1" },
        resolve,
      );
      this.#server.on("connection", (socket) => this.#welcome(socket));
    });
  }

  async stop(code = 1012): Promise<void> {
    for (const socket of this.sockets.splice(0)) socket.close(code);
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
  }

  notice(): void {
    this.unaware = false;
    for (const leave of this.#unnoticed.splice(0)) leave();
  }

  #welcome(socket: WebSocket): void {
    const id = randomUUID();
    const tell = (to: WebSocket, type: string, payload?: object, id?: string) =>
      to.send(JSON.stringify({ type, id, payload }));
    const others = (room: string | undefined) =>
      [...this.#members].filter(([other, member]) => other !== id && room !== undefined && member.room === room);
    const leave = () => {
      const room = this.#members.get(id)?.room;
      for (const [, { socket: other }] of others(room)) tell(other, "leave-client", { client_id: id });
      this.#members.set(id, { socket, room: undefined });
    };

    this.sockets.push(socket);
    this.#members.set(id, { socket, room: undefined });
    tell(socket, "notify-client-id", { client_id: id });
    tell(socket, "ping");
    socket.on("close", () => {
      const gone = () => {
        leave();
        this.#members.delete(id);
      };
      if (this.unaware) this.#unnoticed.push(gone);
      else gone();
    });
    socket.on("message", (data) => {
      const message = JSON.parse(String(data)) as { type: string; id?: string; payload: Record<string, string> };
      const { type, payload } = message;
      if (type === "join") {
        leave();
        const room = payload["room_id"]!;
        const members = others(room);
        if (members.length >= this.most) {
          this.turnedAway++;
          return tell(socket, "error", { code: "room_full", error: "it is full" }, message.id);
        }
        this.#members.set(id, { socket, room });
        tell(socket, "room-members", { room_id: room, members: members.map(([client_id]) => ({ client_id })) }, message.id);
        for (const [, { socket: other }] of members) tell(other, "new-client", { client_id: id });
      } else if (type === "leave") {
        leave();
      } else {
        const { client_id, sdp, candidate, sdpMid, sdpMLineIndex } = payload;
        const target = this.#members.get(client_id!);
        if (!target || target.room !== this.#members.get(id)?.room) {
          return tell(socket, "error", { code: "session_not_found", error: "no such member" });
        }
        // As the protocol has it: these fields and no others.
        const relayed = type === "ice-candidate" ? { candidate, sdpMid, sdpMLineIndex } : { sdp };
        tell(target.socket, type, { client_id: id, ...relayed });
      }
    });
  }
}
