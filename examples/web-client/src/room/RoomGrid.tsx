import type { Room } from "@goring/client";
import { useEffect, useRef, useState } from "react";
import { usePhone, usePhoneState } from "../phone/hooks";
import { go } from "../phone/route";
import { CallControls } from "../ui/CallControls";
import { Notice } from "../ui/Notice";
import { problem } from "../words";
import { MemberTile, OwnTile } from "./Tiles";

/** Everybody in the room, oneself first. */
export function RoomGrid({ room }: { room: Room }) {
  const phone = usePhone();
  const { trouble, user } = usePhoneState();
  const [speaker, setSpeaker] = useState("");
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);

  const people = room.members.length + 1;
  return (
    <div className="room">
      <header className="room-head">
        <h1 ref={title} tabIndex={-1}>
          {room.id}
        </h1>
        <p className="muted">
          {room.state === "connecting" && "Entering…"}
          {room.state === "reconnecting" && "Reconnecting to the server…"}
          {room.state === "joined" && (people === 1 ? "You are alone here. Send somebody this page's address." : `${people} people`)}
        </p>
        {trouble && <Notice message={problem(trouble.code)} onDismiss={() => phone.dismiss("trouble")} />}
      </header>
      <ul className="tiles" data-count={Math.min(people, 9)} aria-label="People in the room">
        <OwnTile room={room} user={user} />
        {room.members.map((member) => (
          <MemberTile key={member.id} member={member} speaker={speaker} />
        ))}
      </ul>
      <CallControls media={room} ready={room.state !== "connecting"} speaker={speaker} onSpeaker={setSpeaker} end={{ label: "Leave", onEnd: () => go("/") }} />
    </div>
  );
}
