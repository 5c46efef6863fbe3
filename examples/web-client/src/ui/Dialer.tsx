import type { CallMedia } from "@goring/client";
import { useState } from "react";
import { usePhoneState } from "../phone/hooks";
import { Icon } from "./Icon";
import { useDial } from "./useDial";

/** Calls whoever one names by their user id. */
export function Dialer() {
  const { user, connection } = usePhoneState();
  const { dial, busy } = useDial();
  const [id, setId] = useState("");
  const callee = id.trim();
  const self = callee !== "" && callee === user?.user_id;
  const unable = callee === "" || self || busy || connection === "disconnected";

  const call = (media: CallMedia) => {
    if (unable) return;
    dial(callee, media);
    setId("");
  };

  return (
    <form
      className="dialer"
      onSubmit={(event) => {
        event.preventDefault();
        call("audio");
      }}
    >
      <label htmlFor="callee">Call by user id</label>
      <div className="row">
        <input
          id="callee"
          value={id}
          maxLength={256}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          placeholder="user id"
          aria-describedby={self ? "callee-self" : undefined}
          onChange={(event) => setId(event.target.value)}
        />
        <button type="submit" className="primary round" aria-label="Voice call" title="Voice call" disabled={unable}>
          <Icon name="phone" />
        </button>
        <button type="button" className="round" aria-label="Video call" title="Video call" disabled={unable} onClick={() => call("video")}>
          <Icon name="camera" />
        </button>
      </div>
      {self && (
        <p id="callee-self" className="muted hint" role="status">
          That is you. Name somebody else.
        </p>
      )}
    </form>
  );
}
