import type { UserInfo } from "@goring/client";

/** Somebody to try the client as, where the server gives tokens to anybody: in Development. */
export interface DemoPerson {
  id: string;
  name: string;
  username: string;
}

export const demoPeople: readonly DemoPerson[] = [
  { id: "ada", name: "Ada Okafor", username: "ada" },
  { id: "ben", name: "Ben Larsen", username: "ben" },
  { id: "cleo", name: "Cleo Marín", username: "cleo" },
  { id: "dan", name: "Dan Whitaker", username: "dan" },
];

export function isDemoId(id: string): boolean {
  return demoPeople.some((person) => person.id === id);
}

export function demoUser(person: DemoPerson): UserInfo {
  return { user_id: person.id, name: person.name, username: person.username, image_profile: demoPicture(person.id) };
}

/** Whole, since the peer's page may come from elsewhere. */
function demoPicture(id: string): string {
  return new URL(`/people/${id}.svg`, location.href).href;
}

/** Whether this server gives demo tokens. Outside Development it knows no such address. */
export async function hasDemo(): Promise<boolean> {
  try {
    await demoToken(demoPeople[0]!.id);
    return true;
  } catch {
    return false;
  }
}

export async function demoToken(id: string): Promise<string> {
  const person = demoPeople.find((known) => known.id === id)!;
  const query = new URLSearchParams({
    user: person.id,
    name: person.name,
    username: person.username,
    image_profile: demoPicture(id),
  });
  const answer = await fetch(`/dev/token?${query}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`no demo token: ${answer.status}`);
  const { token } = (await answer.json()) as { token: string };
  return token;
}
