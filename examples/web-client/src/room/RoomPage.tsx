import type { Room } from "@goring/client";
import { useEffect } from "react";
import { usePhone } from "../phone/hooks";
import { RoomDoor } from "./RoomDoor";
import { RoomGrid } from "./RoomGrid";

/** The address `/room/{name}`: the door first, since nobody wants to be seen and heard by following a link. */
export function RoomPage({ name, room }: { name: string; room: Room | undefined }) {
  const phone = usePhone();
  useEffect(() => () => phone.leaveRoom(), [phone]);
  return room ? <RoomGrid room={room} /> : <RoomDoor name={name} />;
}
