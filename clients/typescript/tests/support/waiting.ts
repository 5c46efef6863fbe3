/** Waits until a condition holds; fails by name once the time is over. */
export async function eventually<T>(
  what: string,
  condition: () => T | Promise<T>,
  milliseconds = 10_000,
): Promise<Exclude<Awaited<T>, false | undefined>> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const result = await condition();
    if (result) return result as Exclude<Awaited<T>, false | undefined>;
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
