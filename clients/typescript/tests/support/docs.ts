import { readFileSync } from "node:fs";

const CLIENTS = new URL("../../../../docs/clients.md", import.meta.url);

/** The code in docs/clients.md under a heading: what readers copy is what is run. */
export function exampleIn(heading: string, language: "ts" | "js"): string {
  const text = readFileSync(CLIENTS, "utf8");
  const start = text.indexOf(`\n## ${heading}\n`);
  const end = text.indexOf("\n## ", start + 1);
  const code = new RegExp(`\n\`\`\`${language}\n(.*?)\n\`\`\`\n`, "s").exec(text.slice(start, end))?.[1];
  if (start < 0 || !code) throw new Error(`docs/clients.md has no ${language} under "${heading}"`);
  return `${code}\n`;
}

/** The same with one text in place of another, which must be there. */
export function put(code: string, text: string, instead: string): string {
  if (!code.includes(text)) throw new Error(`the example has no ${text}`);
  return code.replace(text, instead);
}
