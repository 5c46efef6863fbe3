import type { ConnectionQuality } from "./events.js";

const USUAL_INTERVAL = 2_000;

interface Reading {
  received: number;
  lost: number;
}

/** Looks at WebRTC's figures now and then, and tells when what they mean has changed. */
export class QualityWatch {
  current: ConnectionQuality = "unknown";

  readonly #timer: ReturnType<typeof setInterval>;
  #last: Reading | undefined;
  #silent = 0;

  constructor(stats: () => Promise<RTCStatsReport>, changed: (quality: ConnectionQuality) => void, interval?: number) {
    this.#timer = setInterval(() => {
      stats().then(
        (report) => {
          const quality = this.#read(report);
          if (quality === this.current) return;
          this.current = quality;
          changed(quality);
        },
        () => {}, // there is no connection at the moment, and so nothing to say
      );
    }, interval ?? USUAL_INTERVAL);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #read(report: RTCStatsReport): ConnectionQuality {
    const now: Reading = { received: 0, lost: 0 };
    let jitter = 0;
    let roundTrip = 0;
    report.forEach((entry: Record<string, any>) => {
      if (entry["type"] === "inbound-rtp") {
        now.received += entry["packetsReceived"] ?? 0;
        now.lost += entry["packetsLost"] ?? 0;
        jitter = Math.max(jitter, entry["jitter"] ?? 0);
      } else if (entry["type"] === "candidate-pair" && entry["nominated"] && entry["state"] === "succeeded") {
        roundTrip = entry["currentRoundTripTime"] ?? 0;
      }
    });

    const last = this.#last;
    this.#last = now;
    // Figures begin anew with a new connection.
    if (!last || now.received < last.received) return this.current;
    const received = now.received - last.received;
    this.#silent = received > 0 ? 0 : this.#silent + 1;
    if (received === 0) return this.#silent > 1 ? "lost" : this.current;
    const loss = Math.max(0, now.lost - last.lost) / (received + Math.max(0, now.lost - last.lost));
    if (loss > 0.08 || roundTrip > 0.6) return "poor";
    if (loss > 0.02 || roundTrip > 0.3 || jitter > 0.05) return "good";
    return "excellent";
  }
}
