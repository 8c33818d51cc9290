/** What the loader says of one object, in its log line "object accounted". */
export interface ObjectAccounting {
  readonly bucket: string;
  readonly key: string;
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
}

/** Reads a log line of a function; undefined when it is not the accounting of an object. */
export function accountingIn(line: string): ObjectAccounting | undefined {
  if (!line.includes('"object accounted"')) return undefined;
  let entry: Readonly<Record<string, unknown>>;
  try {
    entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
  const { bucket, key, source, dropped, trials, outcome, reason } = entry;
  if (typeof bucket !== "string" || typeof key !== "string") return undefined;
  const count = (name: string): number => (typeof entry[name] === "number" ? entry[name] : 0);
  return {
    bucket,
    key,
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
