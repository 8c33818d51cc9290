import { RE2JS } from "re2js";
import type { SigmaComparison, SigmaTest, SigmaTextPart, SigmaTimePart } from "./ast";
import { sigmaTimeParts } from "./ast";
import { parseNetwork } from "./cidr";
import { base64, base64Offsets, type Encoded, utf16, utf16be, utf16le } from "./encodings";
import { isNothing, shown } from "./members";
import type { SigmaModifier } from "./modifiers";
import { expandPlaceholders, type Placeholders } from "./placeholders";
import type { SigmaProblems } from "./problems";
import { regexFlags } from "./regex";
import { literalOf, literalsOf, openEnds, parseTextPattern, withAnyDash } from "./text-pattern";
import type { YamlNode, YamlScalar } from "./yaml-nodes";

export interface ValueContext {
  readonly problems: SigmaProblems;
  readonly placeholders: Placeholders;
}

/** What one value of an item may stand for, under the item's modifiers; undefined after a fault was reported. */
export function testsOf(
  node: YamlNode,
  modifiers: readonly SigmaModifier[],
  context: ValueContext,
): readonly SigmaTest[] | undefined {
  const { problems } = context;
  if (node.kind !== "scalar") {
    const hint = node.kind === "map" ? ": write a member of an object with a dot, field.member" : "";
    problems.report("wrong-type", node, `a value must be a text, number, boolean or null, not a ${node.kind}${hint}`);
    return undefined;
  }
  const read = readers.find(({ when }) => modifiers.some((modifier) => when.includes(modifier)))?.read ?? textTests;
  return read(node, modifiers, context);
}

type Reader = (
  node: YamlScalar,
  modifiers: readonly SigmaModifier[],
  context: ValueContext,
) => readonly SigmaTest[] | undefined;

/** The first whose modifier is there reads the value; else it is a text. */
const readers: readonly { readonly when: readonly SigmaModifier[]; readonly read: Reader }[] = [
  { when: ["exists"], read: existsTests },
  { when: ["fieldref"], read: fieldTests },
  { when: ["cidr"], read: networkTests },
  { when: ["re"], read: regexTests },
  { when: ["lt", "lte", "gt", "gte", ...sigmaTimeParts], read: comparisonTests },
];

function existsTests(node: YamlScalar, _: readonly SigmaModifier[], { problems }: ValueContext) {
  if (typeof node.value === "boolean") return [{ kind: "exists", value: node.value } as const];
  problems.report("wrong-value", node, `exists takes true or false, not ${shown(node)}`);
  return undefined;
}

function fieldTests(node: YamlScalar, modifiers: readonly SigmaModifier[], { problems }: ValueContext) {
  if (typeof node.value !== "string" || node.value === "") {
    problems.report("wrong-value", node, `fieldref takes the name of a field, not ${shown(node)}`);
    return undefined;
  }
  const position = modifiers.includes("startswith")
    ? "start"
    : modifiers.includes("endswith")
      ? "end"
      : modifiers.includes("contains")
        ? "anywhere"
        : "whole";
  return [{ kind: "field", field: node.value, position, cased: modifiers.includes("cased") } as const];
}

function networkTests(node: YamlScalar, modifiers: readonly SigmaModifier[], context: ValueContext) {
  const texts = plainTexts(node, modifiers, context);
  const tests = texts?.map((text): SigmaTest | undefined => {
    const network = parseNetwork(text);
    if (network.fault === undefined) return { kind: "cidr", network: network.text };
    context.problems.report("wrong-value", node, network.fault);
    return undefined;
  });
  return allDefined(tests);
}

function regexTests(node: YamlScalar, modifiers: readonly SigmaModifier[], context: ValueContext) {
  const flags = modifiers.filter((modifier) => modifier === "i" || modifier === "m" || modifier === "s").join("");
  const tests = plainTexts(node, modifiers, context)?.map((pattern): SigmaTest | undefined => {
    try {
      RE2JS.compile(pattern, regexFlags(flags));
      return { kind: "regex", pattern, flags };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const hint = /\(\?<?[=!]|\\[1-9]/.test(pattern)
        ? "; it is matched in linear time, so there is no looking around and no reference to a group: write a second line, or a selection with not"
        : "";
      context.problems.report("regex", node, `is no regular expression in RE2 syntax: ${reason}${hint}`);
      return undefined;
    }
  });
  return allDefined(tests);
}

const timeRanges: Readonly<Record<SigmaTimePart, readonly [from: number, to: number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [1, 9999],
};

const comparisons = ["lt", "lte", "gt", "gte"] as const satisfies readonly SigmaComparison[];

function comparisonTests(node: YamlScalar, modifiers: readonly SigmaModifier[], { problems }: ValueContext) {
  const operator = comparisons.find((name) => modifiers.includes(name)) ?? "eq";
  const part = sigmaTimeParts.find((name) => modifiers.includes(name));
  const { value } = node;
  if (typeof value !== "number" || !Number.isFinite(value)) {
    const quoted = typeof value === "string" && value !== "" && Number.isFinite(Number(value));
    const hint = quoted ? ": leave out the quotation marks" : "";
    problems.report(
      "wrong-value",
      node,
      `${part ?? operator} takes a number, not ${value === null ? "null" : shown(node)}${hint}`,
    );
    return undefined;
  }
  if (part !== undefined) {
    const [from, to] = timeRanges[part];
    if (!Number.isInteger(value) || value < from || value > to) {
      problems.report("wrong-value", node, `${part} takes a whole number from ${from} to ${to}, not ${node.source}`);
      return undefined;
    }
  }
  return [{ kind: "compare", operator, value, part } as const];
}

/** The text of a value as it is, after its placeholders. */
function plainTexts(
  node: YamlScalar,
  modifiers: readonly SigmaModifier[],
  { problems, placeholders }: ValueContext,
): readonly string[] | undefined {
  if (typeof node.value !== "string" || node.value === "") {
    problems.report("wrong-value", node, `${modifiers[0]} takes a text, not ${isNothing(node) ? "null" : shown(node)}`);
    return undefined;
  }
  if (!modifiers.includes("expand")) return [node.value];
  return expandPlaceholders(node, node.value, placeholders, problems);
}

function textTests(node: YamlScalar, modifiers: readonly SigmaModifier[], context: ValueContext) {
  const { problems } = context;
  const others = modifiers.filter((modifier) => modifier !== "neq" && modifier !== "all");
  if (node.value === null) {
    if (others.length === 0) return [{ kind: "null" } as const];
    problems.report("wrong-value", node, `null is no text: ${others.join(", ")} cannot be with it`);
    return undefined;
  }
  if (typeof node.value === "number" && !isFaithful(node, node.value)) {
    problems.report(
      "ambiguous-number",
      node,
      `${node.source} is read as the number ${node.value}: put it into quotation marks to have it as it is written`,
    );
    return undefined;
  }
  if (typeof node.value === "boolean" && others.some((modifier) => modifier !== "cased")) {
    problems.report(
      "wrong-value",
      node,
      `${node.source} is a boolean, ${others.join(", ")} needs a text: put it into quotation marks`,
    );
    return undefined;
  }
  const text = String(node.value);
  const texts = modifiers.includes("expand") ? expandPlaceholders(node, text, context.placeholders, problems) : [text];
  const patterns = allDefined(texts?.map((one) => patternsOf(node, parseTextPattern(one), modifiers, problems)));
  const cased = modifiers.includes("cased");
  const ends = {
    start: modifiers.includes("contains") || modifiers.includes("endswith"),
    end: modifiers.includes("contains") || modifiers.includes("startswith"),
  };
  return patterns?.flat().map((parts): SigmaTest => ({ kind: "text", parts: openEnds(parts, ends), cased }));
}

/** Whether the number looks in a log as it is written in the rule: `0123` and `0x10` do not, nor what is rounded. */
function isFaithful({ source }: YamlScalar, value: number): boolean {
  return (
    Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value)) && String(value) === source
  );
}

/** More ways of writing one value would be a mistake. */
const maximumSpellings = 125;

/** A pattern after the modifiers that change it. */
function patternsOf(
  node: YamlScalar,
  pattern: readonly SigmaTextPart[],
  modifiers: readonly SigmaModifier[],
  problems: SigmaProblems,
): readonly (readonly SigmaTextPart[])[] | undefined {
  const parts = modifiers.includes("windash") ? withAnyDash(pattern) : pattern;
  const encodings = modifiers.flatMap((modifier) => encoders[modifier] ?? []);
  if (encodings.length === 0) return [parts];
  const literals = literalsOf(parts, maximumSpellings);
  if (literals === undefined || literalOf(pattern) === "") {
    const reason = literals === undefined ? "a value with wildcards, or too many dashes," : "an empty text";
    problems.report("wrong-value", node, `${reason} cannot be encoded: write the text itself, and |contains`);
    return undefined;
  }
  return literals
    .map((text): readonly Encoded[] =>
      encodings.reduce<readonly Encoded[]>((values, encode) => values.flatMap(encode), [{ text, bytes: false }]),
    )
    .flatMap((encoded) => encoded.map(({ text }) => [text]));
}

const encoders: Readonly<Partial<Record<SigmaModifier, (value: Encoded) => readonly Encoded[]>>> = {
  utf16le: (value) => [utf16le(value)],
  wide: (value) => [utf16le(value)],
  utf16be: (value) => [utf16be(value)],
  utf16: (value) => [utf16(value)],
  base64: (value) => [base64(value)],
  base64offset: base64Offsets,
};

function allDefined<Value>(values: readonly (Value | undefined)[] | undefined): readonly Value[] | undefined {
  const defined = values?.filter((value) => value !== undefined);
  return defined !== undefined && defined.length === values?.length ? defined : undefined;
}
