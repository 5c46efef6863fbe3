const TINTS = 5;

/** "Ada Okafor" → "AO", "ben" → "B". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const picked = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return picked.map((word) => [...word][0]?.toLocaleUpperCase() ?? "").join("");
}

/** A colour for somebody, the same each time. */
export function tint(id: string): number {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.codePointAt(0)!) % 65_521;
  return sum % TINTS;
}
