import type { ConnectionQuality } from "@goring/client";
import { qualityWords } from "../words";

const bars: Record<ConnectionQuality, number> = { unknown: 0, lost: 0, poor: 1, good: 2, excellent: 3 };

/** How well the peer's media arrives: bars, and the same in words. */
export function Quality({ quality }: { quality: ConnectionQuality }) {
  return (
    <span className="quality" data-quality={quality}>
      <svg width="18" height="14" viewBox="0 0 18 14" aria-hidden="true">
        {[0, 1, 2].map((bar) => (
          <rect key={bar} x={bar * 6.5} y={9 - bar * 4.5} width="4.5" height={5 + bar * 4.5} rx="1.2" data-on={bar < bars[quality]} />
        ))}
      </svg>
      {qualityWords[quality]}
    </span>
  );
}
