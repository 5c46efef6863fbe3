import type { Call } from "@goring/client";
import { useState } from "react";
import { usePhone } from "../phone/hooks";
import { DevicePicker } from "./DevicePicker";
import { Icon, type IconName } from "./Icon";

/** What a call and a room have in common. */
export type OwnMedia = Pick<Call, "localStream" | "muted" | "video" | "mute" | "setVideo" | "switchDevice">;

interface Props {
  media: OwnMedia;
  /** Whether there is a connection that camera and devices could be changed on. */
  ready: boolean;
  speaker: string;
  onSpeaker: (id: string) => void;
  end: { label: string; onEnd: () => void };
}

/** Microphone, camera, devices, and the way out. */
export function CallControls({ media, ready, speaker, onSpeaker, end }: Props) {
  const phone = usePhone();
  const [picking, setPicking] = useState(false);
  const [switching, setSwitching] = useState(false);

  const switchCamera = async () => {
    setSwitching(true);
    await phone.attempt(() => media.setVideo(!media.video));
    setSwitching(false);
  };

  return (
    <div
      className="controls"
      role="group"
      aria-label="Call controls"
      onKeyDown={(event) => {
        if (event.key === "Escape") setPicking(false);
      }}
    >
      {picking && <DevicePicker media={media} speaker={speaker} onSpeaker={onSpeaker} />}
      <Control
        icon={media.muted ? "micOff" : "mic"}
        label={media.muted ? "Unmute" : "Mute"}
        off={media.muted}
        disabled={!media.localStream}
        onClick={() => media.mute(!media.muted)}
      />
      <Control
        icon={media.video ? "camera" : "cameraOff"}
        label={media.video ? "Stop video" : "Start video"}
        off={!media.video}
        disabled={!ready || switching}
        onClick={() => void switchCamera()}
      />
      <Control icon="devices" label="Devices" expanded={picking} disabled={!ready} onClick={() => setPicking(!picking)} />
      <Control icon="hangup" label={end.label} danger onClick={end.onEnd} />
    </div>
  );
}

interface ControlProps {
  icon: IconName;
  label: string;
  off?: boolean;
  danger?: boolean;
  disabled?: boolean;
  expanded?: boolean;
  onClick: () => void;
}

function Control({ icon, label, off = false, danger = false, disabled = false, expanded, onClick }: ControlProps) {
  return (
    <button
      type="button"
      className="control"
      data-off={off}
      data-danger={danger}
      disabled={disabled}
      aria-expanded={expanded}
      onClick={onClick}
    >
      <span className="control-disc">
        <Icon name={icon} size={24} />
      </span>
      {label}
    </button>
  );
}
