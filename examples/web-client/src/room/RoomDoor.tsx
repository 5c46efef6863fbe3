import { usePhone, usePhoneState } from "../phone/hooks";
import { go } from "../phone/route";
import { Icon } from "../ui/Icon";
import { Notice } from "../ui/Notice";
import { problem } from "../words";

export function RoomDoor({ name }: { name: string }) {
  const phone = usePhone();
  const { trouble } = usePhoneState();
  return (
    <div className="centre door">
      <span className="disc">
        <Icon name="people" size={36} />
      </span>
      <h1>{name}</h1>
      <p className="muted">Whoever opens this address can join. You are not seen or heard yet.</p>
      {trouble && <Notice message={problem(trouble.code)} onDismiss={() => phone.dismiss("trouble")} />}
      <div className="answers">
        <button type="button" className="primary big" onClick={() => phone.joinRoom(name, "audio")}>
          <Icon name="mic" /> Join with voice
        </button>
        <button type="button" className="big" onClick={() => phone.joinRoom(name, "video")}>
          <Icon name="camera" /> Join with video
        </button>
      </div>
      <button type="button" className="plain" onClick={() => go("/")}>
        Back
      </button>
    </div>
  );
}
