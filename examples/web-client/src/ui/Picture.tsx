import { useEffect, useRef } from "react";

interface Props {
  stream: MediaStream;
  label: string;
  className: string;
  mirrored?: boolean;
}

/** The picture of a stream alone: its sound is {@link Sound}'s. */
export function Picture({ stream, label, className, mirrored = false }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return <video ref={video} className={`picture ${className}`} data-mirrored={mirrored} aria-label={label} autoPlay playsInline muted />;
}
