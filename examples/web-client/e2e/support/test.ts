import { test as base } from "@playwright/test";
import { Goring } from "./goring";
import { Person, type Who } from "./person";

type SignIn = (who: Who, options?: Parameters<typeof Person.signIn>[3] & { server?: Goring }) => Promise<Person>;

/**
 * `server`: one with the embedded store, of this test alone, since a call outlives its people's pages by the grace.
 * `signIn`: people, who leave when the test is over; on a server of the test's own where it names none.
 */
export const test = base.extend<{ server: Goring; signIn: SignIn }>({
  server: async ({}, use) => {
    const server = await Goring.start();
    await use(server);
    await server.stop();
  },
  signIn: async ({ browser }, use) => {
    const people: Person[] = [];
    let own: Goring | undefined;
    await use(async (who, { server, ...options } = {}) => {
      const { url } = server ?? (own ??= await Goring.start());
      const person = await Person.signIn(browser, url, who, options);
      people.push(person);
      return person;
    });
    for (const person of people) await person.close();
    await own?.stop();
  },
});

export { expect } from "@playwright/test";
