import type { SigmaCondition, SigmaDetection, SigmaItem, SigmaNamedSearch, SigmaSearch } from "./ast";
import { ConditionFault, conditionLocation, parseCondition } from "./condition";
import { testsOf, type ValueContext } from "./item-values";
import { Members, shown } from "./members";
import { type FieldKey, parseFieldKey } from "./modifiers";
import type { YamlEntry, YamlMap, YamlNode } from "./yaml-nodes";

/**
 * Reads search identifiers and the condition on them.
 * @param others members of the map that are neither.
 * @returns undefined after a fault was reported.
 */
export function parseDetection(
  map: YamlMap,
  context: ValueContext,
  others: readonly string[] = [],
): SigmaDetection | undefined {
  const { problems } = context;
  const members = new Members(map, problems, "the detection");
  const faultsBefore = problems.errorCount;
  if (members.has("timeframe")) {
    problems.report(
      "unknown-member",
      members.entry("timeframe") ?? map,
      "timeframe is not Sigma any more: count events in a correlation, which has a timespan",
    );
  }
  const entries = map.entries.filter(({ key }) => key !== "condition" && key !== "timeframe" && !others.includes(key));
  const searches = entries.map(({ key, value, location }): SigmaNamedSearch | undefined => {
    const search = parseSearch(value, context);
    return search === undefined ? undefined : { name: key, search, location };
  });
  if (entries.length === 0) {
    problems.report("missing-member", map, "the detection has no search identifier: add one, such as selection");
  }
  const condition = members.required("condition", "one, such as condition: selection");
  if (condition === undefined) return undefined;
  const names = entries.map(({ key }) => key);
  const conditions = parseConditions(condition.value, names, context);
  // What a condition that cannot be read would have used is not known.
  if (conditions !== undefined) warnOfUnused(entries, conditions, context);
  if (problems.errorCount > faultsBefore || conditions === undefined) return undefined;
  return { searches: searches.filter((search) => search !== undefined), conditions };
}

function parseConditions(
  node: YamlNode,
  names: readonly string[],
  { problems }: ValueContext,
): readonly SigmaCondition[] | undefined {
  const items = node.kind === "list" ? node.items : [node];
  if (items.length === 0) problems.report("wrong-value", node, "an empty list of conditions matches nothing: add one");
  const conditions = items.map((item): SigmaCondition | undefined => {
    if (item.kind !== "scalar" || typeof item.value !== "string") {
      problems.report("wrong-type", item, `a condition must be a text, not ${shown(item)}`);
      return undefined;
    }
    try {
      return parseCondition(item.value, names);
    } catch (error) {
      if (!(error instanceof ConditionFault)) throw error;
      problems.report(error.code, { location: conditionLocation(item, error.offset) }, error.message);
      return undefined;
    }
  });
  const read = conditions.filter((condition) => condition !== undefined);
  return read.length === items.length && read.length > 0 ? read : undefined;
}

function warnOfUnused(
  entries: readonly YamlEntry[],
  conditions: readonly SigmaCondition[],
  { problems }: ValueContext,
): void {
  const used = new Set(conditions.flatMap(namesIn));
  for (const { key, location } of entries) {
    if (used.has(key)) continue;
    problems.report("unused-search", { location }, `no condition uses ${key}: use it, or remove it`);
  }
}

function namesIn(condition: SigmaCondition): readonly string[] {
  switch (condition.kind) {
    case "search":
      return [condition.name];
    case "quantified":
      return condition.names;
    case "not":
      return namesIn(condition.condition);
    case "and":
    case "or":
      return condition.conditions.flatMap(namesIn);
  }
}

/** A map: all of its lines. A list: one of its items, maps or keywords. A single value: a keyword. */
function parseSearch(node: YamlNode, context: ValueContext): SigmaSearch | undefined {
  const { problems } = context;
  switch (node.kind) {
    case "scalar":
      return keywordItem(node, context);
    case "map": {
      if (node.entries.length === 0) {
        problems.report("wrong-value", node, "an empty map would match everything: name a field and its value");
      }
      return group(
        "all-of",
        node.entries.map((entry) => parseItem(entry, context)),
      );
    }
    case "list": {
      if (node.items.length === 0) problems.report("wrong-value", node, "an empty list matches nothing: add a value");
      return group(
        "any-of",
        node.items.map((item) => {
          if (item.kind !== "list") return parseSearch(item, context);
          problems.report("wrong-type", item, "a list within a list has no meaning here: write its items one by one");
          return undefined;
        }),
      );
    }
  }
}

function group(kind: "all-of" | "any-of", searches: readonly (SigmaSearch | undefined)[]): SigmaSearch | undefined {
  const read = searches.filter((search) => search !== undefined);
  if (read.length !== searches.length || read.length === 0) return undefined;
  return read.length === 1 ? read[0] : { kind, searches: read };
}

function keywordItem(node: YamlNode, context: ValueContext): SigmaItem | undefined {
  if (node.kind === "scalar" && (node.value === null || node.value === "")) {
    context.problems.report("wrong-value", node, "a keyword must be a text that is not empty");
    return undefined;
  }
  return itemOf({ field: undefined, modifiers: [] }, [node], node, context);
}

function parseItem({ key, value, location }: YamlEntry, context: ValueContext): SigmaItem | undefined {
  const { problems } = context;
  const parsed = parseFieldKey(key, location, problems);
  if (parsed === undefined) return undefined;
  const { modifiers } = parsed;
  const nodes = value.kind === "list" ? value.items : [value];
  if (nodes.length === 0) {
    problems.report("wrong-value", value, `${key} has an empty list, which matches nothing: add a value`);
    return undefined;
  }
  if (modifiers.includes("exists") && value.kind === "list") {
    problems.report("wrong-type", value, "exists takes true or false, not a list");
    return undefined;
  }
  if (modifiers.includes("all") && nodes.length < 2) {
    problems.report("invalid-modifiers", { location }, "all is for a list of at least two values: leave it out");
    return undefined;
  }
  return itemOf(parsed, nodes, { location }, context);
}

function itemOf(
  { field, modifiers }: FieldKey,
  nodes: readonly YamlNode[],
  { location }: Pick<SigmaItem, "location">,
  context: ValueContext,
): SigmaItem | undefined {
  // A keyword is looked for anywhere, as is a regular expression.
  const effective = field === undefined && !modifiers.includes("contains") && !modifiers.includes("re");
  const values = nodes.map((node) => testsOf(node, effective ? [...modifiers, "contains"] : modifiers, context));
  const read = values.filter((tests) => tests !== undefined);
  if (read.length !== values.length) return undefined;
  return {
    kind: "item",
    field,
    modifiers,
    linking: modifiers.includes("all") ? "all" : "any",
    negated: modifiers.includes("neq"),
    values: read,
    location,
  };
}
