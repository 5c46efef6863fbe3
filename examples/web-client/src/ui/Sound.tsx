import { useEffect, useRef, useState } from "react";
import { Icon } from "./Icon";

/** The sound of a stream. Where the browser wants a click before it lets a page sound, there is a button for it. */
export function Sound({ stream, speaker }: { stream: MediaStream; speaker: string }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [refused, setRefused] = useState(false);

  const start = () => {
    audio.current?.play().then(
      () => setRefused(false),
      (error: DOMException) => setRefused(error.name === "NotAllowedError"),
    );
  };

  useEffect(() => {
    if (!audio.current) return;
    audio.current.srcObject = stream;
    start();
  }, [stream]);

  useEffect(() => {
    if (!refused) return;
    // Any touch of the page is leave enough; the button says so to those who would not touch it otherwise.
    addEventListener("pointerdown", start);
    return () => removeEventListener("pointerdown", start);
  }, [refused]);

  useEffect(() => {
    // Where the loudspeaker is gone the browser goes on with another by itself.
    void audio.current?.setSinkId?.(speaker).catch(() => undefined);
  }, [speaker]);

  return (
    <>
      <audio ref={audio} />
      {refused && (
        <button type="button" className="primary" onClick={start}>
          <Icon name="sound" /> Turn the sound on
        </button>
      )}
    </>
  );
}
