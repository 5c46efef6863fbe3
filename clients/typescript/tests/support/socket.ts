import type { WebSocketLike } from "../../src/index.js";

/** A socket on whose other end the test sits. */
export class FakeSocket implements WebSocketLike {
  static made: FakeSocket[] = [];
  readyState = 0;
  onopen: WebSocketLike["onopen"] = null;
  onmessage: WebSocketLike["onmessage"] = null;
  onclose: WebSocketLike["onclose"] = null;
  onerror: WebSocketLike["onerror"] = null;
  readonly sent: { type: string; id?: string; payload: Record<string, unknown> }[] = [];
  closedWith: number | undefined;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {
    FakeSocket.made.push(this);
  }

  send = (data: string) => void this.sent.push(JSON.parse(data));

  close(code?: number): void {
    this.readyState = 3;
    this.closedWith = code;
  }

  tell(type: string, payload: object = {}, more: object = {}): void {
    this.onmessage?.({ data: JSON.stringify({ type, payload, ...more }) });
  }

  greet(payload: object = {}): void {
    this.readyState = 1;
    this.tell("session.ready", {
      resume_token: "t/1",
      heartbeat_seconds: 20,
      resumed: false,
      user: { user_id: "alice" },
      call: null,
      ...payload,
    });
  }

  lose(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}
