/** A literal of SQL text: the places of its content, and of what follows its closing quote. */
export interface SqlLiteral {
  readonly start: number;
  readonly end: number;
  readonly after: number;
}

/** `E'...'`, `N'...'`, `_utf8mb4'...'` and hexadecimal numbers; the quote may be escaped by the log it is in. */
const opening = /(?:[enbx]|u&|_\w{1,32}\s?)?(?:(\\*)(['"`])|(\$\w{0,63}\$))|0x[0-9a-f]+/iy;

/** The literal that starts at this index. One that is not closed, as in a text that was cut, extends to the end. */
export function literalAt(text: string, at: number): SqlLiteral | undefined {
  opening.lastIndex = at;
  const match = opening.exec(text);
  if (match === null) return undefined;
  const start = opening.lastIndex;
  const [number, escapes = "", quote, tag] = match;
  if (tag !== undefined) return closedBy(text, start, tag);
  if (quote === undefined) return { start: start - number.length, end: start, after: start };
  // A statement within a statement has its quotes doubled: EXECUTE 'ALTER USER app PASSWORD ''...'''.
  if (escapes === "" && text.charAt(start) === quote && !/^(?:[\s,;)}\]]|$)/.test(text.charAt(start + 1))) {
    return closedBy(text, start + 1, quote + quote);
  }
  return quoted(text, start, quote, escapes.length);
}

function closedBy(text: string, start: number, closing: string): SqlLiteral {
  const end = text.indexOf(closing, start);
  return end === -1 ? { start, end: text.length, after: text.length } : { start, end, after: end + closing.length };
}

/**
 * The literal whose content starts at this index, behind a quote with so many backslashes before it. MySQL escapes by
 * backslash and all by doubling. Where the two differ, the longer reading hides more.
 */
export function quoted(text: string, start: number, quote: string, escapes: number): SqlLiteral {
  for (let at = text.indexOf(quote, start); at !== -1; at = text.indexOf(quote, at + 1)) {
    const backslashes = backslashesBefore(text, at, start);
    if (escapes === 0 && backslashes % 2 === 1) continue;
    if (escapes > 0 && backslashes > escapes) continue;
    if (escapes === 0 && text.charAt(at + 1) === quote) {
      at += 1;
      continue;
    }
    return { start, end: at - Math.min(backslashes, escapes), after: at + 1 };
  }
  return { start, end: text.length, after: text.length };
}

function backslashesBefore(text: string, at: number, start: number): number {
  let first = at;
  while (first > start && text.charAt(first - 1) === "\\") first -= 1;
  return at - first;
}
