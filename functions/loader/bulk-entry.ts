import type { ObjectAccount } from "./account";
import { type RequestLines, type WrittenLines, writtenDocument, writtenId } from "./request-buffer";

/** Where a document comes from. */
interface Origin {
  readonly account: ObjectAccount;
  /** Of a signal, which is raised of a record and is none itself. */
  readonly signal?: { readonly stored?: (() => void) | undefined } | undefined;
  readonly source: string;
  readonly ordinal: number;
  readonly offset: number;
}

/** A document to be written. */
export interface BulkDocument extends Origin, RequestLines {}

/** A document on its way into the index. */
export interface BulkEntry extends Origin, WrittenLines, Pick<RequestLines, "index"> {
  /** What was refused before, of a document that is sent with a part of it under `unmapped`. */
  readonly refused?: { readonly document: string; readonly status: number; readonly reason: string } | undefined;
}

/** Bytes that a document takes in a request. */
export function sizeOf({ start, end }: WrittenLines): number {
  return end - start;
}

/**
 * Counts a document as refused for good. It is kept whole, as it came: once the reason is gone it can be loaded again,
 * which a shortened copy in the index, that nobody may replace, would prevent.
 */
export function reject(entry: BulkEntry, status: number, reason: string): void {
  const { account, signal, source, ordinal, offset, index, refused } = entry;
  const id = writtenId(entry);
  const document = writtenDocument(entry);
  const rejection = { source, ordinal, offset, index, id, document, status, reason, ...refused };
  account.reject(rejection, signal === undefined ? account : account.signals);
}

export function failAll(entries: readonly BulkEntry[], error: Error): void {
  for (const { account } of entries) account.fail(error);
}
