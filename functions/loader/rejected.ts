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

const rejectedPrefix = "rejected/";
const quarantinePrefix = "quarantine/";

/**
 * Whether an object is one that the loader itself put aside: loading it would go round in circles. In other buckets than
 * the archive the same keys are anybody's.
 */
export function isSetAside({ bucket, key }: ObjectReference, archiveBucket: string): boolean {
  return bucket === archiveBucket && (key.startsWith(rejectedPrefix) || key.startsWith(quarantinePrefix));
}

/**
 * Writes an object's rejected records as one NDJSON object per source, `rejected/<source>/<object>-<first record>.ndjson`,
 * each line with what is needed to load it again. The same object writes the same keys when it is read again.
 */
export async function writeRejections(account: ObjectAccount, store: AsideStore): Promise<void> {
  const { bucket, key, versionId } = account.reference;
  const rejections = account.rejections.splice(0).sort((left, right) => left.ordinal - right.ordinal);
  for (const source of new Set(rejections.map((rejection) => rejection.source))) {
    const group = rejections.filter((rejection) => rejection.source === source);
    const lines = group.map(({ document, ...rest }) => {
      const head = JSON.stringify({ bucket, key, versionId, ...rest });
      return `${head.slice(0, -1)},"document":${document}}\n`;
    });
    const first = group[0]?.ordinal ?? 0;
    await store.write(`${rejectedPrefix}${source}/${objectId(account.reference)}-${first}.ndjson`, lines.join(""));
  }
}

/** Notes that an object cannot be read, and why: `quarantine/<object>.json`. The object itself stays where it is. */
export async function writeQuarantine(
  account: ObjectAccount,
  reason: string,
  place: { readonly offset?: number | undefined; readonly record?: number | undefined },
  store: AsideStore,
): Promise<void> {
  const { bucket, key, versionId, etag } = account.reference;
  const { received, source } = account;
  const note = { bucket, key, versionId, etag, source, offset: place.offset, record: place.record, received, reason };
  await store.write(`${quarantinePrefix}${objectId(account.reference)}.json`, `${JSON.stringify(note)}\n`);
}
