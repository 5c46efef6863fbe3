import { connect } from "node:net";
import { freePort, Program } from "./processes";

/** A Redis of the test's own, which keeps nothing on disk. */
export class Redis {
  private constructor(
    readonly address: string,
    private readonly program: Program,
  ) {}

  static async start(): Promise<Redis> {
    const port = await freePort();
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    const program = new Program("redis-server", args);
    await program.until(() => answers(port), 20);
    return new Redis(`127.0.0.1:${port}`, program);
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}

/** Whether somebody accepts connections there. */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const say = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => say(true));
    socket.once("error", () => say(false));
    socket.setTimeout(1000, () => say(false));
  });
}
