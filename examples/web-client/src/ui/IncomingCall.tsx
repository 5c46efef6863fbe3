import type { Call, CallMedia } from "@goring/client";
import { useEffect, useRef, useState } from "react";
import { usePhone, usePhoneState } from "../phone/hooks";
import { callWords, nameOf, problem } from "../words";
import { Avatar } from "./Avatar";
import { Icon } from "./Icon";
import { Notice } from "./Notice";

/** Somebody calls: over everything else, until it is answered, declined or over. */
export function IncomingCall({ call }: { call: Call }) {
  const phone = usePhone();
  const { trouble } = usePhoneState();
  const dialog = useRef<HTMLDialogElement>(null);
  const [answering, setAnswering] = useState(false);
  const peer = phone.known(call.peer);
  const video = call.media === "video";

  useEffect(() => {
    // The dialog itself takes the focus, not a button: whoever is typing must not answer by accident.
    dialog.current?.showModal();
    dialog.current?.focus();
  }, []);

  const accept = async (media: CallMedia) => {
    setAnswering(true);
    await phone.accept(media);
    setAnswering(false);
  };

  return (
    <dialog
      ref={dialog}
      className="incoming"
      tabIndex={-1}
      aria-labelledby="incoming-title"
      aria-describedby="incoming-kind"
      // Escape neither answers nor declines: the call goes on ringing until one of the two is chosen.
      onCancel={(event) => event.preventDefault()}
      onClose={() => dialog.current?.showModal()}
    >
      <span className="pulse">
        <Avatar user={peer} size="large" />
      </span>
      <h1 id="incoming-title">{nameOf(peer)}</h1>
      <p id="incoming-kind" className="muted">
        {callWords("incoming", call.media)}
      </p>
      {trouble && <Notice message={problem(trouble.code)} />}
      <div className="answers">
        <button type="button" className="danger big" onClick={() => void phone.reject()}>
          <Icon name="hangup" /> Decline
        </button>
        <button type="button" className="accept big" disabled={answering} onClick={() => void accept(call.media)}>
          <Icon name={video ? "camera" : "phone"} /> {trouble ? "Try again" : "Accept"}
        </button>
      </div>
      {video && (
        <button type="button" className="plain" disabled={answering} onClick={() => void accept("audio")}>
          Answer with voice only
        </button>
      )}
    </dialog>
  );
}
