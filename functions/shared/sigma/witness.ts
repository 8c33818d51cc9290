import type { SigmaItem, SigmaTaxonomy, SigmaTest } from "./ast";
import { foldCase } from "./case-folding";
import type { SigmaExpression } from "./expression";
import { requiredLiteral } from "./regex";
import { literalOf } from "./text-pattern";

/**
 * A text without which a rule cannot match: the whole of a field's value, a part of it, or a part of any value. A rule
 * has some of which one must be there, so an event that has none need not be looked at.
 */
export interface Witness {
  readonly kind: "whole" | "part" | "anywhere";
  readonly taxonomy: SigmaTaxonomy;
  /** Empty for `anywhere`. */
  readonly field: string;
  /** Case-folded. */
  readonly literal: string;
}

/** Something that must hold, with what it is asked of: a rule and the filters on it may have different taxonomies. */
export interface TaxonomyExpression {
  readonly taxonomy: SigmaTaxonomy;
  readonly expression: SigmaExpression;
}

function witnessName({ kind, taxonomy, field, literal }: Witness): string {
  return [kind, taxonomy, field, literal].join("\0");
}

/** Shorter parts are in too many values to be worth looking for. */
const shortestPart = 3;
/** Of a long text its end, which mostly says more: `...:policy/AdministratorAccess`. */
const longestPart = 16;

/** Looking for a part reads a whole value, and for one anywhere all values of an event. */
const weights: Readonly<Record<Witness["kind"], number>> = { whole: 1, part: 20, anywhere: 1_000 };

/**
 * Chooses each rule's witnesses: of what it needs, that which is cheapest to look for and which fewest rules need, for a
 * text that many rules share, such as the name of a service, is in many events.
 * @param rules for each, what must hold all together.
 * @returns undefined for a rule that has none: it must always be asked.
 */
export function chooseWitnesses(rules: readonly (readonly TaxonomyExpression[])[]): (readonly Witness[] | undefined)[] {
  const popularity = new Map<string, number>();
  for (const rule of rules) {
    const names = new Set(
      rule.flatMap(({ taxonomy, expression }) => allWitnesses(expression, taxonomy)).map(witnessName),
    );
    for (const name of names) popularity.set(name, (popularity.get(name) ?? 0) + 1);
  }
  const cost: Cost = (witness) => weights[witness.kind] * (popularity.get(witnessName(witness)) ?? 1);
  return rules.map((rule) => {
    const choices = rule.map(({ taxonomy, expression }) => choose(expression, taxonomy, cost));
    return cheapest(choices)?.witnesses;
  });
}

type Cost = (witness: Witness) => number;

interface Choice {
  readonly witnesses: readonly Witness[];
  readonly cost: number;
}

function choose(expression: SigmaExpression, taxonomy: SigmaTaxonomy, cost: Cost): Choice | undefined {
  switch (expression.kind) {
    case "not":
      return undefined;
    case "and":
      return cheapest(expression.of.map((one) => choose(one, taxonomy, cost)));
    case "or":
      return together(expression.of.map((one) => choose(one, taxonomy, cost)));
    case "item":
      return ofItem(expression.item, taxonomy, cost);
  }
}

function ofItem(item: SigmaItem, taxonomy: SigmaTaxonomy, cost: Cost): Choice | undefined {
  const choices = item.values.map((alternatives) =>
    together(
      alternatives.map((test) => {
        const witness = witnessOf(test, item.field, taxonomy);
        return witness === undefined ? undefined : { witnesses: [witness], cost: cost(witness) };
      }),
    ),
  );
  return item.linking === "all" ? cheapest(choices) : together(choices);
}

function cheapest(choices: readonly (Choice | undefined)[]): Choice | undefined {
  return choices.filter((choice) => choice !== undefined).sort((a, b) => a.cost - b.cost)[0];
}

/** One of several must hold: each needs its witness. */
function together(choices: readonly (Choice | undefined)[]): Choice | undefined {
  const all = choices.filter((choice) => choice !== undefined);
  if (all.length < choices.length) return undefined;
  return { witnesses: all.flatMap(({ witnesses }) => witnesses), cost: all.reduce((sum, { cost }) => sum + cost, 0) };
}

function witnessOf(test: SigmaTest, field: string | undefined, taxonomy: SigmaTaxonomy): Witness | undefined {
  if (test.kind === "regex") return partOf(requiredLiteral(test.pattern), field, taxonomy);
  if (test.kind !== "text") return undefined;
  const whole = literalOf(test.parts);
  if (whole !== undefined && field !== undefined) return { kind: "whole", taxonomy, field, literal: foldCase(whole) };
  const literals = test.parts.filter((part) => typeof part === "string").map(foldCase);
  return partOf(literals.sort((a, b) => b.length - a.length)[0], field, taxonomy);
}

function partOf(literal: string | undefined, field: string | undefined, taxonomy: SigmaTaxonomy): Witness | undefined {
  if (literal === undefined || literal.length < shortestPart) return undefined;
  const part = foldCase(literal).slice(-longestPart);
  return field === undefined
    ? { kind: "anywhere", taxonomy, field: "", literal: part }
    : { kind: "part", taxonomy, field, literal: part };
}

/** Of all items that may be asked, to count how many rules need each. */
function allWitnesses(expression: SigmaExpression, taxonomy: SigmaTaxonomy): Witness[] {
  switch (expression.kind) {
    case "not":
      return [];
    case "and":
    case "or":
      return expression.of.flatMap((one) => allWitnesses(one, taxonomy));
    case "item": {
      const { field, values } = expression.item;
      return values
        .flat()
        .map((test) => witnessOf(test, field, taxonomy))
        .filter((witness) => witness !== undefined);
    }
  }
}
