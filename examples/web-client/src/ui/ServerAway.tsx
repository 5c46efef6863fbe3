import { usePhone, usePhoneState } from "../phone/hooks";

/** In a call one hears the peer whether or not the server is there: this says what is the matter, and what is not. */
export function ServerAway() {
  const phone = usePhone();
  const { connection } = usePhoneState();
  if (connection === "connected") return null;
  return (
    <div className="retry">
      <p>
        <strong>Reconnecting to the server…</strong> You still hear each other meanwhile.
      </p>
      <button type="button" onClick={() => phone.reconnectNow()}>
        Try now
      </button>
    </div>
  );
}
