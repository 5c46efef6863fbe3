import { describe, expect, it } from "vitest";
import { clock, spoken, when } from "../src/phone/duration";
import { roomIn } from "../src/phone/route";
import { initials, tint } from "../src/ui/initials";
import { guestName } from "../src/room/guests";

describe("what is shown", () => {
  it.each([
    [0, "0:00", "0 seconds"],
    [5, "0:05", "5 seconds"],
    [61, "1:01", "1 minute 1 second"],
    [3600, "1:00:00", "1 hour"],
    [3671.9, "1:01:11", "1 hour 1 minute 11 seconds"],
    [-3, "0:00", "0 seconds"],
  ])("%d seconds are %s, said “%s”", (seconds, shown, said) => {
    expect(clock(seconds)).toBe(shown);
    expect(spoken(seconds)).toBe(said);
  });

  it("a time of today is a time, and an earlier one a day", () => {
    const now = new Date(2026, 4, 12, 14, 30).getTime();
    expect(when(new Date(2026, 4, 12, 9, 5).getTime(), now, "en-GB")).toBe("9:05");
    expect(when(new Date(2026, 4, 11, 23, 0).getTime(), now, "en-GB")).toBe("Yesterday");
    expect(when(new Date(2026, 4, 3).getTime(), now, "en-GB")).toBe("3 May");
  });

  it.each([
    ["Ada Okafor", "AO"],
    ["ben", "B"],
    ["Magdalena van der Berg", "MB"],
    ["  Zoë  ", "Z"],
    ["😀 smile", "😀S"],
  ])("the initials of %s are %s", (name, letters) => expect(initials(name)).toBe(letters));

  it("somebody has the same colour and the same guest's name each time", () => {
    expect(tint("ada")).toBe(tint("ada"));
    expect([0, 1, 2, 3, 4]).toContain(tint("somebody else"));
    expect(guestName("b7c1")).toBe(guestName("b7c1"));
  });

  it.each([
    ["/", undefined],
    ["/room/standup", "standup"],
    ["/room/a%2Fb%20c", "a/b c"],
    ["/room/%E0%A4%A", undefined],
    ["/room/", undefined],
    ["/rooms/x", undefined],
  ])("the address %s names the room %s", (path, room) => expect(roomIn(path)).toBe(room));
});
