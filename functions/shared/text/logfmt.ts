import { closingQuote } from "./escaped";

const QUOTE = 34;
const SPACE = 32;

/**
 * The pairs of a `key=value key="quoted value"` line, as Go's logrus writes them. A key that comes twice keeps its
 * first value: what follows it may be of a client's making. Words without `=` are left out.
 */
export function parseLogfmt(line: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  let at = 0;
  while (at < line.length) {
    if (line.charCodeAt(at) === SPACE) {
      at += 1;
      continue;
    }
    const equals = line.indexOf("=", at);
    if (equals === -1) break;
    const words = line.slice(at, equals);
    const key = words.slice(words.lastIndexOf(" ") + 1);
    const quoted = line.charCodeAt(equals + 1) === QUOTE;
    const end = quoted ? closingQuote(line, equals + 2) : endOfWord(line, equals + 1);
    const value = quoted ? unescaped(line.slice(equals + 2, end)) : line.slice(equals + 1, end);
    if (key !== "" && !pairs.has(key)) pairs.set(key, value);
    at = end + 1;
  }
  return pairs;
}

function endOfWord(line: string, from: number): number {
  const space = line.indexOf(" ", from);
  return space === -1 ? line.length : space;
}

function unescaped(value: string): string {
  if (!value.includes("\\")) return value;
  return value.replace(/\\(["\\n])/g, (_, character: string) => (character === "n" ? "\n" : character));
}
