import { usePhone, usePhoneState } from "../phone/hooks";
import { go } from "../phone/route";
import { nameOf } from "../words";
import { Avatar } from "./Avatar";
import { Brand } from "./Brand";
import { ConnectionStatus } from "./ConnectionStatus";
import { Dialer } from "./Dialer";
import { Icon } from "./Icon";
import { People } from "./People";
import { RecentCalls } from "./RecentCalls";
import { RoomForm } from "../room/RoomForm";

/** Who one is, and everything a call can begin with. */
export function Side() {
  const phone = usePhone();
  const { user, identity } = usePhoneState();
  return (
    <aside className="side" aria-label="People and calls">
      <header className="side-head">
        <Brand />
        <button
          type="button"
          className="plain"
          onClick={() => {
            go("/");
            phone.signOut();
          }}
        >
          <Icon name="leave" size={18} /> Sign out
        </button>
      </header>
      {user && (
        <div className="me">
          <Avatar user={user} size="middle" />
          <div className="lines">
            <strong>{nameOf(user)}</strong>
            <span className="muted">
              <span className="unseen">User id: </span>
              {user.user_id}
            </span>
          </div>
          <ConnectionStatus.Pill />
        </div>
      )}
      <ConnectionStatus.Trouble />
      <Dialer />
      {identity?.kind === "demo" && <People self={identity.userId} />}
      <RoomForm />
      <RecentCalls />
    </aside>
  );
}
