import { member } from "../../configurator/cluster";
import { DependencyError } from "../../shared/errors";
import { asArray, asRecord, type JsonObject } from "../../shared/values";
import type { DetectionPlan } from "../plan";
import type { CorrelationHit } from "../ports";
import { alertOptions } from "../rule-options";
import { severities, signalDataset, signalFields } from "../signal-document";
import { allOf, type CompleteSearch, within } from "./search";

const hitsAtOnce = 200;
/** Of each kind, what a hit repeats of its signals. */
const maximumEntities = 100;
const month = "YYYY-MM".length;

/** Of what a hit's signals are about, as `related.*` and for people to search by. */
const entityFields = ["related.user", "related.ip", "related.hosts", "cloud.account.id", "cloud.region"] as const;

/** Stores hits of correlations, and new things, as signals. */
export class HitWriter {
  constructor(
    private readonly search: CompleteSearch,
    private readonly plan: Pick<DetectionPlan, "detections" | "signals">,
    private readonly now: () => Date,
    /** Whether hits can be searched at once, so that the same run raises their alerts; a collection refuses to be told. */
    private readonly refresh = true,
  ) {}

  async write(hits: readonly CorrelationHit[]): Promise<void> {
    for (let from = 0; from < hits.length; from += hitsAtOnce) {
      const some = hits.slice(from, from + hitsAtOnce);
      const entities = await this.entities(some);
      const lines = some.flatMap((hit) => this.lines(hit, entities));
      if (lines.length > 0) await this.create(lines);
    }
  }

  private lines(hit: CorrelationHit, entities: SignalEntities): readonly string[] {
    const document = this.document(hit, entities);
    if (document === undefined) return [];
    const { id, time } = hit.signal;
    const index = `siem-${signalDataset}-${new Date(time).toISOString().slice(0, month)}`;
    return [JSON.stringify({ create: { _index: index, _id: id } }), JSON.stringify(document)];
  }

  /** Undefined where its rule is gone: what was detected by a rule of before is not raised any more. */
  private document({ signal, kind, match }: CorrelationHit, entities: SignalEntities): JsonObject | undefined {
    const detection = this.plan.detections.get(signal.rule);
    const plan = this.plan.signals.get(signal.rule);
    if (detection === undefined || plan === undefined) return undefined;
    const ids = match.signals.map(({ id }) => id);
    const fields = signalFields(detection, signal.id, signal.time, {
      kind,
      rule: signal.rule,
      eventId: signal.eventId,
      groups: signal.groups,
      values: signal.values,
      alerts: plan.alerts,
      alertKey: Object.values(signal.values).flat().slice(0, maximumEntities),
      alertWindow: alertOptions(detection).window,
    });
    const own = asRecord(asRecord(fields.siem)?.signal);
    const correlation = {
      count: match.count,
      value: match.value,
      start: new Date(match.start).toISOString(),
      signals: ids,
    };
    return {
      "@timestamp": new Date(signal.time).toISOString(),
      event: {
        kind: "signal",
        dataset: signalDataset,
        module: "siem",
        ingested: this.now().toISOString(),
        severity: severities[detection.level ?? "informational"],
      },
      ...aboutSignals(ids, entities),
      ...fields,
      siem: { signal: { ...own, correlation } },
    };
  }

  /** Whom and what the signals of hits are about. */
  private async entities(hits: readonly CorrelationHit[]): Promise<SignalEntities> {
    const entities = new Map<string, unknown>();
    const ids = [...new Set(hits.flatMap(({ match }) => match.signals.map(({ id }) => id)))];
    if (ids.length === 0) return entities;
    const times = hits.flatMap(({ match: { start, time } }) => [start, time]);
    const range = { from: times.reduce((a, b) => Math.min(a, b)), to: times.reduce((a, b) => Math.max(a, b)) + 1 };
    const query = allOf({ terms: { "siem.signal.id": ids } }, within("@timestamp", range));
    for await (const { source } of this.search.hits(query, ["siem.signal.id", ...entityFields])) {
      entities.set(String(member(source, "siem", "signal", "id")), source);
    }
    return entities;
  }

  private async create(lines: readonly string[]): Promise<void> {
    const path = this.refresh ? "/_bulk?refresh=true" : "/_bulk";
    const answer = await this.search.post(path, `${lines.join("\n")}\n`, "store signals");
    for (const item of asArray(answer.items)) {
      const status = member(item, "create", "status");
      if (status === 201 || status === 409) continue;
      const error = member(item, "create", "error");
      throw new DependencyError(`OpenSearch does not take a signal of a correlation: ${JSON.stringify(error)}`);
    }
  }
}

/** By the id of a signal, what of its document tells whom and what it is about. */
type SignalEntities = ReadonlyMap<string, unknown>;

function aboutSignals(ids: readonly string[], entities: SignalEntities): JsonObject {
  const valuesOf = (...path: readonly string[]): readonly unknown[] | undefined => {
    const found = new Set(ids.flatMap((id) => [member(entities.get(id), ...path)].flat()));
    found.delete(undefined);
    return found.size === 0 ? undefined : [...found].slice(0, maximumEntities);
  };
  return {
    related: { user: valuesOf("related", "user"), ip: valuesOf("related", "ip"), hosts: valuesOf("related", "hosts") },
    cloud: { account: { id: valuesOf("cloud", "account", "id") }, region: valuesOf("cloud", "region") },
  };
}
