import type { Call } from "@goring/client";
import { useEffect, useRef, useState } from "react";
import { usePhone, usePhoneState } from "../phone/hooks";
import { callWords, nameOf, problem } from "../words";
import { Avatar } from "./Avatar";
import { CallControls } from "./CallControls";
import { Notice } from "./Notice";
import { Picture } from "./Picture";
import { Quality } from "./Quality";
import { ServerAway } from "./ServerAway";
import { Sound } from "./Sound";
import { Timer } from "./Timer";

/** The call that one began or answered. */
export function CallStage({ call }: { call: Call }) {
  const phone = usePhone();
  const { trouble } = usePhoneState();
  const [speaker, setSpeaker] = useState("");
  const title = useRef<HTMLHeadingElement>(null);
  const peer = phone.known(call.peer);
  const seesPeer = call.remoteVideo && call.remoteStream !== undefined;

  useEffect(() => title.current?.focus(), []);

  return (
    <div className="call" data-picture={seesPeer} data-state={call.state}>
      {seesPeer && <Picture stream={call.remoteStream!} label={`Video of ${nameOf(peer)}`} className="remote" />}
      <header className="call-head">
        {!seesPeer && (
          <span className={call.state === "ringing" ? "pulse" : undefined}>
            <Avatar user={peer} size="large" />
          </span>
        )}
        <h1 ref={title} tabIndex={-1}>
          {nameOf(peer)}
        </h1>
        <p className="call-state">
          {call.state === "connected" && call.connectedAt !== undefined ? (
            <Timer since={call.connectedAt} />
          ) : (
            callWords(call.state, call.media)
          )}
        </p>
        {call.state === "connected" && <Quality quality={call.quality} />}
      </header>
      <div className="call-notices">
        <ServerAway />
        {trouble && <Notice message={problem(trouble.code)} onDismiss={() => phone.dismiss("trouble")} />}
        {call.remoteStream && <Sound stream={call.remoteStream} speaker={speaker} />}
      </div>
      {call.video && call.localStream && <Picture stream={call.localStream} label="Your own video" className="own" mirrored />}
      <CallControls
        media={call}
        speaker={speaker}
        onSpeaker={setSpeaker}
        ready={call.state === "connected" || call.state === "reconnecting" || call.state === "connecting"}
        end={{ label: "Hang up", onEnd: () => void phone.hangup() }}
      />
    </div>
  );
}
