import { execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort, Program } from "./processes";

const root = join(import.meta.dirname, "../../../..");
const project = join(root, "src/Web/Goring.Web.csproj");
const program = join(root, "src/Web/bin/Release/net10.0/goring.dll");

/** Neither compiler servers nor MSBuild nodes may outlive the tests. */
const quiet = { MSBUILDDISABLENODEREUSE: "1", UseSharedCompilation: "false", DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" };

/** Where the servers' logs go to be searched for what must stand in none; see test.sh. */
const logs = process.env["GORING_TEST_LOGS"];

const settings = {
  ASPNETCORE_ENVIRONMENT: "Development",
  JWT_SECRET: "",
  REDIS_ADDR: "",
  DRAIN_SECONDS: "0",
  ...(logs && { LOG_LEVEL: "Trace" }),
};

function logOf(port: number): { log?: string } {
  if (!logs) return {};
  mkdirSync(logs, { recursive: true });
  return { log: join(logs, `browsers-${port}.log`) };
}

/** The server as it is shipped, with the built client beside it. */
export class Goring {
  private constructor(
    readonly port: number,
    private readonly start: () => Program,
    private running: Program,
    private readonly folder: string | undefined,
  ) {}

  /** Where the client's own package lies. */
  static readonly clientFolder = join(root, "examples/web-client");

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get output(): string {
    return this.running.output;
  }

  /** Builds what is not up to date, for the tests that start the program itself. */
  static async prepare(): Promise<void> {
    const targets = existsSync(program) ? "PlaceWebClient" : "Restore,Build,PlaceWebClient";
    for (const target of targets.split(",")) {
      const args = ["msbuild", project, `-t:${target}`, "-p:Configuration=Release", "-nologo", "-v:minimal"];
      await promisify(execFile)("dotnet", args, { env: { ...process.env, ...quiet }, timeout: 240_000 });
    }
  }

  /** The run command of the README, on another port. */
  static async run(): Promise<Goring> {
    const port = await freePort();
    const env = { ...quiet, ...settings, PORT: String(port) };
    const args = ["run", "--project", join(root, "src/Web"), "-c", "Release"];
    return Goring.#begin(port, () => new Program("dotnet", args, { cwd: root, env, ...logOf(port) }), undefined);
  }

  static async start(variables: Record<string, string> = {}): Promise<Goring> {
    const port = await freePort();
    // A folder of its own, in which no .env lies.
    const cwd = await mkdtemp(join(tmpdir(), "goring-e2e-"));
    const env = { ...settings, PORT: String(port), SERVER_ID: `e2e-${port}`, ...variables };
    return Goring.#begin(port, () => new Program("dotnet", [program], { cwd, env, ...logOf(port) }), cwd);
  }

  static async #begin(port: number, start: () => Program, folder: string | undefined): Promise<Goring> {
    const goring = new Goring(port, start, start(), folder);
    await goring.#ready();
    return goring;
  }

  /** Without a word to anybody. */
  kill(): Promise<void> {
    return this.running.stop("SIGKILL");
  }

  async startAgain(): Promise<void> {
    this.running = this.start();
    await this.#ready();
  }

  async stop(): Promise<void> {
    await this.running.stop();
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
  }

  async #ready(): Promise<void> {
    const ask = () => fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2000) }).then(({ ok }) => ok);
    // Long enough for the run command to build on a busy machine.
    await this.running.until(() => ask().catch(() => false), 240);
  }
}
