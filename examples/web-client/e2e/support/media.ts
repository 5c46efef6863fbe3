import { expect, type Page } from "@playwright/test";

/** What has arrived at a page, over all connections that it has. */
export interface Arrived {
  packets: number;
  energy: number;
  frames: number;
}

declare global {
  var connections: RTCPeerConnection[];
  var longestSilence: number;
}

/** Makes the page's connections known to {@link arrived}. */
export function watchConnections(): void {
  const Native = RTCPeerConnection;
  globalThis.connections = [];
  globalThis.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      globalThis.connections.push(this);
    }
  };
}

/** What has arrived so far, in all and by connection that is open. */
export function arrived(page: Page): Promise<Arrived[]> {
  return page.evaluate(async () => {
    const open = globalThis.connections.filter(({ connectionState }) => connectionState === "connected");
    return Promise.all(
      open.map(async (connection) => {
        const sum = { packets: 0, energy: 0, frames: 0 };
        for (const report of (await connection.getStats()).values()) {
          if (report.type !== "inbound-rtp") continue;
          if (report.kind === "audio") {
            sum.packets += report.packetsReceived ?? 0;
            sum.energy += report.totalAudioEnergy ?? 0;
          } else {
            sum.frames += report.framesDecoded ?? 0;
          }
        }
        return sum;
      }),
    );
  });
}

/** Sound arrives from `peers` others: packets come in, and they are not silence. The made-up microphone beeps once a second. */
export async function expectSound(page: Page, peers = 1): Promise<void> {
  let before: Arrived[] = [];
  await expect(async () => {
    before = await arrived(page);
    expect(before).toHaveLength(peers);
  }).toPass({ timeout: 20_000 });
  await expect(async () => {
    const after = await arrived(page);
    expect(after).toHaveLength(peers);
    after.forEach(({ packets, energy }, index) => {
      expect(packets - before[index]!.packets).toBeGreaterThan(25);
      expect(energy - before[index]!.energy).toBeGreaterThan(0);
    });
  }).toPass({ timeout: 20_000, intervals: [500] });
}

/** Nothing but silence arrives: over two seconds, in which the microphone would beep twice. */
export async function expectSilence(page: Page): Promise<void> {
  await expect(async () => {
    const [before] = await arrived(page);
    await page.waitForTimeout(2000);
    const [after] = await arrived(page);
    expect(after!.energy - before!.energy).toBeLessThan(1e-6);
  }).toPass({ timeout: 20_000, intervals: [0] });
}

/** Pictures arrive and are shown. */
export async function expectPictures(page: Page): Promise<void> {
  const [before] = await arrived(page);
  await expect(async () => {
    const [after] = await arrived(page);
    expect(after!.frames - (before?.frames ?? 0)).toBeGreaterThan(5);
  }).toPass({ timeout: 20_000, intervals: [500] });
  const video = page.locator("video.remote");
  await expect(video).toBeVisible();
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.videoWidth)).toBeGreaterThan(0);
}

/** From now on the page notes for how long no packet arrived, at the longest. */
export async function watchForSilence(page: Page): Promise<void> {
  await page.evaluate(() => {
    let packets = 0;
    let since = performance.now();
    globalThis.longestSilence = 0;
    setInterval(async () => {
      let sum = 0;
      for (const connection of globalThis.connections) {
        if (connection.connectionState === "closed") continue;
        for (const report of (await connection.getStats()).values()) {
          if (report.type === "inbound-rtp") sum += report.packetsReceived ?? 0;
        }
      }
      const now = performance.now();
      if (sum > packets) since = now;
      packets = sum;
      globalThis.longestSilence = Math.max(globalThis.longestSilence, now - since);
    }, 100);
  });
}

export function longestSilence(page: Page): Promise<number> {
  return page.evaluate(() => globalThis.longestSilence);
}

/** The kinds of the two ends of the pair of addresses that the media takes. */
export function candidateTypes(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const connection = globalThis.connections.find(({ connectionState }) => connectionState === "connected")!;
    const reports = await connection.getStats();
    const transport = [...reports.values()].find(({ type }) => type === "transport");
    const pair = reports.get(transport.selectedCandidatePairId);
    return [reports.get(pair.localCandidateId).candidateType, reports.get(pair.remoteCandidateId).candidateType];
  });
}
