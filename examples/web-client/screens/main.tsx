import { createRoot } from "react-dom/client";
import { App } from "../src/App";
import { Phone } from "../src/phone/phone";
import { ownServer } from "../src/phone/identity";
import { Recents } from "../src/phone/recents";
import { fakeClient, now } from "./fakes";
import type { SceneName } from "./names";
import { recents, scenes } from "./scenes";
import "../src/styles/theme.css";
import "../src/styles/base.css";
import "../src/styles/side.css";
import "../src/styles/stage.css";
import "../src/styles/room.css";

const scene = scenes[new URLSearchParams(location.search).get("scene") as SceneName];

globalThis.fetch = (address) => {
  const asksWhy = String(address).endsWith("/ws");
  if (asksWhy) return Promise.resolve(Response.json({ detail: scene.refused }, { status: scene.refused ? 401 : 426 }));
  return Promise.resolve(scene.noDemo ? new Response(null, { status: 404 }) : Response.json({ token: "t" }));
};
history.replaceState(null, "", scene.room ? `/room/${encodeURIComponent(scene.room)}` : "/");

const client = fakeClient();
const phone = new Phone({ client: () => client, now: () => now });
if (!scene.signedOut) {
  const kept = new Recents(localStorage, ownServer(location), "ada");
  if (!scene.firstTime) for (const call of [...recents].reverse()) kept.add(call);
  phone.signIn({ kind: "demo", userId: "ada" });
  client.emit("state", { state: "connected", previous: "connecting" });
  scene.play?.(client, phone);
}

createRoot(document.getElementById("app")!).render(<App phone={phone} />);
