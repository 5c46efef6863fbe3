import type { InputKind } from "@goring/client";
import { useEffect, useRef } from "react";
import { useDevices, usePhone } from "../phone/hooks";
import type { OwnMedia } from "./CallControls";

interface Props {
  media: OwnMedia;
  speaker: string;
  onSpeaker: (id: string) => void;
}

const canChooseSpeaker = "setSinkId" in HTMLMediaElement.prototype;

/** Which microphone, camera and loudspeaker. */
export function DevicePicker({ media, speaker, onSpeaker }: Props) {
  const phone = usePhone();
  const panel = useRef<HTMLDivElement>(null);
  const choose = (kind: InputKind) => (id: string) => void phone.attempt(() => media.switchDevice(kind, id));
  useEffect(() => panel.current?.querySelector("select")?.focus(), []);
  return (
    <div className="devices" ref={panel} role="group" aria-label="Devices">
      <Choice kind="audioinput" label="Microphone" chosen={usedBy(media.localStream?.getAudioTracks())} onChoose={choose("audioinput")} />
      {media.video && (
        <Choice kind="videoinput" label="Camera" chosen={usedBy(media.localStream?.getVideoTracks())} onChoose={choose("videoinput")} />
      )}
      {canChooseSpeaker && <Choice kind="audiooutput" label="Loudspeaker" chosen={speaker} onChoose={onSpeaker} />}
    </div>
  );
}

function usedBy(tracks: MediaStreamTrack[] | undefined): string {
  return tracks?.[0]?.getSettings().deviceId ?? "";
}

interface ChoiceProps {
  kind: MediaDeviceKind;
  label: string;
  chosen: string;
  onChoose: (id: string) => void;
}

function Choice({ kind, label, chosen, onChoose }: ChoiceProps) {
  const devices = useDevices().filter((device) => device.kind === kind);
  const id = `device-${kind}`;
  const known = devices.some(({ deviceId }) => deviceId === chosen);
  return (
    <div className="stack">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={known ? chosen : ""} onChange={(event) => onChoose(event.target.value)}>
        {!known && <option value="">{devices.length === 0 ? "None found" : "Standard"}</option>}
        {devices.map((device, index) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || `${label} ${index + 1}`}
          </option>
        ))}
      </select>
    </div>
  );
}
