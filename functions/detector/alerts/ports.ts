import type { TimeRange } from "../signal";
import type { Alert, AlertSummary, StoredAlert } from "./alert";

/** An alert with new signals. */
export interface AlertActivity {
  readonly alert: string;
  /** Key of the rule. */
  readonly rule: string;
  /** In which minute, counted from 1970, signals were loaded. */
  readonly minute: number;
}

/** The signals of alerts. Every method gives all there is, or throws DependencyError. */
export interface AlertSignals {
  /** Alerts with signals that were loaded in a time. */
  active(ingested: TimeRange): AsyncIterable<AlertActivity>;
  /** What the signals of alerts come to. */
  summaries(alerts: readonly string[]): Promise<ReadonlyMap<string, AlertSummary>>;
  /** The first minute, counted from 1970, of a time in which signals of more than so many alerts of a rule were loaded. */
  stormBegins(rule: string, ingested: TimeRange, alerts: number): Promise<number | undefined>;
  /** What the signals of a rule come to that were loaded in a time. */
  ofRule(rule: string, ingested: TimeRange): Promise<AlertSummary | undefined>;
}

export interface AlertStore {
  read(ids: readonly string[]): Promise<ReadonlyMap<string, StoredAlert>>;
  /** Ids of alerts to be looked at by this time. */
  due(now: Date): Promise<readonly string[]>;
  /** Alerts with messages that are not sent. */
  unsent(): Promise<readonly StoredAlert[]>;
  /**
   * Stores an alert as a new one, or in place of the version that was read.
   * @returns the new version; undefined if somebody else has written it meanwhile.
   */
  write(alert: Alert, version: string | undefined): Promise<string | undefined>;
}

/** Sends a message of an alert to people. Throws DependencyError. */
export type Notify = (alert: Alert, notification: Alert["outbox"][number]) => Promise<void>;
