import type { NamedPlace } from "./named-places";
import { endOfQuoted } from "./quoted-value";

/** A value that has a name before it. */
export interface NamedValue {
  readonly start: number;
  readonly end: number;
  /** What a text needs around it that takes its place: it stands in JSON without quotes. */
  readonly jsonQuote?: string | undefined;
}

const unquotedEnd = /[\s,;&|)\]}"'<>\\]/g;
const endOfElement = /[<\r\n]/g;

/**
 * The value behind a name, or the values of a list.
 * @param isPlural whether the name is in the plural: values without quotes may be many, as in `users=al,bo`.
 */
export function* valuesBehind(
  text: string,
  place: NamedPlace,
  events: EventLines,
  isPlural: boolean,
): Generator<NamedValue> {
  const { separator, opening, start, quote } = place;
  const jsonQuote = separator === ":" && quote !== "" ? quote : undefined;
  if (separator === ">") {
    if (text[place.index - 1] === "/") return;
    const from = start - opening.length;
    yield { start: from, end: endOfPattern(text, from, endOfElement) };
  } else if (opening !== "") {
    yield { start, end: endOfQuoted(text, start, opening.slice(-1), opening.length - 1) };
  } else if (text[start] === "[") {
    yield* items(text, start + 1, jsonQuote);
  } else if (text[start] !== "{") {
    const hasSpaces = separator === "=" && events.includes(start);
    if (isPlural && !hasSpaces && jsonQuote === undefined) {
      yield* separated(text, start);
      return;
    }
    let end = endOfPattern(text, start, hasSpaces ? nextVariable : unquotedEnd);
    while (end > start && text[end - 1] === " ") end -= 1;
    yield { start, end, jsonQuote };
  }
}

/** Values with commas or semicolons between them, and no spaces. */
function* separated(text: string, from: number): Generator<NamedValue> {
  for (let start = from; ; ) {
    const end = endOfPattern(text, start, unquotedEnd);
    // What follows may be the next variable.
    if (start > from && (end === start || /[=:]/.test(text.slice(start, end)))) return;
    yield { start, end };
    if (text[end] !== "," && text[end] !== ";") return;
    start = end + 1;
  }
}

export function endOfPattern(text: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/** Values of CEF and LEEF may have spaces: they end where the next variable starts. */
const nextVariable = /[ \t|][A-Za-z][\w.]{0,63}=|[\r\n]|$/g;

/** Tells which lines of a text are CEF or LEEF; to be asked in the order of the text. */
export class EventLines {
  private readonly starts: Iterator<RegExpExecArray, undefined>;
  private next: number;
  private end = 0;

  constructor(private readonly text: string) {
    this.starts = text.matchAll(/CEF:|LEEF:/g) as Iterator<RegExpExecArray, undefined>;
    this.next = this.nextStart();
  }

  includes(place: number): boolean {
    while (this.next < place) {
      // A line may have many: each would look for the same end.
      if (this.next >= this.end) {
        const end = this.text.indexOf("\n", this.next);
        this.end = end === -1 ? this.text.length : end;
      }
      this.next = this.nextStart();
    }
    return place < this.end;
  }

  private nextStart(): number {
    return this.starts.next().value?.index ?? Number.POSITIVE_INFINITY;
  }
}

/** What is in a list, without quotes. */
function* items(text: string, from: number, jsonQuote: string | undefined): Generator<NamedValue> {
  const item = /[\s,]{0,64}(?:(\\*)(["'])|[^\s,[\]{}"'\\])/y;
  for (let at = from; ; ) {
    item.lastIndex = at;
    const opening = item.exec(text);
    if (opening === null) return;
    const [, backslashes = "", quote] = opening;
    if (quote === undefined) {
      const start = item.lastIndex - 1;
      at = endOfPattern(text, start, endOfItem);
      yield { start, end: start + text.slice(start, at).trimEnd().length, jsonQuote };
    } else {
      const start = item.lastIndex;
      const end = endOfQuoted(text, start, quote, backslashes.length);
      yield { start, end };
      at = end + backslashes.length + 1;
    }
  }
}

const endOfItem = /[,[\]{}"'\\\r\n]/g;
