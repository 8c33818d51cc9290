import { readFileSync } from "node:fs";
import { normaliseObject } from "../../functions/loader/normalise";
import type { LogObject, LogSource, RawRecord } from "../../functions/loader/source";
import { readExpected, type SampleCase } from "../sample-cases";

/** A field of a source's documents, as its samples show it. */
export interface FieldRow {
  readonly field: string;
  /** The members of records whose value it holds, such as `userIdentity.arn`; lists of objects have no numbers. */
  readonly from: string | undefined;
  readonly example: string;
}

/** What every document has, from the loader. */
const common = /^(?:ecs\.version|event\.(?:kind|dataset|module|ingested)|log\.(?:file\.path|offset)|related\..+|tags)$/;

/** The fields of all documents that a source's samples become, sorted by name. */
export async function fieldRows(source: LogSource, cases: readonly SampleCase[]): Promise<readonly FieldRow[]> {
  const fields = new Map<string, { readonly example: string; readonly origins: Map<string, number> }>();
  for (const sample of await mappedSamples(source, cases)) {
    const places = placesOf(sample.record.value);
    for (const [field, [example = "", ...others]] of valuesByField(sample.document, source)) {
      const known = fields.get(field) ?? { example, origins: new Map<string, number>() };
      fields.set(field, known);
      const [first, ...rest] = [example, ...others].map((value) => places.get(value) ?? nowhere);
      for (const place of first ?? nowhere) {
        const holdsAll = rest.every((some) => some.has(place));
        if (holdsAll && dependsOn(sample, field, place, source)) {
          known.origins.set(place, (known.origins.get(place) ?? 0) + 1);
        }
      }
    }
  }
  return [...fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, { example, origins }]) => ({ field, example, from: mostFrequent(origins) }));
}

const maximumOrigins = 3;
const nowhere: ReadonlySet<string> = new Set();

function mostFrequent(origins: ReadonlyMap<string, number>): string | undefined {
  const places = [...origins].sort(([a, votesOfA], [b, votesOfB]) => votesOfB - votesOfA || a.length - b.length);
  const shown = places.slice(0, maximumOrigins).map(([place]) => place);
  return shown.length === 0 ? undefined : shown.join(", or ");
}

function valuesByField(document: unknown, source: LogSource): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  for (const [field, value] of leaves(document, source.fields)) {
    if (!common.test(field)) values.set(field, (values.get(field) ?? new Set()).add(value));
  }
  return values;
}

/** Whether another value in this place of the record changes the field: equal values alone may be chance. */
function dependsOn(sample: MappedSample, field: string, place: string, source: LogSource): boolean {
  const record = { ...sample.record, value: changedAt(sample.record.value, place.split(".")) };
  let changed: unknown;
  try {
    const result = source.open(sample.object)(record);
    changed = result.kind === "event" ? JSON.parse(JSON.stringify(result.document)) : undefined;
  } catch {
    // The record is refused: it says nothing about this field.
    return false;
  }
  const before = valuesByField(sample.document, source).get(field);
  const after = valuesByField(changed, source).get(field);
  return JSON.stringify([...(before ?? [])]) !== JSON.stringify([...(after ?? [])]);
}

/** A copy with another value at a path; in each item of lists on the way. */
function changedAt(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => changedAt(item, path));
  const [name, ...rest] = path;
  if (name === undefined) {
    if (typeof value === "number") return value + 1;
    return typeof value === "string" ? `${value.slice(0, -1)}${value.endsWith("7") ? "8" : "7"}` : value;
  }
  if (typeof value !== "object" || value === null) return value;
  // Names may hold dots themselves.
  const members = Object.entries(value);
  const whole = path.join(".");
  return Object.fromEntries(
    members.map(([member, inner]) => {
      if (member === whole) return [member, changedAt(inner, [])];
      return [member, member === name ? changedAt(inner, rest) : inner];
    }),
  );
}

interface MappedSample {
  readonly object: LogObject;
  readonly record: RawRecord;
  readonly document: unknown;
}

/** Each record of the samples beside the document that the source itself makes of it. */
async function mappedSamples(source: LogSource, cases: readonly SampleCase[]): Promise<readonly MappedSample[]> {
  const mapped: MappedSample[] = [];
  const observed: LogSource = {
    ...source,
    open: (object) => {
      const map = source.open(object);
      return (record) => {
        const result = map(record);
        // Through JSON before the loader completes the document in place.
        if (result.kind === "event") {
          mapped.push({ object, record, document: JSON.parse(JSON.stringify(result.document)) });
        }
        return result;
      };
    },
  };
  for (const sample of cases) {
    const { key, configured } = readExpected(sample);
    const body = (async function* () {
      yield readFileSync(sample.inputPath);
    })();
    const options = {
      ...configured,
      sources: [observed],
      source: source.id,
      now: () => new Date("2026-01-02T03:04:05Z"),
    };
    const object = { bucket: "archive", key, lastModified: new Date("2026-01-02T03:00:00Z") };
    for await (const _ of normaliseObject(object, body, options));
  }
  return mapped;
}

/** The members of a record by their values. Short values are too common to tell anything. */
function placesOf(record: unknown): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, Set<string>>();
  if (typeof record !== "object") return places;
  for (const [place, value] of leaves(record, {})) {
    if (place === "" || value.length < 2 || value === "true" || value === "false") continue;
    const known = places.get(value) ?? new Set<string>();
    places.set(value, known.add(place));
  }
  return places;
}

/** Each value with its path; a `flat_object` as a whole. */
function* leaves(value: unknown, fields: LogSource["fields"], path = ""): Generator<readonly [string, string]> {
  if (value === null || value === undefined) return;
  if (typeof value !== "object") yield [path, String(value)];
  else if (fields[path] === "flat_object") yield [path, JSON.stringify(value)];
  else if (Array.isArray(value)) for (const item of value) yield* leaves(item, fields, path);
  else
    for (const [name, member] of Object.entries(value))
      yield* leaves(member, fields, path === "" ? name : `${path}.${name}`);
}
