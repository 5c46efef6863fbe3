import type { UserInfo } from "@goring/client";
import type { ReactNode } from "react";
import { nameOf } from "../words";
import { Avatar } from "./Avatar";
import { Icon } from "./Icon";
import { useDial } from "./useDial";

interface Props {
  user: UserInfo;
  /** What stands under the name. */
  line: ReactNode;
}

/** Somebody, with both ways to call them. */
export function PersonRow({ user, line }: Props) {
  const { dial, busy } = useDial();
  const name = nameOf(user);
  return (
    <li className="person">
      <Avatar user={user} size="small" />
      <div className="lines">
        <span className="name">{name}</span>
        <span className="muted">{line}</span>
      </div>
      <button type="button" className="plain round" aria-label={`Call ${name}`} title="Voice call" disabled={busy} onClick={() => dial(user.user_id, "audio")}>
        <Icon name="phone" />
      </button>
      <button type="button" className="plain round" aria-label={`Video call ${name}`} title="Video call" disabled={busy} onClick={() => dial(user.user_id, "video")}>
        <Icon name="camera" />
      </button>
    </li>
  );
}
