import type { FieldType } from "../loader/source";
import { limitDefinitions } from "../shared/limits";
import { ecsFieldsByType } from "./ecs-fields.generated";

/** A property of an OpenSearch mapping: a field, or an object with properties of its own. */
export interface Property {
  readonly [parameter: string]: unknown;
  readonly properties?: Properties;
}

export interface Properties {
  [name: string]: Property;
}

/**
 * Parameters per field type. A value longer than `ignore_above` stays in the document but cannot be searched; a stack
 * may set another one for keywords. `wildcard` keeps doc values, which it lacks by default, so that paths can be counted.
 *
 * Times are `date`, in milliseconds, not `date_nanos`: documents keep the source's precision in their text, hardly a
 * source has more, and an index pattern over both types sorts and ranges wrongly.
 */
const parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  date: { type: "date", format: "strict_date_optional_time||epoch_millis" },
  keyword: { type: "keyword", ignore_above: limitDefinitions.keywordCharacters.default },
  scaled_float: { type: "scaled_float", scaling_factor: 1000 },
  text: { type: "match_only_text" },
  wildcard: { type: "wildcard", doc_values: true, ignore_above: limitDefinitions.keywordCharacters.maximum },
};

/** Fields whose words people search for besides the whole value. Each costs a second index, so not all that ECS lists. */
const alsoText: ReadonlySet<string> = new Set(["error.stack_trace", "process.command_line", "user_agent.original"]);

/**
 * Fields that the loader sets and ECS does not have: the place of a record in its object, as Filebeat names it, and what
 * an index could not take where it belongs.
 */
const loaderFields: Readonly<Record<string, string>> = { "log.offset": "long", unmapped: "flat_object" };

function property(name: string, type: string, searchable: boolean, keywordCharacters?: number): Property {
  const usual = parameters[type] ?? { type };
  const base =
    type === "keyword" && keywordCharacters !== undefined ? { type, ignore_above: keywordCharacters } : usual;
  if (!searchable) return { type: base.type, index: false, doc_values: false };
  return alsoText.has(name) ? { ...base, fields: { text: { type: "match_only_text" } } } : base;
}

/** Nests fields given by their full names. */
function nest(fields: Iterable<readonly [name: string, property: Property]>): Properties {
  const root: Properties = {};
  // Parents first: `email.attachments` is a field of its own (nested) as well as the parent of others.
  for (const [name, field] of [...fields].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const parts = name.split(".");
    const last = parts.pop() ?? name;
    let level = root;
    for (const part of parts) {
      const parent = level[part] ?? {};
      const properties = parent.properties ?? {};
      level[part] = { ...parent, properties };
      level = properties;
    }
    level[last] = field;
  }
  return root;
}

/** All fields that every index maps, by full name (`source.ip`), with their types. A type's final `!`: not searchable. */
function commonFields(): [name: string, type: string][] {
  const ecs = Object.entries(ecsFieldsByType).flatMap(([type, names]) =>
    names
      .split(" ")
      .map((name): [string, string] => (name.endsWith("!") ? [name.slice(0, -1), `${type}!`] : [name, type])),
  );
  return [...ecs, ...Object.entries(loaderFields)];
}

/** Full names of the fields that every index maps. */
export function commonFieldNames(): string[] {
  return commonFields().map(([name]) => name);
}

/** Types of the fields that every index maps and that can be searched, by full name. */
export function searchableCommonFields(): ReadonlyMap<string, string> {
  return new Map(commonFields().filter(([, type]) => !type.endsWith("!")));
}

/** The mapping of the ECS fields that every index has. */
export function commonProperties(keywordCharacters?: number): Properties {
  return nest(
    commonFields().map(([name, type]) => [
      name,
      property(name, type.replace("!", ""), !type.endsWith("!"), keywordCharacters),
    ]),
  );
}

/** The mapping of a vendor's own fields. */
export function vendorProperties(fields: Readonly<Record<string, FieldType>>, keywordCharacters?: number): Properties {
  return nest(Object.entries(fields).map(([name, type]) => [name, property(name, type, true, keywordCharacters)]));
}
