import { isIP } from "node:net";
import { EcsFlat } from "@elastic/ecs";
import type { FieldType, LogSource } from "../functions/loader/source";

interface EcsField {
  readonly type: string;
  readonly normalize: readonly string[];
  readonly allowed_values?: readonly { readonly name: string; readonly expected_event_types?: readonly string[] }[];
}

type Document = Readonly<Record<string, unknown>>;
type Fields = Pick<LogSource, "fields" | "module">;
/** Finds the faults of one kind in a document. */
type Check = (document: Document, source: Fields) => Iterable<string>;

const ecsFields = EcsFlat as unknown as Readonly<Record<string, EcsField>>;

/** Fields that the loader adds and ECS does not have. */
const loaderFields: Readonly<Record<string, EcsField>> = {
  // @see https://www.elastic.co/docs/reference/beats/filebeat/exported-fields-log
  "log.offset": { type: "long", normalize: [] },
};

/** How a document breaks the rules that every document keeps to; nothing if it does not. */
export function documentFaults(document: Document, source: Fields): string[] {
  return checks.flatMap((check) => [...check(document, source)]);
}

interface Leaf {
  readonly field: string;
  /** The value, or each value of an array. */
  readonly value: unknown;
  readonly inArray: boolean;
}

/** Ends where ECS or the source says that a field is an object of its own. */
function* leaves(value: unknown, source: Fields, field = "", inArray = false): Generator<Leaf> {
  if (Array.isArray(value)) {
    for (const item of value) yield* leaves(item, source, field, true);
  } else if (typeof value === "object" && value !== null && !isWhole(field, source)) {
    for (const [name, member] of Object.entries(value)) {
      yield* leaves(member, source, field === "" ? name : `${field}.${name}`, inArray);
    }
  } else {
    yield { field, value, inArray };
  }
}

const wholeTypes: ReadonlySet<string> = new Set(["flattened", "geo_point"]);

function isWhole(field: string, source: Fields): boolean {
  return source.fields[field] === "flat_object" || wholeTypes.has(ecsFields[field]?.type ?? "");
}

const isText = (value: unknown): boolean => typeof value === "string" && value !== "" && value !== "-";
const isNumber = (value: unknown): boolean => typeof value === "number" && Number.isFinite(value);
const isDate = (value: unknown): boolean =>
  typeof value === "string" &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) &&
  !Number.isNaN(Date.parse(value));
const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length > 0;

const typeChecks: Readonly<Record<FieldType | string, (value: unknown) => boolean>> = {
  keyword: isText,
  constant_keyword: isText,
  wildcard: isText,
  text: isText,
  match_only_text: isText,
  ip: (value) => typeof value === "string" && isIP(value) !== 0,
  long: Number.isSafeInteger,
  integer: Number.isSafeInteger,
  double: isNumber,
  float: isNumber,
  scaled_float: isNumber,
  boolean: (value) => typeof value === "boolean",
  date: isDate,
  flat_object: isObject,
  flattened: isObject,
  geo_point: (value) => isObject(value) && isNumber((value as Document).lat) && isNumber((value as Document).lon),
};

function at(document: Document, field: string): unknown {
  let value: unknown = document;
  for (const name of field.split(".")) value = (value as Document | undefined)?.[name];
  return value;
}

function texts(document: Document, field: string): readonly string[] {
  const value = at(document, field);
  return value === undefined ? [] : Array.isArray(value) ? (value as string[]) : [value as string];
}

const isPipelineError = (document: Document): boolean => at(document, "event.kind") === "pipeline_error";

/** Whether a field is, at any depth, within one that ECS has lists of objects for: `email.attachments.file.name`. */
function isInListOfObjects(field: string): boolean {
  const parent = field.slice(0, Math.max(0, field.lastIndexOf(".")));
  if (parent === "") return false;
  const type = ecsFields[parent]?.type;
  return type === "nested" || type === "object" || isInListOfObjects(parent);
}

/** Fields that are neither ECS's nor declared by the source, and values that are not of their field's type. */
export function* typeFaults(document: Document, source: Fields): Generator<string> {
  for (const { field, value } of leaves(document, source)) {
    const type = source.fields[field] ?? (ecsFields[field] ?? loaderFields[field])?.type;
    if (type === undefined) yield `${field} is no ECS field and not declared`;
    else if (typeChecks[type]?.(value) !== true) yield `${field} should be ${type}: ${JSON.stringify(value)}`;
  }
}

/** Lists where ECS has lists, and only there. */
function* listFaults(document: Document, source: Fields): Generator<string> {
  for (const { field, inArray } of leaves(document, source)) {
    const definition = ecsFields[field];
    if (definition === undefined || source.fields[field] !== undefined) continue;
    const wantsList = definition.normalize.includes("array");
    // `dns.answers` is a list of objects; its members are seen once for each.
    const mayBeInList = wantsList || isInListOfObjects(field);
    if (wantsList && !inArray) yield `${field} is no list`;
    if (inArray && !mayBeInList) yield `${field} is a list`;
  }
}

/** Only ECS's values for event kind, category, type and outcome, and types that fit the categories. */
function* valueFaults(document: Document): Generator<string> {
  for (const field of ["event.kind", "event.category", "event.type", "event.outcome"]) {
    const allowed = ecsFields[field]?.allowed_values?.map(({ name }) => name) ?? [];
    for (const value of texts(document, field)) if (!allowed.includes(value)) yield `${field} is ${value}`;
  }
  const categories = texts(document, "event.category");
  const expected = (ecsFields["event.category"]?.allowed_values ?? [])
    .filter(({ name }) => categories.includes(name))
    .flatMap(({ expected_event_types }) => expected_event_types ?? []);
  for (const type of texts(document, "event.type")) {
    if (!expected.includes(type)) {
      yield `event.type ${type} is not expected in ${categories.join(", ") || "no category"}`;
    }
  }
}

const always = [
  "@timestamp",
  "event.kind",
  "event.dataset",
  "event.module",
  "event.ingested",
  "ecs.version",
  "log.file.path",
  "log.offset",
];

/** The fields that every document must have. */
function* missingFields(document: Document, { module }: Fields): Generator<string> {
  const required = isPipelineError(document)
    ? [...always, "event.original", "error.message"]
    : [...always, "event.category", "event.type"];
  // A finding need not be about one action.
  if (at(document, "event.kind") === "event") required.push("event.action", "event.outcome");
  if (module === "aws") required.push("cloud.provider");
  if (module === "aws" && !isPipelineError(document)) required.push("cloud.service.name");
  for (const field of required) if (at(document, field) === undefined) yield `has no ${field}`;
}

const userFields = ["user.name", "user.target.name", "user.effective.name", "user.changes.name"];
const hostFields = [
  "host.name",
  "host.hostname",
  "source.domain",
  "destination.domain",
  "client.domain",
  "server.domain",
  "url.domain",
  "dns.question.name",
];

/** Addresses, users, hosts and hashes are listed under `related`. */
function* relatedFaults(document: Document, source: Fields): Generator<string> {
  const expected: [string, string[]][] = [
    ["related.user", userFields.flatMap((field) => texts(document, field))],
    ["related.hosts", hostFields.flatMap((field) => texts(document, field))],
    ["related.ip", []],
    ["related.hash", []],
  ];
  for (const { field, value } of leaves(document, source)) {
    if (field.startsWith("related.")) continue;
    const type = source.fields[field] ?? ecsFields[field]?.type;
    if (type === "ip") expected[2]?.[1].push(value as string);
    if (/\.hash\.(?:md5|sha1|sha256)$/.test(field)) expected[3]?.[1].push(value as string);
  }
  for (const [field, values] of expected) {
    const listed = texts(document, field);
    for (const value of values) if (!listed.includes(value)) yield `${field} lacks ${value}`;
  }
}

const checks: readonly Check[] = [typeFaults, listFaults, valueFaults, missingFields, relatedFaults];
