import type { Cluster } from "../configurator/cluster";
import { member, reasonOf } from "../configurator/cluster";
import { DependencyError } from "../shared/errors";
import type { ActiveHour, Activity, LastDocument, StateStore } from "./ports";
import type { Sender } from "./sender";

/** OpenSearch gives 65,535 buckets at most; each page reads all that the query matches anew. */
const pageSize = 20_000;
const dayMilliseconds = 24 * 60 * 60 * 1_000;

const senderSources = Object.entries({
  dataset: "event.dataset",
  account: "cloud.account.id",
  region: "cloud.region",
} satisfies Record<keyof Sender, string>).map(([name, field]) => ({
  [name]: { terms: { field, missing_bucket: true } },
}));

const hourSource = { hour: { date_histogram: { field: "event.ingested", fixed_interval: "1h" } } };

/** Who sent what and when, as the indices of the SIEM tell it. */
export class OpenSearchActivity implements Activity {
  constructor(
    private readonly cluster: Cluster,
    private readonly now: () => number,
  ) {}

  async *activeHours(from: number): AsyncGenerator<ActiveHour, void, undefined> {
    // Day by day, so that no page reads more than a day.
    for (let day = from; day < this.now(); day += dayMilliseconds) {
      const query = sentSince(day, from, day + dayMilliseconds);
      for await (const { key } of this.buckets([...senderSources, hourSource], query, {})) {
        yield { sender: senderOf(key), hour: Number(member(key, "hour")) };
      }
    }
  }

  async lastDocuments(from: number, eventsFrom: number): Promise<readonly LastDocument[]> {
    const found: LastDocument[] = [];
    const aggs = { last: { max: { field: "event.ingested" } } };
    for await (const bucket of this.buckets(senderSources, sentSince(from, eventsFrom), aggs)) {
      found.push({ sender: senderOf(bucket.key), at: Number(member(bucket.value, "last", "value")) });
    }
    return found;
  }

  private async *buckets(sources: readonly object[], query: object, aggs: object) {
    let after: unknown;
    do {
      const composite = { size: pageSize, sources, ...(after === undefined ? {} : { after }) };
      const body = { size: 0, track_total_hits: false, query, aggs: { senders: { composite, aggs } } };
      const path = "/siem-*/_search?ignore_unavailable=true&allow_no_indices=true";
      const response = await this.cluster({ method: "POST", path, body });
      const failed = member(response.body, "_shards", "failed");
      // Of a part of the shards, senders would look silent that are not.
      if (response.status !== 200 || member(response.body, "timed_out") === true || Number(failed ?? 0) > 0) {
        const reason = response.status === 200 ? `${String(failed)} shards failed` : reasonOf(response);
        throw new DependencyError(`OpenSearch does not say who sent: ${reason}`);
      }
      const page = member(response.body, "aggregations", "senders", "buckets");
      const buckets: readonly unknown[] = Array.isArray(page) ? page : [];
      for (const value of buckets) yield { key: member(value, "key"), value };
      after = member(response.body, "aggregations", "senders", "after_key");
    } while (after !== undefined);
  }
}

function sentSince(from: number, eventsFrom: number, until?: number): object {
  return {
    bool: {
      filter: [
        { range: { "event.ingested": { gte: from, lt: until, format: "epoch_millis" } } },
        { range: { "@timestamp": { gte: eventsFrom, format: "epoch_millis" } } },
      ],
    },
  };
}

function senderOf(key: unknown): Sender {
  const text = (name: keyof Sender): string => {
    const value = member(key, name);
    return typeof value === "string" ? value : "";
  };
  return { dataset: text("dataset"), account: text("account"), region: text("region") };
}

/** Index of what functions remember: outside of `siem-*`, whose documents are never replaced. */
const watchIndex = "watch-silence";

/** Keeps the state as one document, whose only field is not indexed. */
export class OpenSearchStateStore implements StateStore {
  constructor(private readonly cluster: Cluster) {}

  async read(): Promise<string | undefined> {
    const path = `/${watchIndex}/_search?ignore_unavailable=true&allow_no_indices=true`;
    const body = { size: 1, query: { ids: { values: ["state"] } } };
    const response = await this.cluster({ method: "POST", path, body });
    if (response.status !== 200) throw new DependencyError(`The state cannot be read: ${reasonOf(response)}`);
    const hits = member(response.body, "hits", "hits");
    const state = Array.isArray(hits) ? member(hits[0], "_source", "state") : undefined;
    return typeof state === "string" ? state : undefined;
  }

  async write(state: string): Promise<void> {
    const path = `/${watchIndex}/_doc/state?refresh=true`;
    const response = await this.cluster({ method: "POST", path, body: { state } });
    if (response.status >= 300) throw new DependencyError(`The state cannot be kept: ${reasonOf(response)}`);
  }
}
