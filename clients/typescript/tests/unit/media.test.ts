import { expect, test, vi } from "vitest";
import { LocalMedia } from "../../src/media.js";
import { FakeDevices } from "../support/media.js";

function open(devices: FakeDevices | undefined, options = {}) {
  const media = new LocalMedia({
    options: { ...(devices && { mediaDevices: devices.mediaDevices }), ...options },
    stream: () => {},
    changed: () => {},
    error: () => {},
  });
  return { media, opening: media.open("audio") };
}

test.each([
  ["NotAllowedError", "permission-denied", false],
  ["SecurityError", "permission-denied", false],
  ["NotFoundError", "no-device", false],
  ["OverconstrainedError", "no-device", false],
  ["NotReadableError", "device-busy", true],
  ["AbortError", "device-busy", true],
  ["TypeError", "media-unsupported", false],
  ["OtherError", "media-failed", false],
])("A microphone that fails with %s is %s", async (refuse, code, retryable) => {
  const devices = Object.assign(new FakeDevices(), { refuse });
  await expect(open(devices).opening).rejects.toMatchObject({ name: "GoringError", code, retryable });
});

test("A page that may not ask at all says so", async () => {
  vi.stubGlobal("navigator", {});
  await expect(open(undefined).opening).rejects.toMatchObject({ code: "media-unsupported" });
  vi.unstubAllGlobals();
});

test("A microphone that comes when all is over is let go", async () => {
  const devices = new FakeDevices();
  const { media, opening } = open(devices);
  media.close();
  await expect(opening).rejects.toMatchObject({ code: "wrong-state" });
  expect(devices.given.map(({ readyState }) => readyState)).toEqual(["ended"]);
});

test("Constraints are those of the options", async () => {
  const devices = new FakeDevices();
  const { media, opening } = open(devices, { constraints: { audio: { echoCancellation: false }, video: { width: 640 } } });
  await opening;
  await media.setVideo(true);
  expect(devices.asked).toEqual([{ audio: { echoCancellation: false } }, { video: { width: 640 } }]);
});

test("Muted before it is there, it is silent from the start", async () => {
  const devices = new FakeDevices();
  const { media, opening } = open(devices);
  media.mute(true);
  await opening;
  expect(devices.given[0]?.enabled).toBe(false);
});
