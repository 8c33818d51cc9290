import type { SigmaTextPart } from "./ast";
import { foldCase } from "./case-folding";
import { isAnyText, literalOf } from "./text-pattern";

/** Whether a text is like a pattern; without `cased`, upper and lower case are the same. */
export function textTest(pattern: readonly SigmaTextPart[], cased: boolean): (text: string) => boolean {
  const test = caselessTest(cased ? pattern : pattern.map(foldPart));
  return cased ? test : (text) => test(foldCase(text));
}

function foldPart(part: SigmaTextPart): SigmaTextPart {
  if (typeof part === "string") return foldCase(part);
  return "oneOf" in part ? { oneOf: foldCase(part.oneOf) } : part;
}

function caselessTest(parts: readonly SigmaTextPart[]): (text: string) => boolean {
  const whole = literalOf(parts);
  if (whole !== undefined) return (text) => text === whole;
  const opensStart = isAnyText(parts[0]);
  const opensEnd = isAnyText(parts.at(-1));
  if (opensStart && parts.length === 1) return () => true;
  const inner = literalOf(parts.slice(opensStart ? 1 : 0, opensEnd ? -1 : undefined));
  if (inner !== undefined) {
    if (opensStart && opensEnd) return (text) => text.includes(inner);
    return opensEnd ? (text) => text.startsWith(inner) : (text) => text.endsWith(inner);
  }
  return segmentTest(parts);
}

/** The texts between `*`: each a row of literal texts and single characters. */
type Segment = readonly Exclude<SigmaTextPart, { wildcard: "*" }>[];

/** Each segment is looked for behind the one before it: the first place where it is leaves most room for the next. */
function segmentTest(parts: readonly SigmaTextPart[]): (text: string) => boolean {
  const segments: Exclude<SigmaTextPart, { wildcard: "*" }>[][] = [[]];
  for (const part of parts) {
    if (isAnyText(part)) segments.push([]);
    else segments.at(-1)?.push(part);
  }
  const first = segments.shift() ?? [];
  const last = segments.pop();
  return (text) => {
    let at = endOf(first, text, 0);
    if (at < 0) return false;
    if (last === undefined) return at === text.length;
    for (const segment of segments) {
      at = findEnd(segment, text, at);
      if (at < 0) return false;
    }
    for (let start = at; start <= text.length; start += 1) if (endOf(last, text, start) === text.length) return true;
    return false;
  };
}

function findEnd(segment: Segment, text: string, from: number): number {
  const [head] = segment;
  if (head === undefined) return from;
  for (let start = from; start <= text.length; start += 1) {
    if (typeof head === "string") {
      start = text.indexOf(head, start);
      if (start < 0) return -1;
    }
    const end = endOf(segment, text, start);
    if (end >= 0) return end;
  }
  return -1;
}

/** Where a segment that starts at a place ends; -1 if it does not start there. */
function endOf(segment: Segment, text: string, start: number): number {
  let at = start;
  for (const part of segment) {
    if (typeof part === "string") {
      if (!text.startsWith(part, at)) return -1;
      at += part.length;
    } else {
      const code = text.codePointAt(at);
      if (code === undefined) return -1;
      if ("oneOf" in part && !part.oneOf.includes(String.fromCodePoint(code))) return -1;
      at += code > 0xffff ? 2 : 1;
    }
  }
  return at;
}
