import { type Browser, type BrowserContext, expect, type Locator, type Page } from "@playwright/test";
import { watchConnections } from "./media";

export const names = { ada: "Ada Okafor", ben: "Ben Larsen", cleo: "Cleo Marín", dan: "Dan Whitaker" } as const;

export type Who = keyof typeof names;

/** Somebody with a browser of their own, who does everything by the client's buttons. */
export class Person {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {}

  /** Opens the client and signs in with one click. */
  static async signIn(browser: Browser, url: string, who: Who, options: { permissions?: string[]; path?: string } = {}): Promise<Person> {
    const context = await browser.newContext({ permissions: options.permissions ?? ["microphone", "camera"] });
    await context.addInitScript(watchConnections);
    const page = await context.newPage();
    const person = new Person(page, context);
    page.on("pageerror", (error) => person.faults.push(String(error)));
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) person.faults.push(message.text());
    });
    await page.goto(`${url}${options.path ?? "/"}`);
    await page.getByRole("button", { name: names[who] }).click();
    await person.connected();
    return person;
  }

  readonly faults: string[] = [];

  async connected(): Promise<void> {
    await expect(this.page.locator(".pill")).toHaveText("Connected", { timeout: 20_000 });
  }

  async call(who: Who, media: "voice" | "video" = "voice"): Promise<void> {
    const name = media === "voice" ? `Call ${names[who]}` : `Video call ${names[who]}`;
    await this.page.getByRole("region", { name: "People" }).getByRole("button", { name, exact: true }).click();
  }

  get incoming(): Locator {
    return this.page.getByRole("dialog");
  }

  async accept(): Promise<void> {
    await this.incoming.getByRole("button", { name: "Accept" }).click();
  }

  async press(button: string): Promise<void> {
    await this.page.getByRole("button", { name: button, exact: true }).click();
  }

  /** The clock of the call runs. */
  async talks(): Promise<void> {
    await expect(this.page.getByRole("timer")).toBeVisible({ timeout: 20_000 });
  }

  /** The screen of a call that is over. */
  async sees(heading: string, text?: string): Promise<void> {
    await expect(this.page.getByRole("heading", { name: heading })).toBeVisible();
    if (text) await expect(this.page.getByText(text, { exact: false }).first()).toBeVisible();
  }

  async close(): Promise<void> {
    await this.context.close();
    expect(this.faults).toEqual([]);
  }
}
