import { usePhoneState } from "../phone/hooks";
import { useRoomInAddress } from "../phone/route";
import { RoomPage } from "../room/RoomPage";
import { CallStage } from "./CallStage";
import { EndedStage } from "./EndedStage";
import { IdleStage } from "./IdleStage";
import { Side } from "./Side";

/** People and calls on the left, what goes on on the right; a phone shows one of the two. */
export function Home() {
  const { call, ended, room } = usePhoneState();
  const roomName = useRoomInAddress();
  const running = call && call.state !== "incoming" ? call : undefined;
  // Who is in a room stays there, though somebody called in vain meanwhile.
  const busy = running !== undefined || ended !== undefined || roomName !== undefined;
  return (
    <main className="home" data-busy={busy}>
      <Side />
      <section className="stage" aria-label={running ? "Call" : "Stage"}>
        {running ? (
          <CallStage call={running} />
        ) : ended && !room ? (
          <EndedStage ended={ended} />
        ) : roomName !== undefined ? (
          <RoomPage name={roomName} key={roomName} room={room?.id === roomName ? room : undefined} />
        ) : (
          <IdleStage />
        )}
      </section>
    </main>
  );
}
