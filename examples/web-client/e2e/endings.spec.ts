import { Goring } from "./support/goring";
import { expect, test } from "./support/test";

test("a call is declined, and the caller reads so and can call again", async ({ signIn }) => {
  const ada = await signIn("ada");
  const ben = await signIn("ben");
  await ada.call("ben");
  await ben.press("Decline");

  await ada.sees("Call declined", "Ben Larsen cannot talk right now.");
  await expect(ben.incoming).toBeHidden();
  await ada.press("Call again");
  await expect(ben.incoming).toBeVisible();

  await ada.press("Hang up");
  await ben.sees("Missed call", "You can call back.");
  await expect(ben.page.getByRole("region", { name: "Recent calls" })).toContainText("Missed");
  await ben.press("Call back");
  await expect(ada.incoming).toContainText("Ben Larsen");
  await ada.press("Decline");
});

test("whoever is in a call is busy, and whoever is not there is offline", async ({ signIn }) => {
  const ada = await signIn("ada");
  const ben = await signIn("ben");
  const cleo = await signIn("cleo");
  await ada.call("ben");
  await expect(ben.incoming).toBeVisible();

  await cleo.call("ben");
  await cleo.sees("Ben Larsen is busy", "Try again in a few minutes.");
  await cleo.press("Close");
  await cleo.call("dan");
  await cleo.sees("Dan Whitaker is offline");
});

test("nobody answers", async ({ signIn }) => {
  const server = await Goring.start({ RING_TIMEOUT_SECONDS: "2" });
  try {
    const ada = await signIn("ada", { server });
    const ben = await signIn("ben", { server });
    await ada.call("ben");
    await ada.sees("No answer", "Nobody picked up.");
    await expect(ben.incoming).toBeHidden();
  } finally {
    await server.stop();
  }
});

test("a refused microphone is explained to the caller, with a way on", async ({ signIn }) => {
  const ada = await signIn("ada", { permissions: [] });
  const ben = await signIn("ben");
  await ada.page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
  });

  await ada.call("ben");

  await ada.sees("Your browser blocks the microphone or camera", "allow them for this page, then try again");
  await expect(ada.page.getByRole("button", { name: "Try again" })).toBeEnabled();
  await expect(ben.incoming).toBeHidden();
});

test("a callee without a microphone reads why, and the call goes on ringing", async ({ signIn }) => {
  const ada = await signIn("ada");
  const ben = await signIn("ben");
  await ben.page.evaluate(() => {
    const media = navigator.mediaDevices;
    const real = media.getUserMedia.bind(media);
    media.getUserMedia = (wanted) => {
      media.getUserMedia = real;
      return Promise.reject(new DOMException(`none for ${JSON.stringify(wanted)}`, "NotFoundError"));
    };
  });

  await ada.call("ben");
  await ben.accept();
  await expect(ben.incoming.getByRole("alert")).toContainText("No microphone or camera found");
  await expect(ada.page.getByText("Ringing…").first()).toBeVisible();

  await ben.press("Try again");
  await ada.talks();
  await ben.talks();
});

test("a second tab as the same person takes over, and the first can take it back", async ({ signIn }) => {
  const first = await signIn("ada");
  const second = await signIn("ada");

  await expect(first.page.getByRole("alert")).toContainText("Signed in somewhere else");
  await first.press("Use it here");
  await first.connected();
  await expect(second.page.getByRole("alert")).toContainText("Signed in somewhere else");
});
