import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const running = new Set<Program>();

// A run that is broken off ends what it started all the same.
process.on("exit", () => {
  for (const program of running) program.signal("SIGKILL");
});

/**
 * A program of the test's own, in a process group of its own: nothing that it starts outlives the test. All that it prints
 * goes to the file `log` too.
 */
export class Program {
  readonly #process: ChildProcess;
  #output = "";

  constructor(command: string, args: string[], options: { cwd?: string; env?: Record<string, string>; log?: string } = {}) {
    this.#process = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on("data", (data: Buffer) => {
        this.#output += data.toString();
        if (options.log) appendFileSync(options.log, data);
      });
    }
    running.add(this);
    this.#process.on("exit", () => running.delete(this));
    this.#process.on("error", (error) => (this.#output += `${command}: ${error.message}\n`));
  }

  get output(): string {
    return this.#output;
  }

  get #ended(): boolean {
    return this.#process.pid === undefined || this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Waits until `ready` is true. */
  async until(ready: () => Promise<boolean>, seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (!(await ready())) {
      if (this.#ended || Date.now() > end) throw new Error(`it did not get ready:\n${this.#output}`);
      await delay(50);
    }
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    this.signal(signal);
    const end = Date.now() + 15_000;
    while (!this.#ended && Date.now() < end) await delay(20);
    this.signal("SIGKILL");
  }

  /** To the whole group. */
  signal(signal: NodeJS.Signals): void {
    try {
      if (this.#process.pid !== undefined) process.kill(-this.#process.pid, signal);
    } catch {
      // The whole group is gone already.
    }
  }
}
