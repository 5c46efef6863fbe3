import { useNow, usePhone, usePhoneState } from "../phone/hooks";
import { connectionWords, problem } from "../words";
import { Notice } from "./Notice";

/** A word on the connection to the server. */
function Pill() {
  const { connection } = usePhoneState();
  return (
    <span className="pill" data-connection={connection}>
      {connectionWords[connection]}
    </span>
  );
}

/** Shown only where something is the matter with it, with a way on. */
function Trouble() {
  const phone = usePhone();
  const { connection, retry, refusal, gone, call } = usePhoneState();
  const now = useNow(retry !== undefined);
  if (gone) {
    return (
      <Notice message={problem(gone.code)}>
        <button type="button" onClick={() => phone.connect()}>
          {gone.code === "replaced" ? "Use it here" : "Connect again"}
        </button>
      </Notice>
    );
  }

  if (refusal) {
    return (
      <Notice message={{ title: "The server refuses this sign-in", detail: `It says: ${refusal}. Sign in with another token.` }}>
        <button type="button" onClick={() => phone.signOut()}>
          Sign in anew
        </button>
      </Notice>
    );
  }

  // In a call its own screen says so.
  if (connection === "connected" || !retry || call) return null;
  const seconds = Math.max(0, Math.ceil((retry.at - now) / 1000));
  return (
    <div className="retry">
      <p>
        <strong>{connection === "reconnecting" ? "The server cannot be reached" : "No connection yet"}</strong>
        {connection === "connecting" && "The server is away, or does not accept this sign-in."}
        <span className="muted"> {seconds > 0 ? `Next try in ${seconds} s.` : "Trying now…"}</span>
      </p>
      <button type="button" onClick={() => phone.reconnectNow()}>
        Try now
      </button>
    </div>
  );
}

export const ConnectionStatus = { Pill, Trouble };
