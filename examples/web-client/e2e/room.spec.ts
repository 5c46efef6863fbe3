import { Goring } from "./support/goring";
import { arrived, expectSound } from "./support/media";
import { expect, test } from "./support/test";

test("three people meet in a room, media flows between all pairs, and one leaves", async ({ signIn, server }) => {
  const ada = await signIn("ada", { server });
  const ben = await signIn("ben", { server });
  await ada.page.getByLabel("Meet in a room").fill("Monday stand-up");
  await ada.press("Go to room");
  await ada.press("Join with video");
  await expect(ada.page.getByText("You are alone here.")).toBeVisible();

  await ben.page.goto(ada.page.url());
  await ben.press("Join with voice");
  await expect(ada.page.getByText("2 people")).toBeVisible();

  // Somebody who was sent the address signs in there, and is at the door.
  const cleo = await signIn("cleo", { server, path: new URL(ada.page.url()).pathname });
  await expect(cleo.page.getByRole("heading", { name: "Monday stand-up" })).toBeVisible();
  await cleo.press("Join with voice");

  for (const { page } of [ada, ben, cleo]) await expect(page.getByText("3 people")).toBeVisible();
  for (const { page } of [ada, ben, cleo]) await expectSound(page, 2);
  for (const { page } of [ben, cleo]) {
    const picture = page.locator("video.fill");
    await expect(picture).toHaveCount(1);
    await expect.poll(() => picture.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0);
  }

  await ben.press("Leave");
  await expect(ben.page.getByRole("heading", { name: "Ready for calls" })).toBeVisible();
  for (const { page } of [ada, cleo]) {
    await expect(page.getByText("2 people")).toBeVisible();
    await expectSound(page, 1);
  }
  expect(await arrived(ben.page)).toEqual([]);
});

test("a missed call takes nobody out of a room", async ({ signIn, server }) => {
  const ada = await signIn("ada", { server });
  const ben = await signIn("ben", { server, path: "/room/standup" });
  await ben.press("Join with voice");
  await expect(ben.page.getByText("You are alone here.")).toBeVisible();

  await ada.call("ben");
  await expect(ben.incoming).toContainText("Ada Okafor");
  await ada.press("Hang up");
  await expect(ben.incoming).toBeHidden();

  await expect(ben.page.getByText("You are alone here.")).toBeVisible();
  await ben.press("Leave");
  await ben.sees("Missed call", "You can call back.");
});

test("a room that is full says so at its door", async ({ signIn }) => {
  const server = await Goring.start({ ROOM_MAX_MEMBERS: "2" });
  try {
    for (const who of ["ada", "ben"] as const) {
      const member = await signIn(who, { server, path: "/room/small" });
      await member.press("Join with voice");
      await expect(member.page.getByText(who === "ada" ? "You are alone here." : "2 people")).toBeVisible();
    }

    const cleo = await signIn("cleo", { server, path: "/room/small" });
    await cleo.press("Join with voice");
    await expect(cleo.page.getByRole("alert")).toContainText("The room is full");
    await expect(cleo.page.getByRole("button", { name: "Join with voice" })).toBeEnabled();
  } finally {
    await server.stop();
  }
});
