import type { SigmaTextPart } from "./ast";

/*
 * Sigma's texts: `*` stands for any text, `?` for one character. A backslash takes the meaning from a wildcard or another
 * backslash behind it; before anything else it is one.
 */

const escapable = new Set(["\\", "*", "?"]);

export function parseTextPattern(text: string): SigmaTextPart[] {
  const parts: SigmaTextPart[] = [];
  let literal = "";
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    const next = text[index + 1];
    if (character === "\\" && next !== undefined && escapable.has(next)) {
      literal += next;
      index += 1;
    } else if (character === "*" || character === "?") {
      if (literal !== "") parts.push(literal);
      literal = "";
      parts.push({ wildcard: character });
    } else {
      literal += character;
    }
  }
  if (literal !== "") parts.push(literal);
  return simplified(parts);
}

const anyText: SigmaTextPart = { wildcard: "*" };

/** `contains`, `startswith` and `endswith` add wildcards. */
export function openEnds(parts: readonly SigmaTextPart[], { start, end }: { start: boolean; end: boolean }) {
  return simplified([...(start ? [anyText] : []), ...parts, ...(end ? [anyText] : [])]);
}

export function isAnyText(part: SigmaTextPart | undefined): boolean {
  return typeof part === "object" && "wildcard" in part && part.wildcard === "*";
}

/** The text of a pattern without wildcards. */
export function literalOf(parts: readonly SigmaTextPart[]): string | undefined {
  if (parts.length === 0) return "";
  const [only] = parts;
  return parts.length === 1 && typeof only === "string" ? only : undefined;
}

/** Without repeated `*`, and with neighbouring texts as one. */
function simplified(parts: readonly SigmaTextPart[]): SigmaTextPart[] {
  const simple: SigmaTextPart[] = [];
  for (const part of parts) {
    const last = simple.at(-1);
    if (isAnyText(part) && isAnyText(last)) continue;
    if (typeof part === "string" && typeof last === "string") simple[simple.length - 1] = last + part;
    else simple.push(part);
  }
  return simple;
}

/** `-`, `/`, en dash, em dash, horizontal bar: what Windows programs take for the sign of an option. */
const dashes = "-/\u2013\u2014\u2015";
const optionSign = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/gu;

/** `windash`: each sign that starts an option may be any of them. */
export function withAnyDash(parts: readonly SigmaTextPart[]): SigmaTextPart[] {
  return parts.flatMap((part) => {
    if (typeof part !== "string") return [part];
    const divided: SigmaTextPart[] = [];
    let from = 0;
    for (const { index } of part.matchAll(optionSign)) {
      if (index > from) divided.push(part.slice(from, index));
      divided.push({ oneOf: dashes });
      from = index + 1;
    }
    if (from < part.length) divided.push(part.slice(from));
    return divided;
  });
}

/** The texts that a pattern without wildcards stands for; undefined where it has one, or there are too many. */
export function literalsOf(parts: readonly SigmaTextPart[], maximum: number): string[] | undefined {
  let texts = [""];
  for (const part of parts) {
    if (typeof part === "string") {
      texts = texts.map((text) => text + part);
    } else {
      if ("wildcard" in part) return undefined;
      texts = texts.flatMap((text) => [...part.oneOf].map((character) => text + character));
      if (texts.length > maximum) return undefined;
    }
  }
  return texts;
}
