import { type Cluster, reasonOf } from "../../../functions/configurator/cluster";
import { refreshSeconds } from "../../../functions/configurator/templates";
import type { BulkReply, SearchIndex } from "../../../functions/loader/ports";
import type { SearchService } from "../../../functions/shared/aws/search-service";
import { ConfigurationError, DependencyError } from "../../../functions/shared/errors";
import { asArray, asRecord, text } from "../../../functions/shared/values";
import type { DocumentIndex } from "../ports";

/**
 * OpenSearch refuses to give more than 10,000 documents.
 * @see https://docs.opensearch.org/2.19/install-and-configure/configuring-opensearch/index-settings/
 */
const idsAtOnce = 1_000;

/** A second more than the refresh takes; a collection decides on it itself, and takes up to a minute. */
const visibleAfterSeconds: Readonly<Record<SearchService, number>> = { es: refreshSeconds + 1, aoss: 61 };

/** The search domain: writes as the loader does, and looks whether documents are there. */
export class SearchDomain implements DocumentIndex {
  readonly visibleAfterSeconds: number;

  constructor(
    private readonly writer: SearchIndex,
    private readonly cluster: Cluster,
    service: SearchService = "es",
  ) {
    this.visibleAfterSeconds = visibleAfterSeconds[service];
  }

  bulk(lines: string | Buffer, milliseconds?: number): Promise<BulkReply> {
    return this.writer.bulk(lines, milliseconds);
  }

  async present(indexPattern: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const present = new Set<string>();
    let open = ids;
    while (open.length > 0) {
      const asked = open.slice(0, idsAtOnce);
      const hits = await this.hits(indexPattern, asked);
      for (const id of hits) present.add(id);
      // One that several indices hold takes the places of others: those are asked for again.
      const left = hits.length < asked.length ? [] : asked.filter((id) => !present.has(id));
      open = [...left, ...open.slice(idsAtOnce)];
    }
    return present;
  }

  /** The ids of documents that have one of these, as many as there are ids at most. */
  private async hits(indexPattern: string, ids: readonly string[]): Promise<readonly string[]> {
    const response = await this.cluster({
      method: "POST",
      path: `/${indexPattern}/_search?ignore_unavailable=true&allow_no_indices=true`,
      body: { size: ids.length, _source: false, query: { ids: { values: ids } } },
    });
    if (response.status === 401 || response.status === 403) {
      throw new ConfigurationError(
        `You may not search ${indexPattern} in the search domain (${reasonOf(response)}): map your IAM role to a security role that may search and create documents in siem-*`,
      );
    }
    const { timed_out: timedOut, _shards: shards, hits } = asRecord(response.body) ?? {};
    if (response.status !== 200 || timedOut === true || Number(asRecord(shards)?.failed ?? 0) > 0) {
      throw new DependencyError(`The search domain did not say which documents it has: ${reasonOf(response)}`);
    }
    return asArray(asRecord(hits)?.hits).flatMap((hit) => text(asRecord(hit)?._id) ?? []);
  }
}
