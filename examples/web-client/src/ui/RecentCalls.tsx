import { clock, when } from "../phone/duration";
import { useNow, usePhone, usePhoneState } from "../phone/hooks";
import { isMissed, type RecentCall } from "../phone/recents";
import { Icon } from "./Icon";
import { PersonRow } from "./PersonRow";

/** The calls of this browser, newest first. */
export function RecentCalls() {
  const phone = usePhone();
  const { recents } = usePhoneState();
  const now = useNow(false);
  return (
    <section aria-labelledby="recents-title" className="recents">
      <div className="title-row">
        <h2 id="recents-title">Recent calls</h2>
        {recents.length > 0 && (
          <button type="button" className="plain small" onClick={() => phone.clearRecents()}>
            Clear
          </button>
        )}
      </div>
      {recents.length === 0 ? (
        <p className="muted hint">Your calls in this browser will stand here.</p>
      ) : (
        <ul className="rows">
          {recents.map((call) => (
            <PersonRow key={call.at} user={call.peer} line={<Outcome call={call} now={now} />} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Outcome({ call, now }: { call: RecentCall; now: number }) {
  const missed = isMissed(call);
  const incoming = call.direction === "incoming";
  return (
    <span className="outcome" data-missed={missed}>
      <Icon name={incoming ? "incoming" : "outgoing"} size={14} />
      {missed ? "Missed" : incoming ? "Incoming" : "Outgoing"}
      {call.seconds > 0 && `, ${clock(call.seconds)}`} · {when(call.at, now)}
    </span>
  );
}
