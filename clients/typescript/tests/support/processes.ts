import { spawn, type ChildProcess } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { eventually } from "./waiting.js";

const PROGRAM = fileURLToPath(new URL("../../../../src/Web/bin/Release/net10.0/goring.dll", import.meta.url));
const SECRET = "the-secret-of-the-client-tests";

/** Where the servers' logs go to be searched for what must stand in none; see test.sh. */
const LOGS = process.env["GORING_TEST_LOGS"];

let next = 12_000 + Math.floor(Math.random() * 20_000);

/** Below the range of outgoing connections, where a port that is free stays so. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 12_000 + (++next % 20_000);
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once("error", () => resolve(false));
      server.listen(port, () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** A token of a user, as the server of the tests takes it. */
export function tokenOf(user: string, claims: object = {}): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part({ hash: user, name: user.toUpperCase(), exp, ...claims })}`;
  return `${text}.${createHmac("sha256", SECRET).update(text).digest("base64url")}`;
}

/** A process of a test's own, ended with it. */
class Program {
  readonly folder = mkdtempSync(join(tmpdir(), "goring-client-"));
  readonly process: ChildProcess;
  output = "";

  /** @param log A file that gets all output. */
  constructor(command: string, args: string[], env: Record<string, string> = {}, log?: string) {
    const { PATH = "", HOME = "", DOTNET_ROOT = "" } = process.env;
    this.process = spawn(command, args, {
      cwd: this.folder,
      env: { PATH, HOME, ...(DOTNET_ROOT && { DOTNET_ROOT }), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on("data", (data: Buffer) => {
        this.output += data.toString();
        if (log) appendFileSync(log, data);
      });
    }
  }

  get ended(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  async stop(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    if (!this.ended) {
      const exit = new Promise((resolve) => this.process.once("exit", resolve));
      this.process.kill(signal);
      await exit;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class RedisServer {
  private constructor(
    readonly port: number,
    private readonly program: Program,
  ) {}

  static async start(): Promise<RedisServer> {
    const port = await freePort();
    const program = new Program("redis-server", ["--port", `${port}`, "--bind", "127.0.0.1", "--save", ""]);
    await eventually("redis-server listens", () => !program.ended && listens(port), 20_000);
    return new RedisServer(port, program);
  }

  stop = () => this.program.stop();
}

/** The real server: the program that `dotnet build -c Release` has made. */
export class GoringServer {
  #program: Program | undefined;

  private constructor(
    readonly port: number,
    readonly settings: Record<string, string>,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<GoringServer> {
    if (!existsSync(PROGRAM)) throw new Error(`build the server first: dotnet build -c Release (${PROGRAM})`);
    const server = new GoringServer(await freePort(), settings);
    await server.restart();
    return server;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/ws`;
  }

  async restart(): Promise<void> {
    const variables = {
      PORT: `${this.port}`,
      SERVER_ID: randomUUID(),
      JWT_SECRET: SECRET,
      LOG_LEVEL: LOGS ? "Trace" : "Warning",
      DRAIN_SECONDS: "0",
      RATE_LIMIT_CALLS_PER_MINUTE: "0",
      RATE_LIMIT_CONNECTIONS_PER_MINUTE: "0",
      ROOMS_ANONYMOUS: "true",
      ...this.settings,
    };
    if (LOGS) mkdirSync(LOGS, { recursive: true });
    const log = LOGS && join(LOGS, `clients-${this.port}.log`);
    const program = (this.#program = new Program("dotnet", [PROGRAM], variables, log));
    await eventually(
      "the server is ready",
      async () => {
        if (program.ended) throw new Error(`the server ended: ${program.output}`);
        return fetch(`http://127.0.0.1:${this.port}/health/ready`).then(
          (response) => response.ok,
          () => false,
        );
      },
      30_000,
    );
  }

  stop = (signal?: NodeJS.Signals) => this.#program?.stop(signal) ?? Promise.resolve();
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
