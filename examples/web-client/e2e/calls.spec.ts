import { expectPictures, expectSound } from "./support/media";
import { expect, test } from "./support/test";

test("two people see and hear each other, and one turns the camera off and on", async ({ signIn }) => {
  const ada = await signIn("ada");
  const ben = await signIn("ben");

  await ada.call("ben", "video");
  await expect(ben.incoming).toContainText("Incoming video call");
  await ben.accept();
  await ada.talks();
  await expectPictures(ada.page);
  await expectPictures(ben.page);
  await expectSound(ada.page);
  await expectSound(ben.page);

  await ada.press("Stop video");
  await expect(ben.page.locator("video.remote")).toBeHidden();
  await expect(ada.page.getByLabel("Your own video")).toBeHidden();
  await ada.press("Start video");
  await expectPictures(ben.page);

  await ada.press("Hang up");
  await ada.sees("Call ended", "You hung up.");
  await ben.sees("Call ended", "Ada Okafor hung up.");
});

test("a video call can be answered with voice only, and a voice call can become one with pictures", async ({ signIn }) => {
  const ada = await signIn("ada");
  const ben = await signIn("ben");

  await ada.call("ben", "video");
  await ben.press("Answer with voice only");
  await ada.talks();
  await expectPictures(ben.page);
  await expect(ada.page.locator("video.remote")).toBeHidden();

  await ben.press("Start video");
  await expectPictures(ada.page);
});

test("another microphone is taken without a break", async ({ signIn }) => {
  const ada = await signIn("ada");
  const ben = await signIn("ben");
  await ada.call("ben");
  await ben.accept();
  await ada.talks();
  await expectSound(ben.page);

  await ada.press("Devices");
  const microphone = ada.page.getByLabel("Microphone", { exact: true });
  await expect(microphone).toBeFocused();
  const other = microphone.locator("option").filter({ hasText: "Fake Audio Input 2" });
  await microphone.selectOption({ label: (await other.textContent())! });

  await expectSound(ben.page);
  await expect(ada.page.getByRole("alert")).toBeHidden();
  await ada.page.keyboard.press("Escape");
  await expect(microphone).toBeHidden();
});

test("a whole call is possible with the keyboard alone", async ({ signIn }) => {
  const ada = await signIn("ada");
  const ben = await signIn("ben");

  await ada.page.getByLabel("Call by user id").focus();
  await ada.page.keyboard.type("ben");
  await ada.page.keyboard.press("Enter");

  // What is typed while it begins to ring answers nothing.
  await expect(ben.incoming).toBeFocused();
  await ben.page.keyboard.press("Enter");
  await ben.page.keyboard.press("Escape");
  await expect(ben.incoming).toBeVisible();
  await ben.page.keyboard.press("Tab");
  await expect(ben.incoming.getByRole("button", { name: "Decline" })).toBeFocused();
  await ben.page.keyboard.press("Tab");
  await ben.page.keyboard.press("Enter");

  await ben.talks();
  await expect(ben.page.getByRole("heading", { name: "Ada Okafor" })).toBeFocused();
  for (const name of ["Mute", "Start video", "Devices", "Hang up"]) {
    await ben.page.keyboard.press("Tab");
    await expect(ben.page.getByRole("button", { name, exact: true })).toBeFocused();
  }

  await ben.page.keyboard.press("Enter");
  await expect(ben.page.getByRole("heading", { name: "Call ended" })).toBeFocused();
  await ada.sees("Call ended", "Ben Larsen hung up.");
});
