import { visibleText } from "../functions/shared/text/visible-text";

/** A version of an object; the one and only where no id is given. */
export interface ObjectVersion {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}

/** What the loader says of one object, or of the part of it that one invocation loads: its log line "object accounted". */
export interface ObjectAccounting extends ObjectVersion {
  readonly source: string;
  readonly received: number;
  readonly indexed: number;
  readonly duplicate: number;
  readonly rejected: number;
  /** How many of the indexed are kept as pipeline errors: they could not be mapped. */
  readonly pipelineErrors: number;
  /** What became of the object as a whole, such as `read`, `unrecognised` or `quarantined`. */
  readonly outcome: string;
  /** Why an object is in quarantine. */
  readonly reason: string | undefined;
  /** Number of dropped records by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Number of indexed records that filters on trial match, by filter. */
  readonly trials: Readonly<Record<string, number>>;
  /** Number of the first record of the part in its object; 0 of a whole one. */
  readonly firstRecord: number;
  /** Seconds that the loader took. */
  readonly seconds: number;
}

/** Reads a log line of a function; undefined when it is not the accounting of an object. */
export function accountingIn(line: string): ObjectAccounting | undefined {
  return line.includes('"object accounted"') ? objectLineIn(line) : undefined;
}

function objectLineIn(line: string): ObjectAccounting | undefined {
  let entry: Readonly<Record<string, unknown>>;
  try {
    entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
  const { bucket, key, versionId, source, dropped, trials, outcome, reason } = entry;
  if (typeof bucket !== "string" || typeof key !== "string") return undefined;
  const count = (name: string): number => (typeof entry[name] === "number" ? entry[name] : 0);
  return {
    bucket,
    key,
    versionId: typeof versionId === "string" ? versionId : undefined,
    source: typeof source === "string" ? source : "unrecognised",
    received: count("received"),
    indexed: count("indexed"),
    duplicate: count("duplicate"),
    rejected: count("rejected"),
    pipelineErrors: count("pipelineErrors"),
    outcome: typeof outcome === "string" ? outcome : "read",
    reason: typeof reason === "string" ? reason : undefined,
    dropped: countsIn(dropped),
    trials: countsIn(trials),
    firstRecord: count("firstRecord"),
    seconds: count("seconds"),
  };
}

function countsIn(value: unknown): Readonly<Record<string, number>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, number>>) : {};
}

export const droppedCount = ({ dropped }: ObjectAccounting): number =>
  Object.values(dropped).reduce((sum, count) => sum + count, 0);

/** Whether each received record is indexed, a duplicate, rejected or dropped for a reason. */
export function isComplete(accounting: ObjectAccounting): boolean {
  const { received, indexed, duplicate, rejected } = accounting;
  return received === indexed + duplicate + rejected + droppedCount(accounting);
}

/** Lines of the log that tell what becomes of an object. */
const objectLine = /"message":"object (?:accounted|parked|postponed|failed)"/;
/** Of what is loaded later, from where this part began: its records are counted then. */
const putOff: readonly string[] = ["parked", "postponed", "failed"];

/** What the loader's log says of some objects, each put together from the parts that invocations loaded. */
export class ObjectAccountings {
  /** By name of the object and number of the first record. */
  private readonly parts = new Map<string, Map<number, ObjectAccounting>>();
  private readonly reasons = new Map<string, string>();

  constructor(objects: Iterable<ObjectVersion>) {
    for (const object of objects) this.parts.set(nameOf(object), new Map());
  }

  /** Takes a line of the log; what it says if it is about one of the objects. */
  hear(line: string): ObjectAccounting | undefined {
    const said = objectLine.test(line) ? objectLineIn(line) : undefined;
    if (said === undefined) return undefined;
    const { bucket, key, outcome, reason, firstRecord } = said;
    const name = [nameOf(said), nameOf({ bucket, key })].find((each) => this.parts.has(each));
    if (name === undefined) return undefined;
    if (!putOff.includes(outcome)) {
      this.parts.get(name)?.set(firstRecord, said);
      this.reasons.delete(name);
    } else if (reason !== undefined) {
      this.reasons.set(name, reason);
    }
    return said;
  }

  /** The sums over the parts of an object; `continued` as long as some are missing. Undefined before the first. */
  of(object: ObjectVersion): ObjectAccounting | undefined {
    const parts = this.parts.get(nameOf(object));
    let sum = parts?.get(0);
    let last = sum;
    while (sum?.outcome === "continued") {
      const next = parts?.get(sum.received);
      // A part without a record would be followed by itself.
      if (next === undefined || next === last) return sum;
      sum = added(sum, next);
      last = next;
    }
    return sum;
  }

  /** Whether each record of the object is accounted for. */
  isWhole(object: ObjectVersion): boolean {
    const sum = this.of(object);
    return sum !== undefined && sum.outcome !== "continued";
  }

  /** Why the object waits, or what failed last, as far as the loader has said; undefined once it has gone on. */
  reason(object: ObjectVersion): string | undefined {
    return this.reasons.get(nameOf(object));
  }
}

/** The loader's log shows the characters of a key that a terminal would act on as what they are. */
function nameOf({ bucket, key, versionId }: ObjectVersion): string {
  return JSON.stringify([bucket, visibleText(key), versionId]);
}

/** A part and the one that begins where it ends; the last one says what became of the object. */
function added(sum: ObjectAccounting, next: ObjectAccounting): ObjectAccounting {
  return {
    ...next,
    source: sum.source,
    firstRecord: sum.firstRecord,
    received: sum.received + next.received,
    indexed: sum.indexed + next.indexed,
    duplicate: sum.duplicate + next.duplicate,
    rejected: sum.rejected + next.rejected,
    pipelineErrors: sum.pipelineErrors + next.pipelineErrors,
    dropped: addedCounts(sum.dropped, next.dropped),
    trials: addedCounts(sum.trials, next.trials),
    seconds: sum.seconds + next.seconds,
  };
}

function addedCounts(sum: Readonly<Record<string, number>>, next: Readonly<Record<string, number>>) {
  const names = new Set([...Object.keys(sum), ...Object.keys(next)]);
  return Object.fromEntries([...names].map((name) => [name, (sum[name] ?? 0) + (next[name] ?? 0)]));
}
