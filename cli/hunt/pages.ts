import type { SearchTransport } from "../../functions/investigator";
import type { EcsDocument } from "../../functions/shared/ecs";
import { DependencyError } from "../../functions/shared/errors";

export interface FoundDocument {
  readonly _id: string;
  readonly _index: string;
  readonly _source: EcsDocument;
}

interface Answer {
  readonly timed_out: boolean;
  readonly _shards: { readonly failed: number };
  readonly hits: { readonly hits: readonly FoundDocument[] };
}

const pageSize = 2_000;

/**
 * All documents that a query finds, the newest first. Each page starts at the time at which the one before ended, and
 * leaves out what was seen at that time.
 * @throws DependencyError where OpenSearch searched only a part, or more documents of one time than a page holds.
 */
export async function* pagesOf(
  search: SearchTransport,
  index: string,
  query: object,
  from: string,
): AsyncGenerator<readonly FoundDocument[], void, undefined> {
  let until: string | undefined;
  let seen = new Set<string>();
  for (;;) {
    const range = { "@timestamp": { gte: from, ...(until === undefined ? {} : { lte: until }) } };
    const body = {
      size: pageSize,
      query: { bool: { filter: [{ range }, query] } },
      sort: [{ "@timestamp": "desc" }],
    };
    const { timed_out: timedOut, _shards: shards, hits } = (await search(index, body)) as Answer;
    if (timedOut || shards.failed > 0) {
      throw new DependencyError(`OpenSearch searched only a part of ${index}: try again, or a shorter time`);
    }
    const page = hits.hits.filter(({ _id }) => !seen.has(_id));
    yield page;
    if (hits.hits.length < pageSize) return;
    const last = indexedTime(hits.hits.at(-1));
    if (page.length === 0 || last === undefined) {
      throw new DependencyError(
        `more than ${pageSize} documents of ${index} have the time ${last}: make the rule narrower`,
      );
    }
    const ids = hits.hits.filter((found) => indexedTime(found) === last).map(({ _id }) => _id);
    seen = until === last ? new Set([...seen, ...ids]) : new Set(ids);
    until = last;
  }
}

/** In milliseconds, as times are indexed; documents keep more digits. */
function indexedTime(found: FoundDocument | undefined): string | undefined {
  const milliseconds = Date.parse(found?._source["@timestamp"] ?? "");
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}
