import { member } from "../../configurator/cluster";
import { asArray, type JsonObject, text } from "../../shared/values";
import type { BucketCount, CorrelationHit, GroupActivity, Grouped, SignalStore } from "../ports";
import type { Signal, TimeRange } from "../signal";
import { signalOf } from "../signal-document";
import type { HitWriter } from "./hit-writer";
import { allOf, type CompleteSearch, signalIndices, within } from "./search";

const groupField = "siem.signal.groups";
const ingestedField = "event.ingested";
const timeField = "@timestamp";
/** Fields of which a signal is made again. */
const signalSource = ["siem.signal", ingestedField];
/** More groups than these are looked for by the beginning of their ids. */
const maximumTerms = 1_000;

/** The signals of a search domain. */
export class OpenSearchSignalStore implements SignalStore {
  constructor(
    private readonly search: CompleteSearch,
    private readonly writer: HitWriter,
  ) {}

  async *activeGroups(ingested: TimeRange): AsyncGenerator<GroupActivity, void, undefined> {
    const query = allOf(within(ingestedField, ingested), { exists: { field: groupField } });
    const times = { earliest: { min: { field: timeField } }, latest: { max: { field: timeField } } };
    for await (const bucket of this.search.buckets(query, [byGroup], times)) {
      const group = groupOf(bucket);
      const [earliest, latest] = [member(bucket, "earliest", "value"), member(bucket, "latest", "value")];
      if (typeof earliest === "number" && typeof latest === "number") yield { group, earliest, latest };
    }
  }

  async *countByBucket(
    { groupPrefix, timespan }: Grouped,
    groups: readonly string[],
    times: TimeRange,
  ): AsyncGenerator<BucketCount, void, undefined> {
    const ofGroups = groups.length > maximumTerms ? startsWith(groupPrefix) : { terms: { [groupField]: groups } };
    // Its buckets start at whole multiples of the interval since 1970, as ours do.
    const byTime = { time: { date_histogram: { field: timeField, fixed_interval: `${timespan}ms` } } };
    for await (const bucket of this.search.buckets(allOf(ofGroups, within(timeField, times)), [byGroup, byTime])) {
      const time = Number(member(bucket, "key", "time"));
      yield { group: groupOf(bucket), bucket: Math.floor(time / timespan), count: Number(bucket.doc_count) };
    }
  }

  async *groups({ groupPrefix }: Grouped, times: TimeRange): AsyncGenerator<string, void, undefined> {
    const query = allOf(startsWith(groupPrefix), within(timeField, times));
    for await (const bucket of this.search.buckets(query, [byGroup])) {
      const group = groupOf(bucket);
      // A signal is in groups of other correlations, too.
      if (group.startsWith(`${groupPrefix}:`)) yield group;
    }
  }

  async *load(groups: readonly string[], times: TimeRange): AsyncGenerator<Signal, void, undefined> {
    const query = allOf({ terms: { [groupField]: groups } }, within(timeField, times));
    for await (const { source, time } of this.search.hits(query, signalSource)) {
      const signal = signalOf(source, time);
      if (signal !== undefined) yield signal;
    }
  }

  async latest(groups: readonly string[], times: TimeRange): Promise<ReadonlyMap<string, Signal>> {
    const sort = [{ [timeField]: "desc" }, { "siem.signal.id": "desc" }];
    const latest = { top_hits: { size: 1, sort, _source: signalSource } };
    const terms = { field: groupField, include: groups, size: groups.length };
    const answer = await this.search.search(signalIndices, {
      size: 0,
      query: allOf({ terms: { [groupField]: groups } }, within(timeField, times)),
      aggregations: { groups: { terms, aggregations: { latest } } },
    });
    const found = new Map<string, Signal>();
    for (const bucket of asArray(member(answer, "aggregations", "groups", "buckets"))) {
      const [hit] = asArray(member(bucket, "latest", "hits", "hits"));
      const [time] = asArray(member(hit, "sort"));
      const signal = signalOf(member(hit, "_source"), Number(time));
      const group = text(member(bucket, "key"));
      if (group !== undefined && signal !== undefined) found.set(group, signal);
    }
    return found;
  }

  create(hits: readonly CorrelationHit[]): Promise<void> {
    return this.writer.write(hits);
  }
}

const byGroup: JsonObject = { group: { terms: { field: groupField } } };

function groupOf(bucket: JsonObject): string {
  return text(member(bucket, "key", "group")) ?? "";
}

function startsWith(groupPrefix: string): JsonObject {
  return { prefix: { [groupField]: `${groupPrefix}:` } };
}
