import { ConfigurationError } from "./errors";
import { suggest } from "./suggest";

/** A bound on what a log may be, against input that is made to harm: what it bounds, and what happens beyond it. */
export interface LimitDefinition {
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  /** What is counted, as a sentence for the reference. */
  readonly meaning: string;
  /** What becomes of what goes beyond it, as a sentence for the reference. */
  readonly beyond: string;
  /** On documents that are kept all the same. */
  readonly tag?: string;
}

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
const gibibyte = 1024 * mebibyte;

const quarantined = "The object goes to quarantine; what was read before is indexed.";
const pipelineError = "The record is kept as a pipeline error, with the beginning of its text.";

/** All limits that a stack can set, in `siem:limits`. docs/limits.md is made of them. */
export const limitDefinitions = {
  expandedBytes: {
    default: 64 * gibibyte,
    minimum: mebibyte,
    maximum: 1024 * gibibyte,
    meaning: "Bytes that an object may decompress to, all its containers and members together.",
    beyond: quarantined,
  },
  expansionRatio: {
    default: 250,
    minimum: 2,
    maximum: 100_000,
    meaning:
      "How many times its stored size an object may decompress to, once it is larger than `ratioFreeBytes`. Logs become 5 to 50 times as large; deflate can reach 1,032, bzip2 and zstd many thousands.",
    beyond: quarantined,
  },
  ratioFreeBytes: {
    default: gibibyte,
    minimum: mebibyte,
    maximum: 64 * gibibyte,
    meaning: "Bytes up to which an object may decompress at any ratio: small objects of equal lines compress well.",
    beyond: "`expansionRatio` is looked at.",
  },
  members: {
    default: 10_000,
    minimum: 1,
    maximum: 1_000_000,
    meaning: "Members of a zip. Each costs time, however small it is.",
    beyond: quarantined,
  },
  containers: {
    default: 3,
    minimum: 1,
    maximum: 10,
    meaning: "Containers in each other, such as a gzip in a zip: some shippers compress what is compressed already.",
    beyond: quarantined,
  },
  lineBytes: {
    default: mebibyte,
    minimum: kibibyte,
    maximum: 16 * mebibyte,
    meaning: "Bytes of a line of text, or of the lines of one record.",
    beyond: "The record is cut there and tagged; `event.hash` is the SHA-256 of all of it.",
    tag: "line-truncated",
  },
  recordBytes: {
    default: 16 * mebibyte,
    minimum: 64 * kibibyte,
    maximum: 64 * mebibyte,
    meaning: "Bytes of a JSON or XML record.",
    beyond: pipelineError,
    tag: "record-too-large",
  },
  depth: {
    default: 100,
    minimum: 10,
    maximum: 100,
    meaning: "Levels of objects and arrays in a record. No log has so many.",
    beyond: pipelineError,
    tag: "record-too-deep",
  },
  keys: {
    default: 50_000,
    minimum: 100,
    maximum: 1_000_000,
    meaning: "Members of all the objects in a record.",
    beyond: pipelineError,
    tag: "record-too-many-keys",
  },
  arrayItems: {
    default: 10_000,
    minimum: 100,
    maximum: 1_000_000,
    meaning: "Items of an array in a record. An array of records is none: each of them is a record.",
    beyond: "The array is cut there and the document tagged; the archive holds all of it.",
    tag: "array-truncated",
  },
  keywordCharacters: {
    default: 1024,
    minimum: 256,
    maximum: 8191,
    meaning:
      "Characters of a keyword that can be searched (`ignore_above`). ECS asks for 1,024; Lucene refuses terms of more than 32,766 bytes, four of which a character may have.",
    beyond: "The value stays in the document and cannot be searched; `_ignored` names its field.",
  },
} as const satisfies Readonly<Record<string, LimitDefinition>>;

export type LimitName = keyof typeof limitDefinitions;

export type Limits = Readonly<Record<LimitName, number>>;

export const limitNames: readonly LimitName[] = Object.keys(limitDefinitions) as LimitName[];

export const defaultLimits: Limits = Object.fromEntries(
  limitNames.map((name) => [name, limitDefinitions[name].default]),
) as Limits;

/** What a document is tagged with that is kept although it, or its record, goes beyond the limit. */
export function tagOf(name: LimitName): string | undefined {
  const { tag }: LimitDefinition = limitDefinitions[name];
  return tag;
}

/**
 * Reads limits from an object of some of them; the others have their defaults.
 * @throws ConfigurationError naming the limit, its value, what is allowed and what to do.
 */
export function parseLimits(given: Readonly<Record<string, unknown>>): Limits {
  for (const [name, value] of Object.entries(given)) {
    if (!isLimitName(name)) refuseUnknown(name);
    const { minimum, maximum, default: usual } = limitDefinitions[name];
    if (Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum) continue;
    throw new ConfigurationError(
      `${name} is ${JSON.stringify(value)}; allowed: a whole number from ${minimum} to ${maximum}. Correct it, or leave it out for the default, ${usual}`,
    );
  }
  const limits: Limits = { ...defaultLimits, ...given };
  if (limits.ratioFreeBytes <= limits.expandedBytes) return limits;
  throw new ConfigurationError(
    `ratioFreeBytes is ${limits.ratioFreeBytes}, more than expandedBytes (${limits.expandedBytes}): no object could become so large; lower ratioFreeBytes or raise expandedBytes`,
  );
}

function isLimitName(name: string): name is LimitName {
  return Object.hasOwn(limitDefinitions, name);
}

function refuseUnknown(name: string): never {
  const meant = suggest(name, limitNames);
  throw new ConfigurationError(
    `there is no limit ${JSON.stringify(name)}${meant === undefined ? "." : `: did you mean ${meant}?`} Allowed: ${limitNames.join(", ")}`,
  );
}
