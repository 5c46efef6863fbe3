import { type FormEvent, useState } from "react";
import { goToRoom } from "../phone/route";

/** Names a room and goes to its door. */
export function RoomForm() {
  const [name, setName] = useState("");
  const enter = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    goToRoom(name.trim());
    setName("");
  };
  return (
    <form className="dialer" onSubmit={enter}>
      <label htmlFor="room">Meet in a room</label>
      <div className="row">
        <input
          id="room"
          value={name}
          maxLength={128}
          spellCheck={false}
          autoComplete="off"
          placeholder="room name"
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" disabled={name.trim() === ""}>
          Go to room
        </button>
      </div>
    </form>
  );
}
