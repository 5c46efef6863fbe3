import { Goring } from "./support/goring";
import { Person } from "./support/person";
import { freePort, Program } from "./support/processes";
import { expect, test } from "./support/test";

test("the development server of Vite passes everything on to Goring", async ({ browser, server }) => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const vite = new Program("npm", ["run", "dev", "--", "--port", String(port), "--strictPort"], {
    cwd: Goring.clientFolder,
    env: { GORING: server.url },
  });
  try {
    await vite.until(() => fetch(url).then(({ ok }) => ok, () => false), 60);
    const ada = await Person.signIn(browser, url, "ada");
    const ben = await Person.signIn(browser, server.url, "ben");
    await ada.call("ben");
    await expect(ben.incoming).toContainText("Ada Okafor");
    await ben.accept();
    await ada.talks();
    await ada.close();
    await ben.close();
  } finally {
    await vite.stop();
  }
});
