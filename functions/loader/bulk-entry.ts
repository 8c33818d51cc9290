import type { ObjectAccount } from "./account";

/** A document on its way into the index. */
export interface BulkEntry {
  readonly account: ObjectAccount;
  readonly source: string;
  readonly ordinal: number;
  readonly offset: number;
  readonly index: string;
  readonly id: string;
  /** In JSON, without line ends. */
  readonly document: string;
  /** What was refused before, of a document that is sent with a part of it under `unmapped`. */
  readonly refused?: { readonly document: string; readonly status: number; readonly reason: string } | undefined;
}

/** Characters that a document takes in a request, about. */
export function sizeOf({ document, index, id }: BulkEntry): number {
  return document.length + index.length + id.length;
}

/** The lines of a bulk request that creates the documents. */
export function bulkLines(entries: readonly BulkEntry[]): string {
  const lines: string[] = [];
  // Ids and names go through JSON like all else: a line end in one cannot start an action of its own.
  for (const { index, id, document } of entries) {
    lines.push(JSON.stringify({ create: { _index: index, _id: id } }), document);
  }
  return `${lines.join("\n")}\n`;
}

/**
 * Counts a document as refused for good. It is kept whole, as it came: once the reason is gone it can be loaded again,
 * which a shortened copy in the index, that nobody may replace, would prevent.
 */
export function reject(entry: BulkEntry, status: number, reason: string): void {
  const { account, source, ordinal, offset, index, id, document, refused } = entry;
  account.reject({ source, ordinal, offset, index, id, document, status, reason, ...refused });
}

export function failAll(entries: readonly BulkEntry[], error: Error): void {
  for (const { account } of entries) account.fail(error);
}
