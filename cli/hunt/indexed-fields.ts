import { searchableCommonFields } from "../../functions/configurator/mappings";
import type { LogSource } from "../../functions/loader/source";
import type { SigmaTaxonomy } from "../../functions/shared/sigma";
import type { FieldResolver, IndexedField } from "../../functions/shared/sigma/opensearch-query";
import { suggest } from "../../functions/shared/suggest";

/** A rule's field that no document has; the message says which, and what may be meant. */
export class FieldNotIndexed extends Error {}

/** How queries differ by the type of a mapping. */
const queryTypes: Readonly<Record<string, IndexedField["type"]>> = {
  keyword: "keyword",
  wildcard: "keyword",
  long: "number",
  double: "number",
  float: "number",
  scaled_float: "number",
  boolean: "boolean",
  date: "date",
  ip: "ip",
  match_only_text: "text",
  text: "text",
  flat_object: "flat_object",
};

/**
 * Where fields of rules are in the documents of a log source.
 * @throws FieldNotIndexed
 */
export function indexedFields(source: LogSource, taxonomy: SigmaTaxonomy): FieldResolver {
  const types = new Map([...searchableCommonFields(), ...Object.entries(source.fields)]);
  const byName = (field: string): IndexedField => {
    const place = longestPrefix(field, types);
    const type = queryTypes[place?.value ?? ""];
    if (place === undefined || type === undefined || (place.rest !== "" && type !== "flat_object")) {
      const meant = suggest(field, [...types.keys()]);
      throw new FieldNotIndexed(
        `there is no field ${field} in ${source.dataset}${meant === undefined ? "" : `: did you mean ${meant}?`}`,
      );
    }
    return { name: field, type };
  };
  if (taxonomy === "ecs") return (field) => [byName(field)];
  const { rawFields = {} } = source;
  const raw = new Map(Object.entries(rawFields));
  return (field) => {
    const place = longestPrefix(field, raw);
    if (place === undefined) {
      throw new FieldNotIndexed(`the raw field ${field} of ${source.id} is not in the documents as it is`);
    }
    return place.value.map((name) => byName(name + place.rest));
  };
}

interface Place<Value> {
  readonly value: Value;
  /** What of the name is behind the prefix, with its dot. */
  readonly rest: string;
}

function longestPrefix<Value>(name: string, values: ReadonlyMap<string, Value>): Place<Value> | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) {
    const value = values.get(name.slice(0, end));
    if (value !== undefined) return { value, rest: name.slice(end) };
  }
  return undefined;
}
