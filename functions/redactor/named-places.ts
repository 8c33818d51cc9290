/** A name in a text, and what stands between it and its value: `"name":"`, `\"name\": \"`, `name=`, `<name>`, `Name='name'>`. */
export interface NamedPlace {
  readonly name: string;
  /** Place of the name's first character. */
  readonly index: number;
  readonly separator: "=" | ":" | ">";
  /** What ends the name: a quote, with the backslashes before it, or nothing. */
  readonly quote: string;
  /** What opens the value: a quote, with the backslashes before it, or nothing. */
  readonly opening: string;
  /** Place of the value, behind what opens it. */
  readonly start: number;
}

const separators = /[=:>]/g;
/** Of longer names their ends are looked at. */
const longestName = 64;
const mostSpaces = 8;
/** Of JSON in JSON in JSON in JSON in JSON. */
const mostBackslashes = 31;

const nameCharacter = /[\p{L}\p{N}_.@-]/u;

/** Where a text may have values with names before them, in its order. */
export function* namedPlaces(text: string): Generator<NamedPlace, void, undefined> {
  for (const { 0: separator, index: at } of text.matchAll(separators)) {
    const quoteEnd = runBefore(text, at, isSpace, mostSpaces);
    const end = isQuote(text[quoteEnd - 1]) ? runBefore(text, quoteEnd - 1, isBackslash, mostBackslashes) : quoteEnd;
    const index = runBefore(text, end, isName, longestName);
    if (index === end) continue;
    let opening = at + 1;
    while (opening - at <= mostSpaces && isSpace(text[opening])) opening += 1;
    let start = opening;
    while (start - opening < mostBackslashes && isBackslash(text[start])) start += 1;
    start = isQuote(text[start]) ? start + 1 : opening;
    yield {
      name: text.slice(index, end),
      index,
      // What the expression matches.
      separator: separator as NamedPlace["separator"],
      quote: text.slice(end, quoteEnd),
      opening: text.slice(opening, start),
      start,
    };
  }
}

/** Where a run of characters that ends at a place begins. */
function runBefore(text: string, end: number, is: (character: string) => boolean, longest: number): number {
  let start = end;
  while (start > 0 && end - start < longest && is(text[start - 1] ?? "")) start -= 1;
  return start;
}

function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

function isBackslash(character: string | undefined): boolean {
  return character === "\\";
}

function isName(character: string): boolean {
  return (character >= "a" && character <= "z") || nameCharacter.test(character);
}
