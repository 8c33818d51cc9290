import { member } from "../../configurator/cluster";
import { DependencyError } from "../../shared/errors";
import { type SigmaLevel, sigmaLevels } from "../../shared/sigma/ast";
import { asArray, asRecord, type JsonObject, text } from "../../shared/values";
import { type AlertRule, type AlertSummary, entityKinds } from "../alerts/alert";
import type { AlertActivity, AlertSignals } from "../alerts/ports";
import type { TimeRange } from "../signal";
import { allOf, type CompleteSearch, signalIndices, within } from "./search";

const minute = 60_000;
const maximumEntities = 50;

const entityFields: Readonly<Record<(typeof entityKinds)[number], string>> = {
  user: "related.user",
  address: "related.ip",
  host: "related.hosts",
  account: "cloud.account.id",
  resource: "cloud.instance.id",
};

/** What an alert repeats of its last signal. */
const repeated = ["rule", "threat", "cloud", "user", "source", "host", "related"];

const summaryAggregations: JsonObject = {
  first: { min: { field: "@timestamp" } },
  last: { max: { field: "@timestamp" } },
  sample: { top_hits: { size: 1, sort: [{ "@timestamp": "desc" }], _source: [...repeated, "siem.signal"] } },
  ...Object.fromEntries(
    entityKinds.map((kind) => [kind, { terms: { field: entityFields[kind], size: maximumEntities } }]),
  ),
};

const byAlert: JsonObject = { alert: { terms: { field: "siem.signal.alert.id" } } };
const byMinute: JsonObject = { minute: { date_histogram: { field: "event.ingested", fixed_interval: "1m" } } };

function minuteOf(bucket: JsonObject): number {
  return Math.floor(Number(member(bucket, "key", "minute")) / minute);
}

/** The signals of alerts, in a search domain. */
export class OpenSearchAlertSignals implements AlertSignals {
  constructor(
    private readonly search: CompleteSearch,
    /** Of signals that belong to alerts. */
    private readonly levels: readonly SigmaLevel[],
  ) {}

  async *active(ingested: TimeRange): AsyncGenerator<AlertActivity, void, undefined> {
    const sources = [byAlert, { rule: { terms: { field: "siem.signal.rule" } } }, byMinute];
    for await (const bucket of this.search.buckets(
      allOf(...this.alerting(), within("event.ingested", ingested)),
      sources,
    )) {
      const [alert, rule] = [text(member(bucket, "key", "alert")), text(member(bucket, "key", "rule"))];
      if (alert !== undefined && rule !== undefined) yield { alert, rule, minute: minuteOf(bucket) };
    }
  }

  async summaries(alerts: readonly string[]): Promise<ReadonlyMap<string, AlertSummary>> {
    if (alerts.length === 0) return new Map();
    const answer = await this.search.search(signalIndices, {
      size: 0,
      query: allOf(...this.alerting(), { terms: { "siem.signal.alert.id": alerts } }),
      aggregations: {
        alerts: { terms: { field: "siem.signal.alert.id", size: alerts.length }, aggregations: summaryAggregations },
      },
    });
    const found = member(answer, "aggregations", "alerts");
    // A signal has one alert, so those that were asked for are all there are.
    if (member(found, "sum_other_doc_count") !== 0 && member(found, "sum_other_doc_count") !== undefined) {
      throw new DependencyError("OpenSearch left alerts out of their own count");
    }
    const summaries = asArray(member(found, "buckets")).map((bucket) => {
      return [String(member(bucket, "key")), summaryOf(bucket, Number(member(bucket, "doc_count")))] as const;
    });
    return new Map(summaries.flatMap(([id, summary]) => (summary === undefined ? [] : [[id, summary]])));
  }

  async stormBegins(rule: string, ingested: TimeRange, alerts: number): Promise<number | undefined> {
    const query = allOf(...this.ofRuleIn(rule, ingested));
    let current: number | undefined;
    let count = 0;
    // Minute by minute, each with its alerts: nothing is read behind the one that is looked for.
    for await (const bucket of this.search.buckets(query, [byMinute, byAlert])) {
      const minute = minuteOf(bucket);
      count = minute === current ? count + 1 : 1;
      current = minute;
      if (count > alerts) return minute;
    }
    return undefined;
  }

  async ofRule(rule: string, ingested: TimeRange): Promise<AlertSummary | undefined> {
    const answer = await this.search.search(signalIndices, {
      size: 0,
      track_total_hits: true,
      query: allOf(...this.ofRuleIn(rule, ingested)),
      aggregations: summaryAggregations,
    });
    const summary = summaryOf(answer.aggregations, Number(member(answer, "hits", "total", "value")));
    return summary && { ...summary, key: [] };
  }

  private ofRuleIn(rule: string, ingested: TimeRange): readonly JsonObject[] {
    return [...this.alerting(), { term: { "siem.signal.rule": rule } }, within("event.ingested", ingested)];
  }

  private alerting(): readonly JsonObject[] {
    return [{ term: { "siem.signal.alerts": true } }, { terms: { "siem.signal.level": this.levels } }];
  }
}

function summaryOf(found: unknown, count: number): AlertSummary | undefined {
  const [sample] = asArray(member(found, "sample", "hits", "hits"));
  const source = asRecord(member(sample, "_source"));
  const [first, last] = [member(found, "first", "value"), member(found, "last", "value")];
  if (source === undefined || typeof first !== "number" || typeof last !== "number") return undefined;
  const entities = entityKinds.map((kind) => [
    kind,
    asArray(member(found, kind, "buckets")).map((bucket) => String(member(bucket, "key"))),
  ]);
  return {
    rule: ruleOf(source),
    key: asArray(member(source, "siem", "signal", "alert", "key")).map(String),
    count,
    firstSeen: new Date(first).toISOString(),
    lastSeen: new Date(last).toISOString(),
    entities: Object.fromEntries(entities) as AlertSummary["entities"],
    about: Object.fromEntries(repeated.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]]))),
  };
}

function ruleOf(source: JsonObject): AlertRule {
  const rule = source.rule;
  const level = member(source, "siem", "signal", "level");
  const author = asArray(member(rule, "author")).map(String);
  return {
    key: String(member(source, "siem", "signal", "rule")),
    name: text(member(rule, "name")) ?? "",
    id: text(member(rule, "uuid")),
    author: author.length === 0 ? undefined : author,
    level: sigmaLevels.find((one) => one === level) ?? "informational",
    description: text(member(rule, "description")),
    reference: text(member(rule, "reference")),
  };
}
