import pLimit from "p-limit";
import { asRecord, integer, text } from "../shared/values";
import type { ObjectAccount } from "./account";
import type { AsideStore, ObjectReference } from "./ports";
import { objectId } from "./record-mapping";

/** A document that OpenSearch refuses for good. */
export interface Rejection {
  readonly source: string;
  readonly ordinal: number;
  readonly offset: number;
  readonly index: string;
  readonly id: string;
  /** The document, in JSON. */
  readonly document: string;
  readonly status: number;
  readonly reason: string;
}

export const rejectedPrefix = "rejected/";
export const quarantinePrefix = "quarantine/";

/** So many records of an object, refused or not, share a file, unless they are large: whoever changes one holds all of it in memory. */
const recordsPerFile = 250;
const maximumSharedBytes = 32 * 1024;
/** Rejected records are written when the object is done, or there are so many or so large ones: none may fill the memory. */
const maximumHeldRejections = 1_000;
const maximumHeldCharacters = 16 * 1024 * 1024;
/** Of all objects that are loaded: of each file there is what it holds, what it will hold, and what is sent. */
const fileLimit = pLimit(8);

/**
 * Whether an object is one that the loader itself put aside: loading it would go round in circles. In other buckets than
 * the archive the same keys are anybody's.
 */
export function isSetAside({ bucket, key }: ObjectReference, archiveBucket: string): boolean {
  return bucket === archiveBucket && (key.startsWith(rejectedPrefix) || key.startsWith(quarantinePrefix));
}

/** Whether an object that is still being read holds as many rejected records as it may. */
export function holdsManyRejections({ rejections, rejectedCharacters }: ObjectAccount): boolean {
  return rejections.length > maximumHeldRejections || rejectedCharacters > maximumHeldCharacters;
}

/**
 * Where a rejected record is kept: `rejected/<source>/<object>-<number>.ndjson`. The number is that of the first record
 * that the file may hold, so a record has the same place whenever and however often its object is read. A large one has
 * a file of its own, `<object>-<number>-large.ndjson`: 250 of them would not fit into the memory.
 */
export function rejectedKey(
  object: ObjectReference,
  { source, ordinal, document }: Pick<Rejection, "source" | "ordinal" | "document">,
): string {
  const start = `${rejectedPrefix}${source}/${objectId(object)}`;
  if (Buffer.byteLength(document) > maximumSharedBytes) return `${start}-${ordinal}-large.ndjson`;
  return `${start}-${ordinal - (ordinal % recordsPerFile)}.ndjson`;
}

/** Keeps an object's rejected records, each on a line with what is needed to load it again; refused again, it is replaced. */
export async function writeRejections(account: ObjectAccount, store: AsideStore, now: Date): Promise<void> {
  const files = new Map<string, Rejection[]>();
  const object = readVersion(account);
  for (const rejection of account.takeRejections()) {
    const key = rejectedKey(object, rejection);
    const file = files.get(key);
    if (file === undefined) files.set(key, [rejection]);
    else file.push(rejection);
  }
  const time = now.toISOString();
  await Promise.all(
    [...files].map(([key, rejections]) => {
      const lines = rejections.map((rejection) => rejectedLine(object, rejection, time));
      return fileLimit(() => store.update(key, (held) => mergedLines(held, lines)));
    }),
  );
}

/** The object as it was read: an event need not name the version, but the loader's own messages about its rest do. */
function readVersion({ reference, version }: ObjectAccount): ObjectReference {
  return { ...reference, ...version };
}

/** The line of a rejected record, without its end. */
export function rejectedLine(
  { bucket, key, versionId, etag }: ObjectReference,
  { document, ...rest }: Rejection,
  time: string,
): string {
  const head = JSON.stringify({ bucket, key, versionId, etag, ...rest, time });
  return `${head.slice(0, -1)},"document":${document}}`;
}

/** The lines of a file with others added: a record that it has already is replaced. In the order of the records. */
export function mergedLines(held: string | undefined, lines: readonly string[]): string {
  const merged = new Map<string, { readonly line: string; readonly ordinal: number }>();
  for (const line of [...(held ?? "").split("\n"), ...lines]) {
    if (line === "") continue;
    const { record, ordinal } = identityOf(line);
    merged.set(record, { line, ordinal });
  }
  const sorted = [...merged.values()].sort((left, right) => left.ordinal - right.ordinal);
  return sorted.map(({ line }) => `${line}\n`).join("");
}

/** What tells a record from the others of its file; a line that is none stands for itself, and is kept. */
function identityOf(line: string): { record: string; ordinal: number } {
  try {
    const rejection = asRecord(JSON.parse(line));
    const [ordinal, id] = [integer(rejection?.ordinal), text(rejection?.id)];
    if (ordinal !== undefined && id !== undefined) return { record: recordName({ ordinal, id }), ordinal };
  } catch {
    // Somebody else wrote it.
  }
  return { record: line, ordinal: -1 };
}

export function recordName({ ordinal, id }: Pick<Rejection, "ordinal" | "id">): string {
  return JSON.stringify([ordinal, id]);
}

/** The name of the record that a line holds. */
export function recordNameOfLine(line: string): string {
  return identityOf(line).record;
}

/** Notes that an object cannot be read, and why: `quarantine/<object>.json`. The object itself stays where it is. */
export async function writeQuarantine(
  account: ObjectAccount,
  reason: string,
  place: { readonly offset?: number | undefined; readonly record?: number | undefined },
  store: AsideStore,
  now: Date,
): Promise<void> {
  const object = readVersion(account);
  const { bucket, key, versionId, etag } = object;
  const { received, source } = account;
  const { offset, record } = place;
  const time = now.toISOString();
  const note = { bucket, key, versionId, etag, source, offset, record, received, reason, time };
  await store.write(`${quarantinePrefix}${objectId(object)}.json`, `${JSON.stringify(note)}\n`);
}
