import type {
  Alert,
  AlertSummary,
  PendingNotification,
  StoredAlert,
} from "../../../../functions/detector/alerts/alert";
import type { AlertPolicy } from "../../../../functions/detector/alerts/life-cycle";
import type { AlertActivity, AlertSignals, AlertStore } from "../../../../functions/detector/alerts/ports";
import {
  type AlertingOptions,
  type AlertingReport,
  raiseAlerts,
} from "../../../../functions/detector/alerts/raise-alerts";
import type { TimeRange } from "../../../../functions/detector/signal";
import { compareTexts } from "../../../../functions/detector/windows";
import type { SigmaLevel } from "../../../../functions/shared/sigma";
import type { Outage } from "../failing";

export const minute = 60_000;
export const start = Date.parse("2026-01-31T09:00:00Z");

export const policy: AlertPolicy & { readonly stormAlerts: number } = {
  notifyLevel: "medium",
  growthInterval: 60 * minute,
  escalateLevel: "high",
  escalateAfter: 30 * minute,
  stormAlerts: 20,
};

export interface AlertSignal {
  readonly id: string;
  readonly alert: string;
  readonly rule: string;
  readonly level: SigmaLevel;
  /** Epoch milliseconds. */
  readonly loaded: number;
  readonly user: string;
}

/** Signals of alerts in memory. */
class MemoryAlertSignals implements AlertSignals {
  private readonly byId = new Map<string, AlertSignal>();

  /** At a minute from the start. */
  add(at: number, given: Partial<AlertSignal> = {}): void {
    const { alert = "alert-1", rule = "rule", level = "high", user = "mary" } = given;
    const id = given.id ?? `signal-${this.byId.size}`;
    if (!this.byId.has(id)) this.byId.set(id, { id, alert, rule, level, user, loaded: start + at * minute });
  }

  async *active(ingested: TimeRange): AsyncGenerator<AlertActivity, void, undefined> {
    for (const { alert, rule, loaded } of this.within(ingested)) {
      yield { alert, rule, minute: Math.floor(loaded / minute) };
    }
  }

  async summaries(alerts: readonly string[]): Promise<ReadonlyMap<string, AlertSummary>> {
    const all = [...this.byId.values()];
    const found = alerts.map((id) => [id, summaryOf(all.filter(({ alert }) => alert === id))] as const);
    return new Map(found.flatMap(([id, summary]) => (summary === undefined ? [] : [[id, summary] as const])));
  }

  async stormBegins(rule: string, ingested: TimeRange, alerts: number): Promise<number | undefined> {
    const byMinute = new Map<number, Set<string>>();
    for (const signal of this.within(ingested).filter((one) => one.rule === rule)) {
      const number = Math.floor(signal.loaded / minute);
      byMinute.set(number, (byMinute.get(number) ?? new Set()).add(signal.alert));
    }
    const stormy = [...byMinute].flatMap(([number, of]) => (of.size > alerts ? [number] : []));
    return stormy.length === 0 ? undefined : Math.min(...stormy);
  }

  async ofRule(rule: string, ingested: TimeRange): Promise<AlertSummary | undefined> {
    return summaryOf(this.within(ingested).filter((signal) => signal.rule === rule));
  }

  private within({ from, to }: TimeRange): readonly AlertSignal[] {
    return [...this.byId.values()].filter(({ loaded }) => loaded >= from && loaded < to);
  }
}

function summaryOf(signals: readonly AlertSignal[]): AlertSummary | undefined {
  const [first] = signals;
  if (first === undefined) return undefined;
  const times = signals.map(({ loaded }) => new Date(loaded).toISOString()).sort();
  return {
    rule: { key: first.rule, name: `Name of ${first.rule}`, author: ["Somebody"], level: first.level },
    key: [first.alert],
    count: signals.length,
    firstSeen: times[0] ?? "",
    lastSeen: times.at(-1) ?? "",
    entities: { user: [...new Set(signals.map(({ user }) => user))], address: [], host: [], account: [], resource: [] },
    about: {},
  };
}

/** Alerts in memory, each with a version that changes with each write; as in an index, searches find what was refreshed. */
class MemoryAlertStore implements AlertStore {
  readonly alerts = new Map<string, StoredAlert>();
  private searchable: readonly StoredAlert[] = [];
  private writes = 0;

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, StoredAlert>> {
    return new Map(
      ids.flatMap((id) => [this.alerts.get(id)].flatMap((alert) => (alert ? [[id, alert] as const] : []))),
    );
  }

  refresh(): void {
    this.searchable = [...this.alerts.values()];
  }

  async due(now: Date): Promise<readonly string[]> {
    return this.searchable
      .filter(({ nextCheck }) => nextCheck !== undefined && Date.parse(nextCheck) <= now.getTime())
      .toSorted(({ nextCheck: a = "" }, { nextCheck: b = "" }) => compareTexts(a, b))
      .map(({ id }) => id);
  }

  async unsent(): Promise<readonly StoredAlert[]> {
    return this.searchable
      .filter(({ outbox }) => outbox.length > 0)
      .toSorted(({ opened: a }, { opened: b }) => compareTexts(a, b));
  }

  async write(alert: Alert, version: string | undefined): Promise<string | undefined> {
    if (this.alerts.get(alert.id)?.version !== version) return undefined;
    this.writes += 1;
    this.alerts.set(alert.id, { ...alert, version: `${this.writes}` });
    return `${this.writes}`;
  }
}

/** All around alerts, in memory. */
export class Alerting {
  readonly signals = new MemoryAlertSignals();
  readonly store = new MemoryAlertStore();
  readonly sent: (readonly [at: number, alert: string, notification: PendingNotification])[] = [];

  /** A run at a minute from the start, over what was loaded in the ten minutes before. */
  async run(at: number, outage?: Outage, partition?: AlertingOptions["partition"]): Promise<AlertingReport> {
    const now = start + at * minute;
    this.store.refresh();
    const through = <Port extends object>(port: Port): Port => (outage === undefined ? port : outage.of(port));
    const sender = {
      notify: async ({ id }: Alert, notification: PendingNotification): Promise<void> => {
        this.sent.push([at, id, notification]);
      },
    };
    const guarded = through(sender);
    return raiseAlerts(
      { from: now - 10 * minute, to: now },
      {
        signals: through(this.signals),
        store: through(this.store),
        notify: (alert, notification) => guarded.notify(alert, notification),
        policy,
        now: () => new Date(now),
        partition,
      },
    );
  }

  /** What was sent: minute, alert, kind and how many signals were new. */
  get messages(): readonly (readonly [number, string, string, number])[] {
    return this.sent.map(([at, alert, { kind, news }]) => [at, alert, kind, news.count]);
  }

  /** What a person does. */
  async handle(id: string, change: Partial<Alert>): Promise<void> {
    const stored = this.store.alerts.get(id);
    if (stored === undefined) throw new Error(`there is no alert ${id}`);
    await this.store.write({ ...stored, ...change }, stored.version);
  }
}
