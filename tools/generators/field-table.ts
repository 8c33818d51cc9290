import { readFileSync } from "node:fs";
import { normaliseObject } from "../../functions/loader/normalise";
import type { LogSource } from "../../functions/loader/source";
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
  const fields = new Map<string, { readonly example: string; readonly origins: ReadonlySet<string>[] }>();
  for (const { record, document } of await mappedSamples(source, cases)) {
    const places = placesOf(record);
    const values = new Map<string, Set<string>>();
    for (const [field, value] of leaves(document, source.fields)) {
      if (!common.test(field)) values.set(field, (values.get(field) ?? new Set()).add(value));
    }
    for (const [field, [example = "", ...others]] of values) {
      const known = fields.get(field) ?? { example, origins: [] };
      const [first, ...rest] = [example, ...others].map((value) => places.get(value) ?? nowhere);
      // The members that hold all of the field's values.
      known.origins.push(new Set([...(first ?? nowhere)].filter((place) => rest.every((some) => some.has(place)))));
      fields.set(field, known);
    }
  }
  return [...fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, { example, origins }]) => ({ field, example, from: likeliest(field, origins) }));
}

const maximumOrigins = 3;
const nowhere: ReadonlySet<string> = new Set();

/** The fewest members that most documents agree on; none where they would explain less than half of the documents. */
function likeliest(field: string, documents: readonly ReadonlySet<string>[]): string | undefined {
  const name = plain(field.slice(field.lastIndexOf(".") + 1));
  const found: string[] = [];
  let unexplained = documents;
  while (found.length < maximumOrigins && unexplained.length > 0) {
    const votes = new Map<string, number>();
    for (const places of unexplained) for (const place of places) votes.set(place, (votes.get(place) ?? 0) + 1);
    const alike = (place: string): number => (plain(place).includes(name) ? 1 : 0);
    const [best] = [...votes].sort(
      ([a, votesOfA], [b, votesOfB]) => votesOfB - votesOfA || alike(b) - alike(a) || a.length - b.length,
    );
    // A single document may agree by chance, unless the names do too.
    if (best === undefined || (found.length > 0 && best[1] < 2 && alike(best[0]) === 0)) break;
    found.push(best[0]);
    unexplained = unexplained.filter((places) => !places.has(best[0]));
  }
  return unexplained.length * 2 < documents.length ? found.join(", or ") : undefined;
}

function plain(name: string): string {
  return name.replaceAll(/[^a-z0-9]/gi, "").toLowerCase();
}

interface MappedSample {
  readonly record: unknown;
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
          mapped.push({ record: record.value, document: JSON.parse(JSON.stringify(result.document)) });
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
