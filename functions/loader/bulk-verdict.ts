import type { BulkItem } from "./ports";

/** What to do about an answer of OpenSearch. */
export type Verdict =
  | "indexed"
  /** The document is there already: an earlier delivery of the same record. */
  | "duplicate"
  /** Busy or restarting: try again. */
  | "retry"
  /** Writes are blocked (disk full, read-only): try again, but not for long. */
  | "blocked"
  /** We may not write at all. */
  | "forbidden"
  /** Something is missing or wrong that is not the document's fault; a later delivery may meet it mended. */
  | "failed"
  /** This document will never be taken. */
  | "rejected";

const blockType = "cluster_block_exception";
/** With status 400: an index cannot be created, because the cluster has as many shards as it may have. */
const limitType = "validation_exception";
const retried: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** The answer for one document. */
export function judgeItem({ status, type }: BulkItem): Verdict {
  if (status >= 200 && status < 300) return "indexed";
  if (status === 409) return "duplicate";
  // A full disk makes an index read-only: status 403, or 429 since OpenSearch 2.
  if (type === blockType) return "blocked";
  if (retried.has(status) || status > 500) return "retry";
  if (status === 401 || status === 403) return "forbidden";
  // The index may not be created: neither the document's fault nor for ever.
  if (status === 404 || type === limitType) return "failed";
  return status >= 400 && status < 500 ? "rejected" : "failed";
}

/** The answer for a whole request; `too-large` and `malformed` ask for smaller ones. */
export function judgeRequest(status: number | undefined, reason: string): Verdict | "too-large" | "malformed" {
  if (reason.includes(blockType)) return "blocked";
  if (status === undefined || retried.has(status) || status > 500) return "retry";
  if (status === 413) return "too-large";
  if (status === 401 || status === 403) return "forbidden";
  if (status === 400) return "malformed";
  return "failed";
}
