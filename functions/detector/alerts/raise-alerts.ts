import { DependencyError, OutageError } from "../../shared/errors";
import { counted } from "../../shared/text/counted";
import { partitionOf, shortHash } from "../groups";
import type { TimeRange } from "../signal";
import type { Alert, AlertSummary, StoredAlert } from "./alert";
import { type AlertPolicy, openAlert, updateAlert } from "./life-cycle";
import type { AlertSignals, AlertStore, Notify } from "./ports";

export interface AlertingOptions {
  readonly signals: AlertSignals;
  readonly store: AlertStore;
  readonly notify: Notify;
  readonly policy: AlertPolicy & {
    /** A rule with more alerts in a minute raises one that says so. */
    readonly stormAlerts: number;
  };
  readonly now: () => Date;
  readonly partition?: { readonly number: number; readonly of: number } | undefined;
}

export interface AlertingReport {
  readonly opened: number;
  readonly storms: number;
  readonly sent: number;
}

const alertsAtOnce = 100;
const minute = 60_000;
const hour = 60 * minute;
/** Milliseconds in which a run either has sent a message that it took in hand, or has come to its end. */
const claim = 5 * minute;

/**
 * Opens and updates the alerts of signals, and tells of them. An alert is stored together with the message about it before
 * that is sent, under the version that was read: of two runs at the same time one stores it, and one sends it. A run that
 * ends between sending a message and storing that it was sent makes the next one send it again, under the same id.
 * @throws DependencyError behind all that could be done, also where that is not all.
 */
export async function raiseAlerts(ingested: TimeRange, options: AlertingOptions): Promise<AlertingReport> {
  const failures: unknown[] = [];
  /** Whether an alert was opened; one that cannot be stored must not keep the others back. */
  const settled = async (...alert: Settling): Promise<boolean> => {
    try {
      return await settle(alert, options);
    } catch (error) {
      // Nothing else would be stored either.
      if (error instanceof OutageError) throw error;
      failures.push(error);
      return false;
    }
  };
  const { alerts, storms } = await activity(ingested, options);
  const due = await options.store.due(options.now());
  const touched = [...new Set([...alerts.keys(), ...due])];
  let opened = 0;
  for (const ids of batches(touched)) {
    const [stored, summaries] = await Promise.all([options.store.read(ids), options.signals.summaries(ids)]);
    for (const id of ids) {
      const summary = summaries.get(id) ?? stored.get(id);
      const calm = alerts.get(id) ?? false;
      if (summary !== undefined && (await settled(id, "alert", summary, stored.get(id), calm))) opened += 1;
    }
  }
  for (const [id, { rule, range }] of storms) {
    // An earlier run may have seen it begin; what came before it has alerts of its own.
    const begins = await options.signals.stormBegins(rule, range, options.policy.stormAlerts);
    const from = begins === undefined ? range.from : begins * minute;
    const summary = await options.signals.ofRule(rule, { ...range, from });
    const stored = (await options.store.read([id])).get(id);
    if (summary !== undefined && (await settled(id, "storm", summary, stored, true))) opened += 1;
  }
  const sent = await sendMessages([...touched, ...storms.keys()], options, failures);
  if (failures.length === 0) return { opened, storms: storms.size, sent };
  const [cause] = failures;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `${counted(failures.length, "alert")} could not be stored or told of, the next run tries again: ${reason}`;
  throw new DependencyError(message, { cause });
}

interface Storm {
  readonly rule: string;
  /** The hour in which it is one alert. */
  readonly range: TimeRange;
}

/** Alerts with new signals, and whether they came while their rule was calm. */
async function activity(
  ingested: TimeRange,
  { signals, policy, partition }: AlertingOptions,
): Promise<{ alerts: ReadonlyMap<string, boolean>; storms: ReadonlyMap<string, Storm> }> {
  const minutes = new Map<string, { rule: string; minute: number; alerts: Set<string> }>();
  // Of a minute that is cut, what is left may look calm.
  const from = Math.floor(ingested.from / minute) * minute;
  for await (const { alert, rule, minute } of signals.active({ ...ingested, from })) {
    if (partition !== undefined && partitionOf(rule, partition.of) !== partition.number) continue;
    const name = `${rule} ${minute}`;
    const one = minutes.get(name) ?? { rule, minute, alerts: new Set<string>() };
    minutes.set(name, one);
    one.alerts.add(alert);
  }
  const alerts = new Map<string, boolean>();
  const storms = new Map<string, Storm>();
  for (const { rule, minute: number, alerts: ofMinute } of minutes.values()) {
    const isStorm = ofMinute.size > policy.stormAlerts;
    for (const alert of ofMinute) alerts.set(alert, alerts.get(alert) === true || !isStorm);
    if (!isStorm) continue;
    const from = Math.floor((number * minute) / hour) * hour;
    storms.set(shortHash("storm", rule, String(from)), { rule, range: { from, to: from + hour } });
  }
  return { alerts, storms };
}

type Settling = readonly [
  id: string,
  kind: Alert["kind"],
  summary: AlertSummary,
  stored: StoredAlert | undefined,
  calm: boolean,
];

/** Opens an alert, or brings it up to date; whether it was opened. */
async function settle(
  [id, kind, summary, stored, calm]: Settling,
  { store, policy, now }: AlertingOptions,
): Promise<boolean> {
  if (stored === undefined) {
    return calm && (await store.write(openAlert(id, kind, summary, now(), policy), undefined)) !== undefined;
  }
  const { version, ...alert } = stored;
  const next = updateAlert(alert, summary, now(), policy);
  // Somebody who has written it meanwhile is another run, or a person: the next run sees to the rest.
  if (next !== alert) await store.write(next, version);
  return false;
}

/**
 * Sends the messages of alerts that were touched, which no search may find yet, and what earlier runs left. What cannot be
 * sent is added to the failures: it must not keep the others back.
 */
async function sendMessages(
  touched: readonly string[],
  { store, notify, now }: AlertingOptions,
  failures: unknown[],
): Promise<number> {
  const waiting = new Map((await store.unsent()).map((alert) => [alert.id, alert]));
  for (const ids of batches(touched)) for (const [id, alert] of await store.read(ids)) waiting.set(id, alert);
  let sent = 0;
  for (const { version, ...alert } of waiting.values()) {
    const free = alert.outbox.filter(({ claimedUntil = "" }) => !(Date.parse(claimedUntil) > now().getTime()));
    if (free.length === 0) continue;
    const claimedUntil = new Date(now().getTime() + claim).toISOString();
    const outbox = alert.outbox.map((one) => (free.includes(one) ? { ...one, claimedUntil } : one));
    try {
      if ((await store.write({ ...alert, outbox }, version)) === undefined) continue;
      for (const notification of free) {
        await notify(alert, notification);
        await remove(alert.id, notification.id, store);
        sent += 1;
      }
    } catch (error) {
      failures.push(error);
    }
  }
  return sent;
}

const attempts = 5;

/** Takes a message out that was sent; somebody may write the alert at the same time. */
async function remove(id: string, notification: string, store: AlertStore): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const stored = (await store.read([id])).get(id);
    if (stored === undefined) return;
    const { version, ...alert } = stored;
    const outbox = alert.outbox.filter((one) => one.id !== notification);
    if (outbox.length === alert.outbox.length) return;
    if ((await store.write({ ...alert, outbox }, version)) !== undefined) return;
  }
}

function* batches(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += alertsAtOnce) yield ids.slice(from, from + alertsAtOnce);
}
