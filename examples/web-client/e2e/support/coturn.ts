import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, Program } from "./processes";
import { answers } from "./redis";

/** A coturn of the test's own, on the loopback alone. */
export class Coturn {
  private constructor(
    readonly url: string,
    private readonly program: Program,
    private readonly folder: string,
  ) {}

  static async start(secret: string): Promise<Coturn> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), "goring-coturn-"));
    const lines = [
      "listening-ip=127.0.0.1",
      "relay-ip=127.0.0.1",
      `listening-port=${port}`,
      "realm=goring.test",
      "use-auth-secret",
      `static-auth-secret=${secret}`,
      "fingerprint",
      "no-tls",
      "no-dtls",
      "no-cli",
      "allow-loopback-peers",
      "no-multicast-peers",
      `pidfile=${join(folder, "pid")}`,
      `userdb=${join(folder, "users")}`,
      "log-file=stdout",
    ];
    await writeFile(join(folder, "turn.conf"), `${lines.join("\n")}\n`);
    const program = new Program("turnserver", ["-c", join(folder, "turn.conf")], { cwd: folder });
    await program.until(() => answers(port), 20);
    return new Coturn(`turn:127.0.0.1:${port}?transport=udp`, program, folder);
  }

  async stop(): Promise<void> {
    await this.program.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
