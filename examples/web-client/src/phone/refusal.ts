/**
 * Why the server does not let somebody in: a browser is told nothing of an upgrade that was refused, but the same
 * address answers a plain request. Undefined where it is not the sign-in, or where another server may not be asked.
 */
export async function refusalOf(endpoint: string, token: () => Promise<string>, origin: string): Promise<string | undefined> {
  const url = new URL(endpoint.replace(/^ws/, "http"));
  if (url.origin !== origin) return undefined;
  try {
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${await token()}` } });
    if (answer.status !== 401) return undefined;
    const { detail } = (await answer.json()) as { detail?: string };
    return detail ?? "the token is not valid";
  } catch {
    return undefined; // The server is away: that is told otherwise.
  }
}
