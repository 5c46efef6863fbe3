import type { Room, RoomMember, UserInfo } from "@goring/client";
import { Avatar } from "../ui/Avatar";
import { Icon } from "../ui/Icon";
import { Picture } from "../ui/Picture";
import { Quality } from "../ui/Quality";
import { Sound } from "../ui/Sound";
import { guestName } from "./guests";

export function OwnTile({ room, user }: { room: Room; user: UserInfo | undefined }) {
  return (
    <li className="tile">
      {room.video && room.localStream ? (
        <Picture stream={room.localStream} label="Your own video" className="fill" mirrored />
      ) : (
        <Avatar user={user ?? { user_id: "you", name: "You" }} size="large" />
      )}
      <span className="tile-name">
        {room.muted && <Icon name="micOff" size={16} />} You{room.muted && <span className="unseen"> (muted)</span>}
      </span>
    </li>
  );
}

/** Rooms know no names: the server tells ids alone, of which a guest's name is made. */
export function MemberTile({ member, speaker }: { member: RoomMember; speaker: string }) {
  const name = guestName(member.id);
  return (
    <li className="tile" data-state={member.state}>
      {member.video && member.stream ? (
        <Picture stream={member.stream} label={`Video of ${name}`} className="fill" />
      ) : (
        <Avatar user={{ user_id: member.id, name }} size="large" />
      )}
      {member.stream && <Sound stream={member.stream} speaker={speaker} />}
      <span className="tile-name">
        {name}
        {member.state === "connected" ? <Quality quality={member.quality} /> : <span> · connecting…</span>}
      </span>
    </li>
  );
}
