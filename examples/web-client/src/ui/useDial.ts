import type { CallMedia } from "@goring/client";
import { usePhone, usePhoneState } from "../phone/hooks";
import { go } from "../phone/route";

/** Begins calls, from the front page. `busy` while a call is on. */
export function useDial(): { dial: (userId: string, media: CallMedia) => void; busy: boolean } {
  const phone = usePhone();
  const { call, connection } = usePhoneState();
  const dial = (userId: string, media: CallMedia) => {
    go("/");
    phone.call(userId, media);
  };
  return { dial, busy: call !== undefined || connection === "disconnected" };
}
