import { expectSilence, expectSound } from "./support/media";
import { Goring } from "./support/goring";
import { Person } from "./support/person";
import { expect, test } from "./support/test";

test("after the run command two people talk, mute and hang up", async ({ browser }) => {
  test.setTimeout(300_000);
  const server = await Goring.run();
  try {
    const ada = await Person.signIn(browser, server.url, "ada");
    const ben = await Person.signIn(browser, server.url, "ben");

    await ada.call("ben");
    await expect(ben.incoming).toContainText("Ada Okafor");
    await expect(ben.incoming.locator("img")).toHaveJSProperty("complete", true);
    await ben.accept();
    await ada.talks();
    await ben.talks();
    await expect(ada.page.getByRole("heading", { name: "Ben Larsen" })).toBeVisible();
    await expectSound(ada.page);
    await expectSound(ben.page);

    await ada.press("Mute");
    await expectSilence(ben.page);
    await expectSound(ada.page);
    await ada.press("Unmute");
    await expectSound(ben.page);

    await ben.press("Hang up");
    await ben.sees("Call ended", "You hung up.");
    await ada.sees("Call ended", "Ben Larsen hung up.");
    await expect.poll(() => ada.page.evaluate(() => connections.every(({ connectionState }) => connectionState === "closed"))).toBe(true);
    await expect(ada.page.getByRole("region", { name: "Recent calls" })).toContainText("Outgoing");
    await ada.close();
    await ben.close();
  } finally {
    await server.stop();
  }
});
