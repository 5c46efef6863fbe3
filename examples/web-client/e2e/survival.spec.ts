import { Goring } from "./support/goring";
import { expectPictures, expectSound, longestSilence, watchForSilence } from "./support/media";
import { Redis } from "./support/redis";
import { expect, test } from "./support/test";

test("a server that is killed and started again in mid-call stops no media, and hanging up ends both", async ({ signIn }) => {
  const redis = await Redis.start();
  const server = await Goring.start({ REDIS_ADDR: redis.address });
  try {
    const ada = await signIn("ada", { server });
    const ben = await signIn("ben", { server });
    await ada.call("ben");
    await ben.accept();
    await ada.talks();
    await expectSound(ada.page);
    await expectSound(ben.page);
    await watchForSilence(ada.page);
    await watchForSilence(ben.page);

    await server.kill();
    await expect(ada.page.getByText("Reconnecting to the server…")).toBeVisible();
    await expect(ben.page.getByText("Reconnecting to the server…")).toBeVisible();
    await server.startAgain();
    await ada.connected();
    await ben.connected();

    await ada.talks();
    await expectSound(ada.page);
    await expectSound(ben.page);
    expect(await longestSilence(ada.page)).toBeLessThan(3000);
    expect(await longestSilence(ben.page)).toBeLessThan(3000);

    await ben.press("Hang up");
    await ada.sees("Call ended", "Ben Larsen hung up.");
  } finally {
    await server.stop();
    await redis.stop();
  }
});

test("a page that is loaded again in mid-call comes back to the call", async ({ signIn }) => {
  const ada = await signIn("ada");
  const ben = await signIn("ben");
  await ada.call("ben", "video");
  await ben.accept();
  await ada.talks();
  await expectPictures(ben.page);

  await ada.page.reload();

  await ada.talks();
  await expect(ada.page.getByRole("heading", { name: "Ben Larsen" })).toBeVisible();
  await expectSound(ada.page);
  await expectSound(ben.page);
  await expectPictures(ada.page);
  await expectPictures(ben.page);

  await ben.page.reload();
  await ben.talks();
  await expectSound(ada.page);
  await expectSound(ben.page);

  await ada.press("Hang up");
  await ben.sees("Call ended", "Ada Okafor hung up.");
});

test("a server that goes while nobody calls is waited for, and calls work again", async ({ signIn }) => {
  const server = await Goring.start();
  try {
    const ada = await signIn("ada", { server });
    const ben = await signIn("ben", { server });
    await server.kill();
    await expect(ada.page.locator(".pill")).toHaveText("Reconnecting…");
    await expect(ada.page.getByText("The server cannot be reached")).toBeVisible();
    await server.startAgain();
    await ada.press("Try now");
    await ada.connected();
    await ben.connected();
    await ada.call("ben");
    await expect(ben.incoming).toBeVisible();
  } finally {
    await server.stop();
  }
});
