/*
 * Regular expressions of RE2 as those of OpenSearch (Lucene), which match whole values and know neither anchors nor
 * classes such as \d. What is not sure to mean the same is left to the engine.
 */

export interface LuceneRegex {
  readonly regex: string;
  readonly ignoreCase: boolean;
}

const classes: Readonly<Record<string, string>> = {
  d: "[0-9]",
  D: "[^0-9]",
  w: "[A-Za-z0-9_]",
  W: "[^A-Za-z0-9_]",
  s: "[ \t\n\r\f]",
  S: "[^ \t\n\r\f]",
  t: "\t",
  n: "\n",
  r: "\r",
  f: "\f",
};
const anyText = "(.|\n)*";

/** Lucene lacks this. */
class Lacking extends Error {}

/**
 * @param flags of Sigma: `i`, `m`, `s`.
 * @returns undefined where Lucene lacks something.
 */
export function luceneRegex(pattern: string, flags: string): LuceneRegex | undefined {
  const inline = /^\(\?([is]+)\)/.exec(pattern);
  const all = flags + (inline?.[1] ?? "");
  try {
    if (all.includes("m")) throw new Lacking("anchors at lines");
    const body = pattern.slice(inline?.[0].length ?? 0);
    const regex = topLevelAlternatives(body)
      .map((one) => anchored(one, all.includes("s")))
      .join("|");
    if (all.includes("i") && /[^\0-\x7f]/.test(pattern)) throw new Lacking("case-insensitive letters outside of ASCII");
    return { regex, ignoreCase: all.includes("i") };
  } catch (error) {
    if (error instanceof Lacking) return undefined;
    throw error;
  }
}

function anchored(pattern: string, dotIsAny: boolean): string {
  const start = pattern.startsWith("^");
  const end = /(?:^|[^\\])(?:\\\\)*\$$/.test(pattern);
  const inner = translate(pattern.slice(start ? 1 : 0, end ? -1 : undefined), dotIsAny);
  return `${start ? "" : anyText}(${inner})${end ? "" : anyText}`;
}

/** The parts between `|` that are in no group or class. */
function topLevelAlternatives(pattern: string): string[] {
  const parts = [""];
  let depth = 0;
  let inClass = false;
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] ?? "";
    const escaped = character === "\\" ? (pattern[++index] ?? "") : "";
    if (!inClass && character === "(") depth += 1;
    if (!inClass && character === ")") depth -= 1;
    if (character === "[") inClass = true;
    if (character === "]") inClass = false;
    if (character === "|" && depth === 0 && !inClass) parts.push("");
    else parts[parts.length - 1] += character + escaped;
  }
  return parts;
}

function translate(pattern: string, dotIsAny: boolean): string {
  let out = "";
  /** Whether an alternative begins here; Lucene takes what ends one that is empty for a text. */
  let begins = false;
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] ?? "";
    const next = pattern[index + 1] ?? "";
    if (begins && (character === "|" || character === ")")) out += "()";
    begins = character === "|" || character === "(";
    if (character === "\\") {
      out += luceneEscape(next);
      index += 1;
    } else if (character === "[") {
      const { text, end } = characterClass(pattern, index);
      out += text;
      index = end;
    } else if (character === "(" && next === "?") {
      if (pattern[index + 2] !== ":") throw new Lacking("groups with flags or names");
      out += "(";
      index += 2;
    } else if (character === "^" || character === "$") {
      throw new Lacking("anchors within an expression");
    } else if (character === ".") {
      out += dotIsAny ? "(.|\n)" : "[^\n]";
    } else if (quantifierAt(pattern, index) !== "") {
      if (index === 0) throw new Lacking("anchors that are repeated");
      const quantifier = quantifierAt(pattern, index);
      out += quantifier;
      index += quantifier.length - 1;
      // What matches is the same, however much of it is taken first.
      if (pattern[index + 1] === "?") index += 1;
    } else {
      out += '"#@&<>~{}'.includes(character) ? `\\${character}` : character;
    }
  }
  return out;
}

const quantifiers = /[*+?]|\{\d+(?:,\d*)?\}/y;

/** Empty where there is none: any other brace is a text. */
function quantifierAt(pattern: string, index: number): string {
  quantifiers.lastIndex = index;
  return quantifiers.exec(pattern)?.[0] ?? "";
}

function luceneEscape(character: string): string {
  const known = Object.hasOwn(classes, character) ? classes[character] : undefined;
  if (known !== undefined) return known;
  if (/[A-Za-z0-9]/.test(character) || character === "") throw new Lacking(`\\${character}`);
  return `\\${character}`;
}

function characterClass(pattern: string, start: number): { readonly text: string; readonly end: number } {
  let text = "[";
  let index = start + 1;
  if (pattern[index] === "^") {
    text += "^";
    index += 1;
  }
  let isBehindClass = false;
  for (let isFirst = true; index < pattern.length; index += 1, isFirst = false) {
    const character = pattern[index] ?? "";
    if (character === "]" && !isFirst) return { text: `${text}]`, end: index };
    if (character === "[" || (character === "]" && isFirst)) throw new Lacking("classes within classes");
    if (character === "\\") {
      const next = pattern[index + 1] ?? "";
      const known = luceneEscape(next);
      if (known.startsWith("[^")) throw new Lacking(`\\${next} within classes`);
      text += known.startsWith("[") ? known.slice(1, -1) : known;
      index += 1;
      isBehindClass = known.startsWith("[");
    } else {
      const isRange = character === "-" && !isFirst && !isBehindClass && pattern[index + 1] !== "]";
      text += isRange || /[A-Za-z0-9]/.test(character) ? character : `\\${character}`;
      isBehindClass = false;
    }
  }
  throw new Lacking("such classes");
}
