import type { SigmaLevel } from "../../shared/sigma/ast";

export const alertStatuses = ["open", "triage", "contained", "closed"] as const;
export type AlertStatus = (typeof alertStatuses)[number];

export const alertVerdicts = ["true-positive", "benign", "false-positive"] as const;
export type AlertVerdict = (typeof alertVerdicts)[number];

/** What the signals of an alert come to; worked out anew each time, so no run can count one twice. */
export interface AlertSummary {
  readonly rule: AlertRule;
  /** What tells alerts of the rule apart. */
  readonly key: readonly string[];
  readonly count: number;
  /** ISO 8601: when the first and the last of them happened. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Some of whom and what they are about. */
  readonly entities: AlertEntities;
  /** What a signal of it says beside that, for the alert's document: `threat`, `cloud`, `user` ... */
  readonly about: Readonly<Record<string, unknown>>;
}

export interface AlertRule {
  /** What stands for it, see `sigmaKey`. */
  readonly key: string;
  readonly name: string;
  /** The rule's own id, where it has one: SigmaHQ's licence asks for it, and for the author. */
  readonly id?: string | undefined;
  readonly author?: readonly string[] | undefined;
  readonly level: SigmaLevel;
  readonly description?: string | undefined;
  readonly reference?: string | undefined;
}

export const entityKinds = ["user", "address", "host", "account", "resource"] as const;
export type AlertEntities = Readonly<Record<(typeof entityKinds)[number], readonly string[]>>;

export const notificationKinds = ["opened", "grew", "escalated", "reopened"] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** A message that is to be sent. */
export interface PendingNotification {
  /** Of the alert and how many came before: a receiver can tell a message that comes twice. */
  readonly id: string;
  readonly kind: NotificationKind;
  /** What is new since the last message. */
  readonly news: AlertNews;
  /** ISO 8601: a run has it in hand until then. */
  readonly claimedUntil?: string | undefined;
}

export interface AlertNews {
  readonly count: number;
  readonly entities: AlertEntities;
}

/** What people decide of an alert. */
export interface AlertHandling {
  readonly status: AlertStatus;
  readonly owner?: string | undefined;
  readonly verdict?: AlertVerdict | undefined;
  readonly notes: readonly AlertNote[];
}

export interface AlertNote {
  /** ISO 8601. */
  readonly time: string;
  readonly author: string;
  readonly text: string;
}

export interface Alert extends AlertSummary, AlertHandling {
  readonly id: string;
  /** `storm`: a rule raises so many alerts that only this one is. */
  readonly kind: "alert" | "storm";
  /** ISO 8601. */
  readonly opened: string;
  /** ISO 8601: since when it is open again. */
  readonly reopened?: string | undefined;
  readonly escalated?: string | undefined;
  /** What was last told of it, and when. */
  readonly told: AlertNews & { readonly time: string; readonly messages: number };
  /** Messages that are not sent yet. */
  readonly outbox: readonly PendingNotification[];
  /** ISO 8601: to be looked at then, if nothing happens before. */
  readonly nextCheck?: string | undefined;
  /** Something was left out of it, for it was larger than what keeps it may hold; its signals have what they say. */
  readonly shortened?: boolean | undefined;
}

export interface StoredAlert extends Alert {
  /** Changes with each write. */
  readonly version: string;
}

const order: readonly SigmaLevel[] = ["informational", "low", "medium", "high", "critical"];

export function isAtLeast(level: SigmaLevel, least: SigmaLevel): boolean {
  return order.indexOf(level) >= order.indexOf(least);
}

export function levelsFrom(least: SigmaLevel): readonly SigmaLevel[] {
  return order.slice(order.indexOf(least));
}
