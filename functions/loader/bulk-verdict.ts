import type { BulkItem } from "./ports";

/** What to do about the answer for one document. */
export type ItemVerdict =
  | "indexed"
  /** The document is there already: an earlier delivery of the same record. */
  | "duplicate"
  /** OpenSearch is busy or restarting: try again. */
  | "busy"
  /** Its index takes nothing (disk full, read-only, shards missing, no more allowed): try again, but not for long. */
  | "blocked"
  /** We may not write at all. */
  | "forbidden"
  /** Something is missing or wrong that is not the document's fault; a later delivery may meet it mended. */
  | "failed"
  /** The index cannot take one of the document's fields. */
  | "unmappable"
  /** This document will never be taken. */
  | "rejected";

/** What to do about the answer for a whole request. */
export type RequestVerdict =
  | "busy"
  | "blocked"
  | "forbidden"
  | "failed"
  /** The credentials have run out: try again with new ones. */
  | "expired"
  /** These two ask for smaller ones. */
  | "too-large"
  | "malformed";

/**
 * A full disk makes an index read-only: status 403, or 429 since OpenSearch 2. Before that, and where its memory runs out,
 * OpenSearch Service lets no new index be made (403), which the first documents of a day or month then meet.
 * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/handling-errors.html#troubleshooting-cluster-block
 */
const blocksOfCluster = ["cluster_block_exception", "index_create_block_exception"];
const blockTypes: ReadonlySet<string | undefined> = new Set([...blocksOfCluster, "unavailable_shards_exception"]);
/** With status 400: an index cannot be created. */
const validationType = "validation_exception";
/**
 * With that type: the cluster has as many shards as it may (`cluster.max_shards_per_node`), until somebody acts. Newer
 * Elasticsearch has them `normal`.
 * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/bp.html#bp-sharding-strategy
 */
const shardLimits = ["maximum shards open", "maximum normal shards open"];
const unmappableTypes: ReadonlySet<string | undefined> = new Set([
  "mapper_parsing_exception",
  "document_parsing_exception",
  // Of a term that is too long.
  "illegal_argument_exception",
]);
/** With status 400: somebody deleted the ingest pipeline that the index ends with; the configurator makes it again. */
const pipelineIsMissing = /^pipeline with id \[.*\] does not exist/;
const busyStatus: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** The answer for one document. */
export function judgeItem({ status, type, reason = "" }: BulkItem): ItemVerdict {
  if (status >= 200 && status < 300) return "indexed";
  if (status === 409) return "duplicate";
  if (blockTypes.has(type) || pipelineIsMissing.test(reason)) return "blocked";
  // What a document is refused for may quote it: the type counts as well.
  if (type === validationType && isShardLimit(`${type}: ${reason}`)) return "blocked";
  if (busyStatus.has(status) || status > 500) return "busy";
  if (status === 401 || status === 403) return "forbidden";
  // The index may not be created, or written to: neither the document's fault nor for ever.
  if (status === 404 || type === validationType) return "failed";
  if (status === 400 && unmappableTypes.has(type)) return "unmappable";
  return status >= 400 && status < 500 ? "rejected" : "failed";
}

/** The answer for a whole request. */
export function judgeRequest(status: number | undefined, reason: string): RequestVerdict {
  if (blocksOfCluster.some((type) => reason.includes(type)) || isShardLimit(reason)) return "blocked";
  if (status === undefined || busyStatus.has(status) || status > 500) return "busy";
  if (status === 413) return "too-large";
  if (status === 401 || status === 403) return /\bexpired\b/i.test(reason) ? "expired" : "forbidden";
  if (status === 400) return "malformed";
  return "failed";
}

/** Whether an answer, given with its type, says that the cluster may have no more shards. */
export function isShardLimit(answer: string): boolean {
  return answer.includes(validationType) && shardLimits.some((limit) => answer.includes(limit));
}
