import type { Cluster } from "../../functions/configurator/cluster";
import { member } from "../../functions/configurator/cluster";
import type { Alert, StoredAlert } from "../../functions/detector/alerts/alert";
import { alertIndex } from "../../functions/detector/alerts/alert-document";
import { type AlertDecision, decide } from "../../functions/detector/alerts/handling";
import type { AlertStore } from "../../functions/detector/alerts/ports";
import { TableAlertStore } from "../../functions/detector/dynamodb/alert-store";
import { OpenSearchAlertStore } from "../../functions/detector/opensearch/alert-store";
import { suppressedSignals } from "../../functions/detector/opensearch/digest-counts";
import { CompleteSearch, signalIndices } from "../../functions/detector/opensearch/search";
import { OpenSearchDocuments } from "../../functions/detector/opensearch/versioned-documents";
import type { TimeRange } from "../../functions/detector/signal";
import { ConfigurationError, DependencyError } from "../../functions/shared/errors";
import type { StateTable } from "../../functions/shared/state-table/table-shape";
import { suggest } from "../../functions/shared/suggest";
import { asArray, type JsonObject } from "../../functions/shared/values";
import { type AlertFilterOptions, alertQuery, ruleFields } from "./filter";

/** Letters with which the beginning of an id is taken for it. */
const shortestId = 4;
const attempts = 5;
const rulesAtOnce = 1_000;

/** Where people look after alerts: a search domain with their own permissions. */
export class AlertDesk {
  private readonly search: CompleteSearch;
  /** Alerts as searches find them. */
  private readonly found: OpenSearchAlertStore;
  /** Alerts as they are. */
  private readonly store: Pick<AlertStore, "read" | "write">;

  /** `stateTable`: where alerts are kept that are only shown in a collection of OpenSearch Serverless. */
  constructor(
    cluster: Cluster,
    stateTable?: StateTable,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.search = new CompleteSearch(cluster);
    this.found = new OpenSearchAlertStore(this.search, new OpenSearchDocuments(this.search, alertIndex));
    this.store = stateTable === undefined ? this.found : new TableAlertStore(stateTable.client, stateTable.tableName);
  }

  /** Alerts that the options select, those with the last signals first. */
  async list(options: AlertFilterOptions, limit: number): Promise<readonly Alert[]> {
    const query = alertQuery(options, this.now());
    const found = await this.found.find(query, [{ "siem.alert.last_seen": "desc" }, { "siem.alert.id": "asc" }], limit);
    if (found.length === 0 && options.rule !== undefined) await this.checkRule(options.rule);
    return found;
  }

  /**
   * The alert of an id, or of its beginning.
   * @throws ConfigurationError where there is none, or there are several.
   */
  async alert(id: string): Promise<StoredAlert> {
    if (id.trim() === "") throw new ConfigurationError("An alert's id is empty: `siem alerts list` shows the ids");
    const stored = (await this.store.read([id])).get(id);
    if (stored !== undefined) return stored;
    const prefix = { prefix: { "siem.alert.id": id } };
    const sort = [{ "siem.alert.opened": "desc" }];
    const [found, second] = id.length < shortestId ? [] : await this.found.find(prefix, sort, 2);
    if (found === undefined) {
      throw new ConfigurationError(
        `There is no alert ${id}; \`siem alerts list --status all\` shows all, and ${shortestId} characters of an id are enough`,
      );
    }
    if (second !== undefined) {
      throw new ConfigurationError(
        `Several alerts begin with ${id}, such as ${found.id} and ${second.id}: write more of it`,
      );
    }
    return (await this.store.read([found.id])).get(found.id) ?? found;
  }

  /** Stores what a person decides; what the detector writes at the same time is kept. */
  async decide(id: string, decision: AlertDecision): Promise<Alert> {
    let stored = await this.alert(id);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const { version, ...alert } = stored;
      const decided = decide(alert, decision, this.now());
      if ((await this.store.write(decided, version)) !== undefined) return decided;
      stored = await this.alert(stored.id);
    }
    throw new DependencyError(`Alert ${stored.id} is being changed by others all the time: try again`);
  }

  /** The last signals of an alert, as they are stored. */
  async signals(alert: Alert, limit: number): Promise<readonly JsonObject[]> {
    const answer = await this.search.search(signalIndices, {
      size: limit,
      query: { bool: { filter: signalsOf(alert) } },
      sort: [{ "@timestamp": "desc" }, { "siem.signal.id": "asc" }],
    });
    return asArray(member(answer, "hits", "hits")).map((hit) => member(hit, "_source") as JsonObject);
  }

  /** Signals that were loaded in a time and that suppressions took out, by the suppression's key. */
  suppressed(ingested: TimeRange): Promise<ReadonlyMap<string, number>> {
    return suppressedSignals(this.search, ingested);
  }

  /** @throws ConfigurationError if a rule has no alert at all. */
  private async checkRule(rule: string): Promise<void> {
    const names = Object.fromEntries(ruleFields.map((field) => [field, { terms: { field, size: rulesAtOnce } }]));
    const answer = await this.search.search(alertIndex, { size: 0, aggregations: names });
    const known = ruleFields.flatMap((field) =>
      asArray(member(answer, "aggregations", field, "buckets")).map((bucket) => String(member(bucket, "key"))),
    );
    if (known.includes(rule)) return;
    const meant = suggest(rule, known);
    throw new ConfigurationError(
      `No alert is of a rule ${rule}${meant === undefined ? "; it is asked for by its id, name or title" : `: did you mean ${meant}?`}`,
    );
  }
}

/** Of a storm, all signals of its rule in its time: they name alerts that were not raised. */
function signalsOf({ id, kind, rule, firstSeen, lastSeen }: Alert): readonly JsonObject[] {
  if (kind === "alert") return [{ term: { "siem.signal.alert.id": id } }];
  return [
    { term: { "siem.signal.rule": rule.key } },
    { term: { "siem.signal.alerts": true } },
    { range: { "@timestamp": { gte: firstSeen, lte: lastSeen } } },
  ];
}
