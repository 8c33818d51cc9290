import { didYouMean } from "./members";
import type { SigmaLocation, SigmaProblems } from "./problems";

/** What a modifier does; those of one group that excludes others cannot be in one chain with them. */
type Group = "linking" | "negation" | "case" | "position" | "encoding" | "dashes" | "regex" | "regex-flag" | "whole";

interface Modifier {
  readonly group: Group;
  /** What it does, for the reference. */
  readonly does: string;
}

const comparison = (words: string): Modifier => ({ group: "whole", does: `the value is ${words}` });
const timePart = (words: string): Modifier => ({ group: "whole", does: `the ${words} of a time, in UTC` });

/** All modifiers of Sigma 2.1.0. */
export const sigmaModifiers = {
  all: { group: "linking", does: "each value of the list must match" },
  neq: { group: "negation", does: "none of the values matches" },
  cased: { group: "case", does: "upper and lower case differ" },
  startswith: { group: "position", does: "the value is at the beginning" },
  endswith: { group: "position", does: "the value is at the end" },
  contains: { group: "position", does: "the value is anywhere" },
  windash: { group: "dashes", does: "the sign of an option may be any dash or slash" },
  utf16le: { group: "encoding", does: "in UTF-16, little endian" },
  wide: { group: "encoding", does: "the same as utf16le" },
  utf16be: { group: "encoding", does: "in UTF-16, big endian" },
  utf16: { group: "encoding", does: "in UTF-16 with a byte order mark" },
  base64: { group: "encoding", does: "in base64" },
  base64offset: { group: "encoding", does: "in base64, anywhere in an encoded text" },
  re: { group: "regex", does: "a regular expression, found anywhere; case-sensitive" },
  i: { group: "regex-flag", does: "of `re`: upper and lower case are the same" },
  m: { group: "regex-flag", does: "of `re`: `^` and `$` match at lines" },
  s: { group: "regex-flag", does: "of `re`: `.` matches line ends" },
  lt: comparison("less"),
  lte: comparison("less or equal"),
  gt: comparison("greater"),
  gte: comparison("greater or equal"),
  minute: timePart("minute (0-59)"),
  hour: timePart("hour (0-23)"),
  day: timePart("day of the month (1-31)"),
  week: timePart("ISO week (1-53)"),
  month: timePart("month (1-12)"),
  year: timePart("year"),
  cidr: { group: "whole", does: "an address in a network, IPv4 or IPv6" },
  exists: { group: "whole", does: "there is such a field (true) or none (false)" },
  expand: { group: "dashes", does: "`%name%` stands for the values of a placeholder" },
  fieldref: { group: "whole", does: "the value is the name of another field" },
} as const satisfies Record<string, Modifier>;

export type SigmaModifier = keyof typeof sigmaModifiers;

const names = Object.keys(sigmaModifiers) as SigmaModifier[];

function isModifier(name: string): name is SigmaModifier {
  return Object.hasOwn(sigmaModifiers, name);
}

/** Modifiers that make of a value something else than a text: which others each may be with. */
const companions: Readonly<Partial<Record<SigmaModifier, readonly SigmaModifier[]>>> = {
  re: ["i", "m", "s", "all", "neq", "expand"],
  ...comparisons(["lt", "lte", "gt", "gte"]),
  ...timeParts(["minute", "hour", "day", "week", "month", "year"]),
  cidr: ["all", "neq", "expand"],
  exists: [],
  fieldref: ["startswith", "endswith", "contains", "cased", "all", "neq"],
};

function comparisons(operators: readonly SigmaModifier[]): Partial<Record<SigmaModifier, readonly SigmaModifier[]>> {
  const allowed: SigmaModifier[] = ["all", "minute", "hour", "day", "week", "month", "year"];
  return Object.fromEntries(operators.map((operator) => [operator, allowed]));
}

function timeParts(parts: readonly SigmaModifier[]): Partial<Record<SigmaModifier, readonly SigmaModifier[]>> {
  return Object.fromEntries(parts.map((part) => [part, ["lt", "lte", "gt", "gte", "neq"] satisfies SigmaModifier[]]));
}

/** Of two modifiers that exclude each other, what to do instead. */
const instead: Readonly<Partial<Record<SigmaModifier, string>>> = {
  re: "a regular expression is found anywhere and case-sensitive: use ^, $ and |i instead",
  exists: "exists stands alone: put other conditions on the field into a line of their own",
  cidr: "a network is no text: leave the others out",
  fieldref: "fieldref takes only startswith, endswith, contains, cased, all and neq",
};

/** A field as it is written, with its modifiers: `CommandLine|contains|all`. */
export interface FieldKey {
  readonly field: string | undefined;
  readonly modifiers: readonly SigmaModifier[];
}

/** @returns undefined after it has reported what is wrong. */
export function parseFieldKey(key: string, location: SigmaLocation, problems: SigmaProblems): FieldKey | undefined {
  const [name = "", ...words] = key.split("|");
  const at = (index: number): { readonly location: SigmaLocation } => {
    const before = [name, ...words.slice(0, index)].join("|").length + 1;
    return { location: { ...location, column: location.column + before } };
  };
  const modifiers: SigmaModifier[] = [];
  for (const [index, word] of words.entries()) {
    if (!isModifier(word)) {
      const lower = word.toLowerCase();
      const hint = isModifier(lower) ? `: write ${lower}` : didYouMean(word, names);
      problems.report("unknown-modifier", at(index), `there is no modifier ${JSON.stringify(word)}${hint}`);
      return undefined;
    }
    const fault = faultOfNext(word, modifiers) ?? (name === "" ? faultOfKeyword(word) : undefined);
    if (fault !== undefined) {
      problems.report("invalid-modifiers", at(index), fault);
      return undefined;
    }
    modifiers.push(word);
  }
  if (name === "" && words.length === 0) {
    problems.report("wrong-value", { location }, "a field has no name: name it, or write '|all' for keywords");
    return undefined;
  }
  if (modifiers.includes("base64offset") && !modifiers.includes("contains")) {
    problems.report(
      "invalid-modifiers",
      at(modifiers.indexOf("base64offset")),
      "base64offset is for a part of an encoded text: write base64offset|contains",
    );
    return undefined;
  }
  return { field: name === "" ? undefined : name, modifiers };
}

const keywordModifiers: readonly Group[] = ["linking", "case", "dashes", "encoding", "regex", "regex-flag"];

function faultOfKeyword(modifier: SigmaModifier): string | undefined {
  if (keywordModifiers.includes(sigmaModifiers[modifier].group) || modifier === "contains") return undefined;
  return `keywords are looked for in the whole event: ${modifier} needs a field before the |`;
}

/** Why a modifier cannot follow those before it. */
function faultOfNext(next: SigmaModifier, before: readonly SigmaModifier[]): string | undefined {
  if (before.includes(next)) return `${next} is given twice: leave one out`;
  const { group } = sigmaModifiers[next];
  if (group === "regex-flag" && !before.includes("re")) return `${next} belongs to re: write re|${next}`;
  for (const earlier of before) {
    const fault = faultOfPair(earlier, next);
    if (fault !== undefined) return fault;
  }
  if (group === "encoding" || group === "dashes") {
    const late = before.find((earlier) => sigmaModifiers[earlier].group === "position");
    if (late !== undefined) return `${next} changes the value itself: write it before ${late}`;
  }
  if (group === "dashes") {
    const late = before.find((earlier) => sigmaModifiers[earlier].group === "encoding");
    if (late !== undefined) return `${next} changes the value itself: write it before ${late}`;
  }
  return undefined;
}

function faultOfPair(earlier: SigmaModifier, next: SigmaModifier): string | undefined {
  if ((earlier === "all" && next === "neq") || (earlier === "neq" && next === "all")) {
    return "neq holds where none of the values matches: leave all out";
  }
  for (const [one, other] of [
    [earlier, next],
    [next, earlier],
  ] as const) {
    const allowed = companions[one];
    if (allowed !== undefined && !allowed.includes(other)) {
      return `${earlier} and ${next} cannot be combined: ${instead[one] ?? `with ${one}, allowed are ${allowed.join(", ")}`}`;
    }
  }
  const groups = [sigmaModifiers[earlier].group, sigmaModifiers[next].group];
  if (groups.every((group) => group === "position")) return `${earlier} and ${next} cannot be combined: keep one`;
  if (groups.every((group) => group === "encoding")) {
    if (earlier.startsWith("base64")) return `${next} cannot follow ${earlier}: encode to base64 last`;
    if (!next.startsWith("base64")) return `${earlier} and ${next} cannot be combined: keep one`;
  }
  return undefined;
}
