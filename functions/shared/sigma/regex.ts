import { RE2JS } from "re2js";

const flagBits: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/** The bits of `i`, `m` and `s`. */
export function regexFlags(flags: string): number {
  return [...flags].reduce((bits, flag) => bits | (flagBits[flag] ?? 0), 0);
}

/** Behind its `{`. Any other brace is a text, and is not looked for. */
const repetition = /(?<=^\{)\d+(?:,\d*)?\}/;
const longestRepetition = 12;
const metacharacters = new Set([..."\\^$.|?*+()[]{}"]);

/**
 * The longest text that whatever matches must have in it; undefined where there is none that is plain to see. Groups and
 * classes are skipped, and with an alternation outside of them nothing is certain.
 */
export function requiredLiteral(pattern: string): string | undefined {
  let longest = "";
  let run = "";
  const endRun = (): void => {
    if (run.length > longest.length) longest = run;
    run = "";
  };
  let depth = 0;
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] ?? "";
    let literal: string | undefined = metacharacters.has(character) ? undefined : character;
    if (character === "\\") {
      const next = pattern[index + 1] ?? "";
      // \Q...\E, \pL, \x41, \101: rare, and not worth their own reading.
      if (/[QpPx0-9]/.test(next)) return undefined;
      if (!/[A-Za-z]/.test(next)) literal = next;
      index += 1;
    } else if (character === "{") {
      index += repetition.exec(pattern.slice(index, index + longestRepetition))?.[0].length ?? 0;
    } else if (character === "[") {
      index = endOfClass(pattern, index);
    } else if (character === "(") {
      // A group of flags, such as (?i), holds for what follows: the literal is looked for in any case anyway.
      depth += 1;
    } else if (character === ")") {
      depth -= 1;
    } else if (character === "|" && depth === 0) {
      return undefined;
    }
    if (depth > 0 || literal === undefined || literal.charCodeAt(0) > 127) {
      endRun();
      continue;
    }
    const quantifier = pattern[index + 1] ?? "";
    if (quantifier === "*" || quantifier === "?" || quantifier === "{") {
      endRun();
    } else {
      run += literal;
      if (quantifier === "+") endRun();
    }
  }
  endRun();
  return longest === "" ? undefined : longest;
}

function endOfClass(pattern: string, start: number): number {
  let index = start + 1;
  if (pattern[index] === "^") index += 1;
  // A bracket that comes first is one of the characters.
  if (pattern[index] === "]") index += 1;
  for (; index < pattern.length; index += 1) {
    if (pattern[index] === "\\") index += 1;
    else if (pattern.startsWith("[:", index)) index = Math.max(pattern.indexOf(":]", index) + 1, index);
    else if (pattern[index] === "]") return index;
  }
  return pattern.length;
}
