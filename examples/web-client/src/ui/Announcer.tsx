import { useEffect } from "react";
import { usePhone, usePhoneState } from "../phone/hooks";
import { callWords, connectionWords, endOfCall, nameOf } from "../words";

/** Says to a screen reader, and in the title of the tab, what the screen shows to the others. */
export function Announcer() {
  const phone = usePhone();
  const { call, ended, room, connection } = usePhoneState();
  const sentences: string[] = [];
  if (connection !== "connected") sentences.push(`Server: ${connectionWords[connection]}`);
  if (call) sentences.push(`${nameOf(phone.known(call.peer))}: ${callWords(call.state, call.media)}`);
  if (ended) {
    const { title, detail } = endOfCall(ended.reason, nameOf(ended.peer), ended.error?.code);
    sentences.push(`${title}. ${detail}`);
  }
  if (room) sentences.push(room.members.length === 0 ? "You are alone in the room" : `Others in the room: ${room.members.length}`);

  const title = call ? `${callWords(call.state, call.media)} ${nameOf(phone.known(call.peer))}` : undefined;
  useEffect(() => {
    document.title = title ? `${title} · Goring` : "Goring";
  }, [title]);

  return (
    <div role="status" className="unseen">
      {sentences.join(". ")}
    </div>
  );
}
