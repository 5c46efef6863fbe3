import { useEffect, useState } from "react";

/** Whether a stream carries a picture just now: a camera that is off leaves its track there, muted. */
export function useHasPicture(stream: MediaStream | undefined): boolean {
  const [, look] = useState(0);
  useEffect(() => {
    if (!stream) return;
    const again = () => look((count) => count + 1);
    const tracks = stream.getVideoTracks();
    const targets: EventTarget[] = [stream, ...tracks];
    const names = ["addtrack", "removetrack", "mute", "unmute", "ended"];
    for (const target of targets) for (const name of names) target.addEventListener(name, again);
    return () => {
      for (const target of targets) for (const name of names) target.removeEventListener(name, again);
    };
  }, [stream]);
  return stream?.getVideoTracks().some((track) => track.readyState === "live" && !track.muted) ?? false;
}
