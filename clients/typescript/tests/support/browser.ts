import { execFileSync } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Browser, type Page } from "playwright-core";

/** Debian's Chromium with a microphone and a camera that are made up, and the pages that a test gives it. */
export class TestBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly server: Server,
  ) {}

  /** @param files What is served, by path. */
  static async start(files: Record<string, string>): Promise<TestBrowser> {
    const server = createServer((request, response) => {
      const text = files[request.url ?? ""];
      response.statusCode = text === undefined ? 404 : 200;
      response.setHeader("content-type", /\.m?js$/.test(request.url ?? "") ? "text/javascript" : "text/html");
      response.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const browser = await chromium.launch({
      executablePath: execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim(),
      args: [
        "--no-sandbox",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--autoplay-policy=no-user-gesture-required",
        "--allow-loopback-in-peer-connection",
        "--disable-features=WebRtcHideLocalIpsWithMdns",
      ],
    });
    return new TestBrowser(browser, server);
  }

  get origin(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** A page of somebody else each time: nothing is shared between two. */
  async page(): Promise<Page> {
    const page = await (await this.browser.newContext()).newPage();
    page.setDefaultTimeout(20_000);
    return page;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }
}
