import { usePhoneState } from "../phone/hooks";
import { Icon } from "./Icon";

export function IdleStage() {
  const { identity } = usePhoneState();
  return (
    <div className="centre idle">
      <span className="disc">
        <Icon name="phone" size={36} />
      </span>
      <h2>Ready for calls</h2>
      <p className="muted">
        {identity?.kind === "demo"
          ? "Call somebody from the list. To answer yourself, open a second tab and sign in there as that person."
          : "Call somebody by their user id. Calls to you ring here."}
      </p>
    </div>
  );
}
