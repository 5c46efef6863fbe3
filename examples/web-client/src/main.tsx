import { createRoot } from "react-dom/client";
import { App } from "./App";
import { Phone } from "./phone/phone";
import { allowTones } from "./phone/tones";
import "./styles/theme.css";
import "./styles/base.css";
import "./styles/side.css";
import "./styles/stage.css";
import "./styles/room.css";

// `/?ice=relay` lets media through TURN alone: to see whether one's relay works.
const relay = new URLSearchParams(location.search).get("ice") === "relay";
const phone = new Phone({ clientOptions: relay ? { iceTransportPolicy: "relay" } : {} });
phone.resume();
addEventListener("pointerdown", allowTones, { capture: true });
addEventListener("keydown", allowTones, { capture: true });
createRoot(document.getElementById("app")!).render(<App phone={phone} />);
