import type { EcsDocument } from "../shared/ecs";
import type { LogSource } from "./source";

/** OpenSearch refuses a document for such a name, wherever it is: empty, or with an empty part between its dots. */
const ambiguous = /^\s*$|^\.|\.$|\.\s*\./;
const renamedTag = "field-renamed";

/** A date and a time as ISO 8601 has them, from which the index is named. */
const isoStart = /^\d{4}-\d\d-\d\dT/;

/**
 * A stack's own source, whose documents OpenSearch takes whatever records they are copied from: with names that are
 * some, and a time in ISO 8601. Built-in sources need this not: they copy names with `flatObject` only.
 */
export function guardedSource(source: LogSource): LogSource {
  return {
    ...source,
    open: (object) => {
      const map = source.open(object);
      return (record) => {
        const mapped = map(record);
        return mapped.kind === "event" ? { ...mapped, document: fittedDocument(mapped.document) } : mapped;
      };
    },
  };
}

function fittedDocument(document: EcsDocument): EcsDocument {
  const fitted = fitNames(document, fittedRootName);
  const time = fittedTime(document["@timestamp"]);
  if (fitted === document && time === document["@timestamp"]) return document;
  const tags = fitted === document ? document.tags : [...(document.tags ?? []), renamedTag];
  return { ...fitted, "@timestamp": time, tags };
}

/** What is no date at all is left to the loader, which takes the object's arrival instead. */
function fittedTime(time: string | undefined): string | undefined {
  if (time === undefined || isoStart.test(time)) return time;
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

/** The value itself where all names in it fit. */
function fitNames<Value>(value: Value, fitName = fittedName): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const inner = items.map((item) => fitNames(item));
    return inner.some((item, index) => item !== items[index]) ? (inner as Value) : value;
  }
  let changed = false;
  const names = new Set(Object.keys(value));
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => {
    const fitted = fitName(name);
    const unique = fitted === name ? name : uniqueName(fitted, names);
    names.add(unique);
    const inner = fitNames(member);
    changed ||= unique !== name || inner !== member;
    return [unique, inner] as const;
  });
  return changed ? (Object.fromEntries(members) as Value) : value;
}

function fittedName(name: string): string {
  return ambiguous.test(name) ? `field_${name.trim().replaceAll(".", "_")}` : name;
}

/** `_id` and its like are OpenSearch's own, at the root of a document only. */
function fittedRootName(name: string): string {
  return name.startsWith("_") ? `field${name}` : fittedName(name);
}

function uniqueName(name: string, taken: ReadonlySet<string>): string {
  let unique = name;
  for (let number = 2; taken.has(unique); number += 1) unique = `${name}_${number}`;
  return unique;
}
