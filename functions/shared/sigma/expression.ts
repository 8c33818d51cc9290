import type { SigmaCondition, SigmaDetection, SigmaItem, SigmaSearch } from "./ast";

/** What a detection asks, without names: the one form that is compiled, indexed and made a query of. */
export type SigmaExpression =
  | { readonly kind: "and" | "or"; readonly of: readonly SigmaExpression[] }
  | { readonly kind: "not"; readonly of: SigmaExpression }
  | { readonly kind: "item"; readonly item: SigmaItem };

export function expressionOf({ searches, conditions }: SigmaDetection): SigmaExpression {
  const byName = new Map(searches.map(({ name, search }) => [name, ofSearch(search)]));
  const named = (name: string): SigmaExpression => byName.get(name) ?? nothing;
  return joined(
    "or",
    conditions.map((condition) => ofCondition(condition, named)),
  );
}

/** Holds for no event. */
const nothing: SigmaExpression = { kind: "or", of: [] };

function ofCondition(condition: SigmaCondition, named: (name: string) => SigmaExpression): SigmaExpression {
  switch (condition.kind) {
    case "search":
      return named(condition.name);
    case "quantified":
      return joined(condition.quantifier === "one" ? "or" : "and", condition.names.map(named));
    case "not":
      return { kind: "not", of: ofCondition(condition.condition, named) };
    case "and":
    case "or":
      return joined(
        condition.kind,
        condition.conditions.map((one) => ofCondition(one, named)),
      );
  }
}

function ofSearch(search: SigmaSearch): SigmaExpression {
  if (search.kind === "item") {
    const item: SigmaExpression = { kind: "item", item: search.negated ? { ...search, negated: false } : search };
    return search.negated ? { kind: "not", of: item } : item;
  }
  return joined(search.kind === "all-of" ? "and" : "or", search.searches.map(ofSearch));
}

function joined(kind: "and" | "or", of: readonly SigmaExpression[]): SigmaExpression {
  const [first] = of;
  return of.length === 1 && first !== undefined ? first : { kind, of };
}
