import { Coturn } from "./support/coturn";
import { Goring } from "./support/goring";
import { candidateTypes, expectSound } from "./support/media";
import { expect, test } from "./support/test";

test("with the server's own TURN credentials media goes through a relay", async ({ signIn }) => {
  const coturn = await Coturn.start("secret-of-the-relay");
  const server = await Goring.start({ TURN_URLS: coturn.url, TURN_SECRET: "secret-of-the-relay" });
  try {
    const ada = await signIn("ada", { server, path: "/?ice=relay" });
    const ben = await signIn("ben", { server, path: "/?ice=relay" });

    await ada.call("ben");
    await ben.accept();

    await ada.talks();
    await expectSound(ada.page);
    await expectSound(ben.page);
    expect(await candidateTypes(ada.page)).toEqual(["relay", "relay"]);
    await ada.press("Hang up");
    await ben.sees("Call ended");
  } finally {
    await server.stop();
    await coturn.stop();
  }
});
