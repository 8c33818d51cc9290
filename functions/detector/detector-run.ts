import type { Cluster } from "../configurator/cluster";
import type { DetectionRules } from "../loader/signals";
import type { SigmaLevel } from "../shared/sigma/ast";
import type { StateTable } from "../shared/state-table/table-shape";
import { levelsFrom } from "./alerts/alert";
import type { Notify } from "./alerts/ports";
import { type AlertingOptions, type AlertingReport, raiseAlerts } from "./alerts/raise-alerts";
import { CorrelationEngine } from "./correlation-engine";
import { type DetectorReport, runDetector } from "./detector";
import { type DigestPorts, sendDigest } from "./digest/send-digest";
import type { UnshownAlerts } from "./dynamodb/alert-store";
import { OpenSearchAlertSignals } from "./opensearch/alert-signals";
import { OpenSearchDigestCounts } from "./opensearch/digest-counts";
import { HitWriter } from "./opensearch/hit-writer";
import { CompleteSearch } from "./opensearch/search";
import { OpenSearchSignalStore } from "./opensearch/signal-store";
import { type DetectionPlan, detectionPlan } from "./plan";
import { type SuppressingFilter, splitFilters } from "./rule-options";
import { type DetectorStores, searchStores, tableStores } from "./stores";

/** One of so many detectors that share the groups, from 0. */
export interface Partition {
  readonly number: number;
  readonly of: number;
}

export interface DetectorRunOptions {
  /** Milliseconds. */
  readonly overlap: number;
  readonly allowedLateness: number;
  /** From this level on signals belong to alerts. */
  readonly alertLevel: SigmaLevel;
  readonly policy: AlertingOptions["policy"];
  /** How people are told once a day of what is below the level of messages, and of suppressions. Default: not at all. */
  readonly digest?: { readonly hour: number; readonly send: DigestPorts["send"] } | undefined;
  readonly partition?: Partition | undefined;
  /**
   * Where alerts and state are kept of a collection of OpenSearch Serverless, which is not documented to hold versions of
   * documents, and shows documents when it likes. Default: in the search domain.
   */
  readonly stateTable?: StateTable | undefined;
}

export interface DetectorRunReport extends DetectorReport, AlertingReport {
  /** Whether this run has sent the day's digest. */
  readonly digest: boolean;
  /** Alerts that searches do not find as they are; the next run shows them. */
  readonly unshown: UnshownAlerts;
  /** Ids of alerts that somebody has made unreadable. */
  readonly unreadable: readonly string[];
}

/** The detector of a stack's rules over a search domain. */
export class Detector {
  private readonly plan: DetectionPlan;
  private readonly suppressing: readonly SuppressingFilter[];

  constructor(
    rules: DetectionRules,
    private readonly cluster: Cluster,
    private readonly notify: Notify,
    private readonly options: DetectorRunOptions,
    private readonly now: () => Date,
  ) {
    this.plan = detectionPlan(rules);
    this.suppressing = splitFilters(rules.filters).suppressing;
  }

  /**
   * One run, over what was loaded since the last one.
   * @throws DependencyError; the next run does what this one did not.
   */
  async run(deadline: number, partition = this.options.partition): Promise<DetectorRunReport> {
    const { now, notify, plan, options } = this;
    const { overlap, allowedLateness, alertLevel, policy, stateTable } = options;
    const search = new CompleteSearch(this.cluster);
    const stores = stateTable === undefined ? searchStores(search) : tableStores(stateTable, search);
    const store = new OpenSearchSignalStore(search, new HitWriter(search, plan, now, stateTable === undefined));
    const { correlations, firstSeen } = plan;
    const alerting: AlertingOptions = {
      signals: new OpenSearchAlertSignals(search, levelsFrom(alertLevel)),
      store: stores.alerts,
      notify,
      policy,
      now,
      partition,
    };
    const totals = { opened: 0, storms: 0, sent: 0 };
    let unshown: UnshownAlerts = { count: 0, reasons: [] };
    const report = await runDetector(
      {
        engine: new CorrelationEngine({ correlations, firstSeen, store, allowedLateness, partition }),
        state: stores.state,
        raiseAlerts: async (ingested) => {
          try {
            const { opened, storms, sent } = await raiseAlerts(ingested, alerting);
            totals.opened += opened;
            totals.storms += storms;
            totals.sent += sent;
          } finally {
            // Alerts are raised, and told of, whether searches find them or not.
            unshown = await stores.showAlerts().catch(notShown);
          }
        },
        now,
      },
      { name: stateName(partition), overlap, deadline },
    );
    const isFirst = partition === undefined || partition.number === 0;
    const digest = isFirst && (await this.tellDigest(search, stores.digest));
    return { ...report, ...totals, digest, unshown, unreadable: [...stores.alerts.unreadable] };
  }

  private async tellDigest(search: CompleteSearch, store: DetectorStores["digest"]): Promise<boolean> {
    const { now, suppressing } = this;
    const { digest, policy } = this.options;
    if (digest === undefined) return false;
    const counts = new OpenSearchDigestCounts(search, policy.notifyLevel);
    return sendDigest({ counts, store, send: digest.send, now }, { hour: digest.hour, suppressing });
  }
}

/** At least one: it is not known how many. */
function notShown(error: unknown): UnshownAlerts {
  return { count: 1, reasons: [error instanceof Error ? error.message : String(error)] };
}

function stateName(partition: Partition | undefined): string {
  return partition === undefined || partition.of === 1
    ? "watermark"
    : `watermark-${partition.number}-of-${partition.of}`;
}
