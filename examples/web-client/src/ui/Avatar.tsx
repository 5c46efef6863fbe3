import type { UserInfo } from "@goring/client";
import { useState } from "react";
import { nameOf } from "../words";
import { initials, tint } from "./initials";

interface Props {
  user: UserInfo;
  size: "small" | "middle" | "large";
}

/** Somebody's picture, or their initials where there is none. The name stands beside it, so it is decoration. */
export function Avatar({ user, size }: Props) {
  const [broken, setBroken] = useState<string>();
  const picture = user.image_profile;
  return (
    <span className="avatar" data-size={size} data-tint={tint(user.user_id)} aria-hidden="true">
      {picture && picture !== broken ? (
        <img src={picture} alt="" referrerPolicy="no-referrer" onError={() => setBroken(picture)} />
      ) : (
        initials(nameOf(user))
      )}
    </span>
  );
}
