import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { searchableCommonFields } from "../../functions/configurator/mappings";
import type { LogSource } from "../../functions/loader/source";
import type { SigmaTaxonomy } from "../../functions/shared/sigma";
import { suggest } from "../../functions/shared/suggest";
import { asArray, asRecord } from "../../functions/shared/values";
import { FieldNotIndexed, indexedFields } from "../hunt/indexed-fields";

/** Why a rule's field can be in no event of a log source. */
export interface FieldFault {
  /** Whether it cannot be; else it is not among what is known. */
  readonly certain: boolean;
  readonly message: string;
}

/** What keeps a field from being in the events of a log source, as far as it is known. */
export function fieldFault(source: LogSource, field: string, taxonomy: SigmaTaxonomy): FieldFault | undefined {
  return taxonomy === "ecs" ? documentFault(source, field) : rawFault(source, field);
}

/** The same of what correlations and alerts group by: the document's field, else the raw record's. */
export function groupFieldFault(source: LogSource, field: string): FieldFault | undefined {
  const inDocument = documentFault(source, field);
  if (inDocument === undefined || source.rawFields === undefined) {
    // Of other sources' raw records, only that lines have no members is known.
    return source.format === "lines" || isCommon(field) ? inDocument : undefined;
  }
  return isRaw(source, field) ? undefined : isCommon(field) ? inDocument : rawFault(source, field);
}

function documentFault(source: LogSource, field: string): FieldFault | undefined {
  try {
    indexedFields(source, "ecs")(field);
  } catch (error) {
    if (error instanceof FieldNotIndexed) return { certain: true, message: error.message };
    throw error;
  }
  const written = writtenFields(source);
  if (written === undefined || !isCommon(field) || written.has(field) || isAdded(field, written)) return undefined;
  const list = `docs/sources/${source.id}.md lists what it writes`;
  return { certain: false, message: `no document of ${source.dataset} is known to have ${field}: ${list}` };
}

function rawFault(source: LogSource, field: string): FieldFault | undefined {
  if (source.rawFields === undefined || isRaw(source, field)) return undefined;
  if (field.includes(".") && documentFault(source, field) === undefined) {
    const message = `${field} is a field of the document, not of the raw record of ${source.id}: write taxonomy: ecs`;
    return { certain: false, message };
  }
  const meant = suggest(field, [...recordFields(source)]);
  if (meant === undefined) return undefined;
  return { certain: false, message: `${field} is not known in records of ${source.id}: did you mean ${meant}?` };
}

function isRaw(source: LogSource, field: string): boolean {
  if (recordFields(source).has(field)) return true;
  // What is below a member that is in the document whole differs from call to call.
  return Object.keys(source.rawFields ?? {}).some((raw) => field.startsWith(`${raw}.`));
}

/** Whether it is of ECS, or the loader's own. */
function isCommon(field: string): boolean {
  return searchableCommonFields().has(field);
}

/** What the loader adds to all documents where it can: places of addresses, and what belongs together. */
function isAdded(field: string, written: ReadonlySet<string>): boolean {
  if (field.startsWith("related.")) return true;
  const [, side] = /^(.+)\.(?:geo|as)\.[a-z_.]+$/.exec(field) ?? [];
  return side !== undefined && written.has(`${side}.ip`);
}

const sourcesFolder = resolve(__dirname, "../../sources");

/** Fields of the documents of a source's samples; undefined of a source of somebody's own. */
const writtenFields = remembering(({ id }: LogSource): ReadonlySet<string> | undefined => {
  const samples = samplesOf(id, /\.expected\.json$/);
  if (samples.length === 0) return undefined;
  const fields = new Set<string>();
  for (const text of samples) {
    const expected: unknown = JSON.parse(text);
    for (const document of asArray(asRecord(expected)?.documents)) addFields(document, "", fields);
  }
  return fields;
});

/** Members of a source's raw records: those that are told where they are in the document, and those of its samples. */
const recordFields = remembering(({ id, recordArrays = [], rawFields = {} }: LogSource): ReadonlySet<string> => {
  const fields = new Set(Object.keys(rawFields).flatMap(withParents));
  for (const text of samplesOf(id, /\.input\./)) {
    for (const value of jsonValues(text)) {
      const { detail, ...top } = asRecord(value) ?? {};
      const held = recordArrays.flatMap((name) => asArray(top[name]));
      for (const record of [value, detail, ...held]) addFields(record, "", fields);
    }
  }
  return fields;
});

function samplesOf(id: string, names: RegExp): readonly string[] {
  const folder = join(sourcesFolder, id, "samples");
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.filter((file) => names.test(file)).map((file) => readFileSync(join(folder, file), "utf8"));
}

/** Of a text of one value, or of one a line; what is neither is left out. */
function jsonValues(text: string): readonly unknown[] {
  const parsed = [text, ...text.split("\n")].map((part): unknown => {
    try {
      return JSON.parse(part);
    } catch {
      return undefined;
    }
  });
  return parsed.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
}

function remembering<Result>(read: (source: LogSource) => Result): (source: LogSource) => Result {
  const known = new Map<LogSource, Result>();
  return (source) => {
    const found = known.get(source);
    if (found !== undefined) return found;
    const result = read(source);
    known.set(source, result);
    return result;
  };
}

function withParents(name: string): readonly string[] {
  const parts = name.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}

function addFields(value: unknown, name: string, fields: Set<string>): void {
  if (name !== "") fields.add(name);
  for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
    for (const [member, inner] of Object.entries(asRecord(item) ?? {})) {
      if (member !== "") addFields(inner, name === "" ? member : `${name}.${member}`, fields);
    }
  }
}
