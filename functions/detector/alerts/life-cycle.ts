import type { SigmaLevel } from "../../shared/sigma/ast";
import { shortHash } from "../groups";
import {
  type Alert,
  type AlertEntities,
  type AlertNews,
  type AlertSummary,
  entityKinds,
  isAtLeast,
  type NotificationKind,
} from "./alert";

export interface AlertPolicy {
  /** From this level on people are told of an alert. */
  readonly notifyLevel: SigmaLevel;
  /** Milliseconds between two messages that an alert has grown. */
  readonly growthInterval: number;
  /** From this level on an alert that nobody takes up is told of once more. */
  readonly escalateLevel: SigmaLevel;
  /** Milliseconds until then. */
  readonly escalateAfter: number;
}

const nothing: AlertEntities = { user: [], address: [], host: [], account: [], resource: [] };

export function openAlert(
  id: string,
  kind: Alert["kind"],
  summary: AlertSummary,
  now: Date,
  policy: AlertPolicy,
): Alert {
  const time = now.toISOString();
  const told = { count: 0, entities: nothing, time, messages: 0 };
  const alert: Alert = { ...summary, id, kind, status: "open", notes: [], opened: time, told, outbox: [] };
  return planned(tell(alert, "opened", now, policy), policy);
}

/** What becomes of an alert with what its signals come to now; the same object where nothing does. */
export function updateAlert(alert: Alert, summary: AlertSummary, now: Date, policy: AlertPolicy): Alert {
  const hasGrown = summary.count > alert.count;
  let next: Alert = hasGrown ? { ...alert, ...summary } : alert;
  if (hasGrown && alert.status === "closed") {
    // What was judged harmless, or wrong, only goes on.
    if (alert.verdict !== "true-positive") return next;
    next = tell(openedAgain(next, now), "reopened", now, policy);
  } else if (isOverdue(next, now, policy)) {
    next = tell({ ...next, escalated: now.toISOString() }, "escalated", now, policy);
  } else if (isToTellOfGrowth(next, now, policy)) {
    next = tell(next, "grew", now, policy);
  }
  return next === alert && !isDue(alert, now) ? alert : planned(next, policy);
}

function isDue({ nextCheck }: Alert, now: Date): boolean {
  return nextCheck !== undefined && Date.parse(nextCheck) <= now.getTime();
}

/** Waits for somebody anew, and is escalated anew if nobody comes. */
export function openedAgain(alert: Alert, now: Date): Alert {
  return { ...alert, status: "open", verdict: undefined, escalated: undefined, reopened: now.toISOString() };
}

function isOverdue(alert: Alert, now: Date, policy: AlertPolicy): boolean {
  const due = escalationDue(alert, policy);
  return due !== undefined && due <= now.getTime();
}

/** Epoch milliseconds: when it is escalated if nobody takes it up. */
function escalationDue(alert: Alert, { escalateLevel, escalateAfter }: AlertPolicy): number | undefined {
  const { status, rule, escalated, opened, reopened = opened } = alert;
  const isWaiting = status === "open" && escalated === undefined && isAtLeast(rule.level, escalateLevel);
  return isWaiting ? Date.parse(reopened) + escalateAfter : undefined;
}

function isToTellOfGrowth({ status, count, told }: Alert, now: Date, policy: AlertPolicy): boolean {
  return status !== "closed" && count > told.count && now.getTime() - Date.parse(told.time) >= policy.growthInterval;
}

/** Puts a message into the outbox: it is stored with the alert before it is sent. */
function tell(alert: Alert, kind: NotificationKind, now: Date, { notifyLevel }: AlertPolicy): Alert {
  const { id, told, count, outbox } = alert;
  const isTold = isAtLeast(alert.rule.level, notifyLevel);
  const messages = told.messages + 1;
  const message = { id: shortHash(id, String(messages)), kind, news: newsOf(alert) };
  return {
    ...alert,
    told: { time: now.toISOString(), count, entities: merged(told.entities, message.news.entities), messages },
    outbox: isTold ? [...outbox, message] : outbox,
  };
}

function newsOf({ count, entities, told }: Alert): AlertNews {
  const fresh = entityKinds.map((kind) => [
    kind,
    entities[kind].filter((entity) => !isAmong(told.entities[kind], entity)),
  ]);
  return { count: count - told.count, entities: { ...nothing, ...Object.fromEntries(fresh) } };
}

function isAmong(told: readonly string[], entity: string): boolean {
  return told.includes(entity) || told.includes(shortForm(entity));
}

/** The beginning of a name, where it is too long to be kept. */
export function shortName(name: string): string {
  return name.slice(0, 200);
}

/** What stands for an entity, and for its short name, among those that were told: itself where it is no longer than that. */
export function shortForm(entity: string): string {
  const hash = shortHash("entity", shortName(entity));
  return Buffer.byteLength(JSON.stringify(entity)) <= hash.length + 2 ? entity : hash;
}

function merged(told: AlertEntities, fresh: AlertEntities): AlertEntities {
  const both = entityKinds.map((kind) => [kind, [...told[kind], ...fresh[kind]].slice(0, maximumTold)]);
  return { ...nothing, ...Object.fromEntries(both) };
}

/** Of each kind, so many entities are remembered as told. */
const maximumTold = 200;

/** When there is something to tell of it even if no signal comes. */
function planned(alert: Alert, policy: AlertPolicy): Alert {
  const { status, told, count } = alert;
  const times: number[] = [];
  if (status !== "closed" && count > told.count) times.push(Date.parse(told.time) + policy.growthInterval);
  const escalation = escalationDue(alert, policy);
  if (escalation !== undefined) times.push(escalation);
  const nextCheck = times.length === 0 ? undefined : new Date(Math.min(...times)).toISOString();
  return { ...alert, nextCheck };
}
