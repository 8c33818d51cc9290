import type { EcsDocument } from "../shared/ecs";
import { DependencyError } from "../shared/errors";
import type {
  Condition,
  Dataset,
  FindQuery,
  FindResult,
  Search,
  Tally,
  TallyQuery,
  TimelineQuery,
  TimelineRow,
  Window,
} from "./search";

/** Sends one search to OpenSearch and returns its answer, parsed; signing and transport are the caller's matter. */
export type SearchTransport = (index: string, body: object) => Promise<unknown>;

interface Bucket {
  readonly key: string | number;
  readonly key_as_string?: string;
  readonly doc_count: number;
  readonly counted?: { readonly doc_count: number };
  readonly series?: { readonly buckets: readonly Bucket[] };
}

interface Answer {
  readonly timed_out: boolean;
  readonly _shards: { readonly failed: number };
  readonly hits: {
    readonly total: { readonly value: number };
    readonly hits: readonly { readonly _id: string; readonly _index: string; readonly _source: EcsDocument }[];
  };
  readonly aggregations?: Readonly<Record<string, { readonly buckets: readonly Bucket[] }>>;
}

/** The investigator's port on OpenSearch indices `siem-<dataset>-<period>`. */
export class OpenSearchSearch implements Search {
  readonly #send: SearchTransport;

  constructor(send: SearchTransport) {
    this.#send = send;
  }

  async find({ datasets, window, where, order, limit }: FindQuery): Promise<FindResult> {
    const { hits } = await this.#search(datasets, {
      size: limit,
      track_total_hits: true,
      query: filter(window, where),
      sort: [{ "@timestamp": order === "oldest" ? "asc" : "desc" }, { "log.offset": "asc" }],
    });
    return {
      total: hits.total.value,
      found: hits.hits.map(({ _id: id, _index: index, _source: document }) => ({ id, index, document })),
    };
  }

  async tally({ datasets, window, where, by, size, counting }: TallyQuery): Promise<Tally> {
    const counted = counting === undefined ? {} : { aggs: { counted: { filter: clause(counting) } } };
    const { aggregations = {} } = await this.#search(datasets, {
      size: 0,
      query: filter(window, where),
      aggs: Object.fromEntries(by.map((field) => [field, { terms: { field, size }, ...counted }])),
    });
    return Object.fromEntries(
      by.map((field) => [
        field,
        (aggregations[field]?.buckets ?? []).map((bucket) => ({
          value: bucket.key_as_string ?? String(bucket.key),
          count: bucket.doc_count,
          counted: bucket.counted?.doc_count ?? 0,
        })),
      ]),
    );
  }

  async timeline({ datasets, window, where, minutes, by }: TimelineQuery): Promise<readonly TimelineRow[]> {
    const { aggregations = {} } = await this.#search(datasets, {
      size: 0,
      query: filter(window, where),
      aggs: {
        intervals: {
          date_histogram: {
            field: "@timestamp",
            fixed_interval: `${minutes}m`,
            min_doc_count: 0,
            extended_bounds: { min: Date.parse(window.from), max: Date.parse(window.to) },
          },
          aggs: { series: { terms: { field: by, size: 50 } } },
        },
      },
    });
    return (aggregations.intervals?.buckets ?? []).map(({ key, series }) => ({
      start: new Date(Number(key)).toISOString(),
      counts: Object.fromEntries((series?.buckets ?? []).map((bucket) => [String(bucket.key), bucket.doc_count])),
    }));
  }

  /** An answer that misses shards or ran out of time would look like an absence of evidence, so it is an error. */
  async #search(datasets: readonly Dataset[], body: object): Promise<Answer> {
    const index = datasets.map((dataset) => `siem-${dataset}-*`).join(",");
    const answer = (await this.#send(index, body)) as Answer;
    if (answer.timed_out || answer._shards.failed > 0) {
      throw new DependencyError(
        `OpenSearch answered a search of ${index} in part only (timed out: ${answer.timed_out}, failed shards: ${answer._shards.failed}); try again`,
      );
    }
    return answer;
  }
}

function filter(window: Window | undefined, where: Condition | undefined): object {
  const clauses = [
    ...(window === undefined ? [] : [{ range: { "@timestamp": { gte: window.from, lte: window.to } } }]),
    ...(where === undefined ? [] : [clause(where)]),
  ];
  return { bool: { filter: clauses } };
}

function clause(condition: Condition): object {
  if ("anyOf" in condition) {
    return { bool: { should: condition.anyOf.map(clause), minimum_should_match: 1 } };
  }
  if ("allOf" in condition) {
    return { bool: { filter: condition.allOf.map(clause) } };
  }
  if ("not" in condition) {
    return { bool: { must_not: [clause(condition.not)] } };
  }
  const { field } = condition;
  if ("is" in condition) {
    return { terms: { [field]: [condition.is].flat() } };
  }
  if ("contains" in condition) {
    const value = `*${condition.contains.replace(/[*?\\]/g, "\\$&")}*`;
    return { wildcard: { [field]: { value, case_insensitive: true } } };
  }
  if ("holds" in condition) {
    return { term: { [field]: condition.holds } };
  }
  if ("exists" in condition) {
    return { exists: { field } };
  }
  return { range: { [field]: { gte: condition.from, lte: condition.to } } };
}

/** A transport over plain HTTP, without signature: for the local stage. */
export function httpTransport(url: string): SearchTransport {
  return async (index, body) => {
    const target = `${url.replace(/\/$/, "")}/${index}/_search?ignore_unavailable=true&allow_no_indices=true`;
    const request = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    const response = await fetch(target, request).catch((cause: unknown) => {
      throw new DependencyError(`OpenSearch at ${url} cannot be reached`, { cause });
    });
    const text = await response.text();
    if (!response.ok) {
      throw new DependencyError(`OpenSearch refused a search with status ${response.status}: ${text.slice(0, 500)}`);
    }
    return JSON.parse(text) as unknown;
  };
}
