import { type Cluster, type ClusterRequest, member, reasonOf } from "../../configurator/cluster";
import { DependencyError, OutageError } from "../../shared/errors";
import { asArray, asRecord, type JsonObject } from "../../shared/values";
import type { TimeRange } from "../signal";

/** Signals of all months. */
export const signalIndices = "siem-signals-*";

/** Buckets of a page, and hits of one: OpenSearch gives at most 10,000. */
const pageSize = 2_000;

/** Searches whose answers are complete, or none. */
export class CompleteSearch {
  constructor(private readonly cluster: Cluster) {}

  async search(indices: string, body: JsonObject): Promise<JsonObject> {
    const options = "ignore_unavailable=true&allow_no_indices=true&allow_partial_search_results=false";
    const answer = await this.post(`/${indices}/_search?${options}`, body, `search ${indices}`);
    const failedShards = asRecord(answer._shards)?.failed;
    if (answer.timed_out !== false || failedShards !== 0) {
      throw new DependencyError(
        `OpenSearch gave an answer that is not complete: timed out ${String(answer.timed_out)}, failed shards ${String(failedShards)}`,
      );
    }
    return answer;
  }

  /** Sends a request that must be answered with 200; gives the answer's members. */
  async post(path: string, body: ClusterRequest["body"], purpose: string): Promise<JsonObject> {
    const headers = typeof body === "string" ? { "content-type": "application/x-ndjson" } : {};
    const response = await this.cluster({ method: "POST", path, body, headers });
    if (response.status === 200) return asRecord(response.body) ?? {};
    const message = `Could not ${purpose}: ${reasonOf(response)}`;
    const isOutage = response.status === 0 || response.status === 429 || response.status >= 500;
    throw isOutage ? new OutageError(message) : new DependencyError(message);
  }

  /** All buckets of a composite aggregation, page by page: none is left out, however many there are. */
  async *buckets(
    query: JsonObject,
    sources: readonly JsonObject[],
    aggregations: JsonObject = {},
    indices: string = signalIndices,
  ): AsyncGenerator<JsonObject, void, undefined> {
    let after: unknown;
    for (;;) {
      const composite = { size: pageSize, sources, ...(after === undefined ? {} : { after }) };
      const all = { composite, ...(Object.keys(aggregations).length === 0 ? {} : { aggregations }) };
      const answer = await this.search(indices, { size: 0, query, aggregations: { all } });
      const found = member(answer, "aggregations", "all");
      const buckets = asArray(member(found, "buckets"));
      for (const bucket of buckets) yield asRecord(bucket) ?? {};
      after = member(found, "after_key");
      if (after === undefined || buckets.length === 0) return;
    }
  }

  /** All documents in the order of time. */
  async *hits(query: JsonObject, fields: readonly string[]): AsyncGenerator<SearchHit, void, undefined> {
    let after: unknown;
    for (;;) {
      const answer = await this.search(signalIndices, {
        size: pageSize,
        query,
        _source: fields,
        sort: [{ "@timestamp": "asc" }, { "siem.signal.id": "asc" }],
        ...(after === undefined ? {} : { search_after: after }),
      });
      const hits = asArray(member(answer, "hits", "hits"));
      for (const hit of hits) yield { source: member(hit, "_source"), time: Number(asArray(member(hit, "sort"))[0]) };
      if (hits.length < pageSize) return;
      after = member(hits.at(-1), "sort");
    }
  }
}

export interface SearchHit {
  readonly source: unknown;
  /** Epoch milliseconds. */
  readonly time: number;
}

export function within(field: string, { from, to }: TimeRange): JsonObject {
  const format = "epoch_millis";
  return { range: { [field]: { gte: from, ...(Number.isFinite(to) ? { lt: to } : {}), format } } };
}

export function allOf(...filter: readonly JsonObject[]): JsonObject {
  return { bool: { filter } };
}
