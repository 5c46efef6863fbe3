import { clock, spoken } from "../phone/duration";
import { useNow } from "../phone/hooks";

export function Timer({ since }: { since: number }) {
  const seconds = (useNow(true) - since) / 1000;
  return (
    <span role="timer" aria-label={`Call time: ${spoken(seconds)}`}>
      {clock(seconds)}
    </span>
  );
}
