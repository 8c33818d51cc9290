import { ObjectAccount } from "../../functions/loader/account";
import { BulkWriter } from "../../functions/loader/bulk";
import type { Clock } from "../../functions/loader/ports";
import type { SearchPressure } from "../../functions/loader/search-pressure";
import type { DocumentIndex } from "./ports";
import type { RejectedRecord } from "./set-aside";

/** What became of a document that was sent again. */
export type Outcome =
  | { readonly kind: "created" }
  /** It is in the index already, and stays as it is there. */
  | { readonly kind: "present" }
  | { readonly kind: "refused"; readonly status: number; readonly reason: string }
  /** It is not the document's fault. */
  | { readonly kind: "failed"; readonly error: Error };

/** So long OpenSearch may be busy before it is an outage. */
const patienceMilliseconds = 60_000;

/** Creates documents, each by its id in its index, unless another index of its log holds it. One outcome for each. */
export async function createDocuments(
  records: readonly RejectedRecord[],
  index: DocumentIndex,
  clock: Clock,
  pressure: SearchPressure,
): Promise<readonly Outcome[]> {
  const present = await presentRecords(records, index);
  const deadline = clock.now().getTime() + patienceMilliseconds;
  const writer = new BulkWriter({ search: index, clock, pressure, deadline });
  // An account of its own for each document, for the writer says there what became of it.
  const accounts = records.map(({ object }) => new ObjectAccount(object));
  await writer.add(
    records.flatMap((record, place) => {
      const account = accounts[place];
      if (present.has(record) || account === undefined) return [];
      const { source = "unknown", ordinal, offset = 0, index: name, id, document } = record;
      return [{ account, source, ordinal, offset, index: name, id, document: JSON.stringify(document) }];
    }),
  );
  await writer.flush();
  return records.map((record, place) => (present.has(record) ? { kind: "present" } : outcomeOf(accounts[place])));
}

function outcomeOf(account: ObjectAccount | undefined): Outcome {
  const [rejection] = account?.rejections ?? [];
  if (account === undefined) return { kind: "failed", error: new Error("the document was not sent") };
  if (rejection !== undefined) return { kind: "refused", status: rejection.status, reason: rejection.reason };
  if (account.indexed > 0) return { kind: "created" };
  if (account.duplicate > 0) return { kind: "present" };
  return { kind: "failed", error: account.failure ?? new Error("OpenSearch did not answer for the document") };
}

/** The indices of the same log, whatever the time or route of an event: `siem-<dataset>-*`. */
export function logIndices(index: string): string {
  return index.replace(/^(siem-[^-]+)-.*$/, "$1-*");
}

/**
 * Which of the records an index holds. A mapping that was mended since may have put an event into the index of another
 * day, where its creation in the old one would not meet it.
 */
export async function presentRecords<Item extends Pick<RejectedRecord, "index" | "id">>(
  records: readonly Item[],
  index: DocumentIndex,
): Promise<ReadonlySet<Item>> {
  const byIndices = new Map<string, Item[]>();
  for (const record of records) {
    const indices = logIndices(record.index);
    const group = byIndices.get(indices);
    if (group === undefined) byIndices.set(indices, [record]);
    else group.push(record);
  }
  const present = new Set<Item>();
  for (const [indices, group] of byIndices) {
    const ids = await index.present(
      indices,
      group.map(({ id }) => id),
    );
    for (const record of group) if (ids.has(record.id)) present.add(record);
  }
  return present;
}
