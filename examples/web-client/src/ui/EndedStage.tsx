import { useEffect, useRef } from "react";
import { spoken } from "../phone/duration";
import { usePhone } from "../phone/hooks";
import type { EndedCall } from "../phone/state";
import { endOfCall, nameOf } from "../words";
import { Avatar } from "./Avatar";
import { Icon } from "./Icon";
import { useDial } from "./useDial";

/** How the call ended, in words, and the way on. */
export function EndedStage({ ended }: { ended: EndedCall }) {
  const phone = usePhone();
  const { dial, busy } = useDial();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);

  const { peer, reason, media, seconds } = ended;
  const message = endOfCall(reason, nameOf(peer), ended.error?.code);
  const again = reason === "media-failed" ? "Try again" : ended.direction === "incoming" ? "Call back" : "Call again";
  return (
    <div className="centre ended">
      {reason === "media-failed" ? (
        <span className="disc">
          <Icon name="micOff" size={36} />
        </span>
      ) : (
        <Avatar user={peer} size="large" />
      )}
      <h1 ref={title} tabIndex={-1}>
        {message.title}
      </h1>
      <p>{message.detail}</p>
      {seconds > 0 && <p className="muted">You talked for {spoken(seconds)}.</p>}
      <div className="answers">
        <button type="button" className="big" onClick={() => phone.dismiss("ended")}>
          Close
        </button>
        <button type="button" className="primary big" disabled={busy} onClick={() => dial(peer.user_id, media)}>
          <Icon name={media === "video" ? "camera" : "phone"} /> {again}
        </button>
      </div>
    </div>
  );
}
