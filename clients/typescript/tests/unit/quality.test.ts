import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ConnectionQuality } from "../../src/index.js";
import { QualityWatch } from "../../src/quality.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Figures {
  received: number;
  lost?: number;
  jitter?: number;
  roundTrip?: number;
}

/** What is told of connections with these figures, one each interval. */
async function told(...figures: Figures[]): Promise<ConnectionQuality[]> {
  const heard: ConnectionQuality[] = [];
  let at = 0;
  const watch = new QualityWatch(
    async () => {
      const { received, lost = 0, jitter = 0, roundTrip = 0 } = figures[at++]!;
      return new Map([
        ["a", { type: "inbound-rtp", packetsReceived: received, packetsLost: lost, jitter }],
        ["b", { type: "candidate-pair", nominated: true, state: "succeeded", currentRoundTripTime: roundTrip }],
      ]) as unknown as RTCStatsReport;
    },
    (quality) => heard.push(quality),
    100,
  );
  await vi.advanceTimersByTimeAsync(100 * figures.length);
  watch.stop();
  return heard;
}

test.each([
  [{ received: 100 }, "excellent"],
  [{ received: 100, lost: 3 }, "good"],
  [{ received: 100, roundTrip: 0.4 }, "good"],
  [{ received: 100, jitter: 0.06 }, "good"],
  [{ received: 100, lost: 10 }, "poor"],
  [{ received: 100, roundTrip: 0.7 }, "poor"],
] as const)("%o is %s", async (figures, quality) => {
  expect(await told({ received: 0 }, figures)).toEqual([quality]);
});

test("A change is told once, and silence is lost only when it lasts", async () => {
  expect(await told({ received: 0 }, { received: 9 }, { received: 18 }, { received: 18 }, { received: 18 })).toEqual([
    "excellent",
    "lost",
  ]);
});

test("A new connection, whose figures begin anew, is judged from its second reading on", async () => {
  expect(await told({ received: 0 }, { received: 900, lost: 200 }, { received: 5 }, { received: 50 })).toEqual([
    "poor",
    "excellent",
  ]);
});
