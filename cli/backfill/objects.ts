import { isSetAside } from "../../functions/loader/rejected";

/** An object as a listing or an inventory shows it. */
export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
  /** `STANDARD` where it is not said. */
  readonly storageClass?: string | undefined;
  /** Of Intelligent-Tiering; only inventories say it. */
  readonly accessTier?: string | undefined;
}

/** Which objects are loaded. */
export interface Selection {
  readonly bucket: string;
  /** The archive, where the loader keeps what it could not load. */
  readonly archiveBucket: string | undefined;
  readonly prefix: string;
  /** Of the objects' last modification. */
  readonly since: Date;
  /** Before this. */
  readonly until: Date;
}

/** Why an object within prefix and time is not loaded, in the words that a person reads. */
export const reasonsLeftOut = {
  empty: "are empty",
  setAside: "were written by the loader itself (rejected/, quarantine/)",
  archived: "are in an archive storage class or tier: restore them first (S3 Batch Operations can)",
} as const;
export type LeftOut = keyof typeof reasonsLeftOut;

const archiveClasses: ReadonlySet<string | undefined> = new Set(["GLACIER", "DEEP_ARCHIVE"]);
const archiveTiers: ReadonlySet<string | undefined> = new Set(["ARCHIVE", "DEEP_ARCHIVE"]);

/** Whether an object is within prefix and time. */
function isWithin({ key, modifiedAt }: StoredObject, { prefix, since, until }: Selection): boolean {
  return key.startsWith(prefix) && modifiedAt >= since && modifiedAt < until;
}

/** Why it is not loaded all the same; undefined if it is. */
function whyLeftOut(object: StoredObject, { bucket, archiveBucket }: Selection): LeftOut | undefined {
  const { key, size, storageClass, accessTier } = object;
  if (archiveBucket !== undefined && isSetAside({ bucket, key }, archiveBucket)) return "setAside";
  if (size === 0) return "empty";
  return archiveClasses.has(storageClass) || archiveTiers.has(accessTier) ? "archived" : undefined;
}

/** What a selection comes to. */
export class Tally {
  objects = 0;
  bytes = 0;
  /** Last modification of the first and the last. */
  first: Date | undefined;
  last: Date | undefined;
  readonly leftOut: Record<LeftOut, number> = { empty: 0, setAside: 0, archived: 0 };

  add({ size, modifiedAt }: StoredObject): void {
    this.objects += 1;
    this.bytes += size;
    if (this.first === undefined || modifiedAt < this.first) this.first = modifiedAt;
    if (this.last === undefined || modifiedAt > this.last) this.last = modifiedAt;
  }
}

/** The objects of a source that are to be loaded, counted in the tally; so many at most. */
export async function* selected(
  objects: AsyncIterable<StoredObject>,
  selection: Selection,
  tally: Tally,
  limit: number,
): AsyncGenerator<StoredObject, void, undefined> {
  for await (const object of objects) {
    if (!isWithin(object, selection)) continue;
    const reason = whyLeftOut(object, selection);
    if (reason !== undefined) {
      tally.leftOut[reason] += 1;
      continue;
    }
    if (tally.objects >= limit) return;
    tally.add(object);
    yield object;
  }
}
