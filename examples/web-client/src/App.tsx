import { Announcer } from "./ui/Announcer";
import { Home } from "./ui/Home";
import { IncomingCall } from "./ui/IncomingCall";
import { SignIn } from "./ui/SignIn";
import { useTones } from "./ui/useTones";
import { PhoneContext, usePhoneState } from "./phone/hooks";
import type { Phone } from "./phone/phone";

export function App({ phone }: { phone: Phone }) {
  return (
    <PhoneContext value={phone}>
      <Screen />
    </PhoneContext>
  );
}

function Screen() {
  const { identity, call } = usePhoneState();
  useTones(call?.state);
  if (!identity) return <SignIn />;
  return (
    <>
      <Announcer />
      <Home />
      {call?.state === "incoming" && <IncomingCall call={call} />}
    </>
  );
}
