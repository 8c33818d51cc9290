import type { FieldType } from "../loader/source";
import { ECS_VERSION, type EcsDocument } from "../shared/ecs";
import { attackTactic } from "../shared/findings/attack-tactics";
import { type SigmaLevel, type SigmaMetadata, sigmaKey } from "../shared/sigma/ast";
import { asArray, asRecord, text } from "../shared/values";
import { shortHash } from "./groups";
import type { Signal, SignalValues } from "./signal";

/** Signals are in `siem-signals-<month>`. */
export const signalDataset = "signals";

/** Fields that signals have beside ECS. Values of the rule's fields are kept, not indexed. */
export const signalFieldTypes: Readonly<Record<string, FieldType>> = {
  "siem.signal.id": "keyword",
  "siem.signal.kind": "keyword",
  "siem.signal.rule": "keyword",
  "siem.signal.level": "keyword",
  "siem.signal.event_id": "keyword",
  "siem.signal.groups": "keyword",
  "siem.signal.alerts": "boolean",
  "siem.signal.alert.id": "keyword",
  "siem.signal.alert.key": "keyword",
  "siem.signal.alert.window.start": "date",
  "siem.signal.alert.window.minutes": "long",
  "siem.signal.suppressed_by": "keyword",
  "siem.signal.source.index": "keyword",
  "siem.signal.source.id": "keyword",
  "siem.signal.source.dataset": "keyword",
  "siem.signal.source.log_source": "keyword",
  "siem.signal.correlation.group": "keyword",
  "siem.signal.correlation.count": "long",
  "siem.signal.correlation.value": "double",
  "siem.signal.correlation.start": "date",
  "siem.signal.correlation.signals": "keyword",
};

/** What raised a signal: a rule; an event that a rule of new things keeps in mind; such a rule; a correlation. */
export type SignalKind = "rule" | "observation" | "first-seen" | "correlation";

/** What all kinds of signals say of themselves, under `siem.signal`. */
export interface SignalFacts {
  readonly kind: SignalKind;
  /** What stands for the rule, see `sigmaKey`; of an observation, `observedRule` of it. */
  readonly rule: string;
  readonly eventId: string;
  readonly groups: readonly string[];
  readonly values: SignalValues;
  /** Whether it belongs to an alert. */
  readonly alerts: boolean;
  readonly alertKey: readonly string[];
  /** Milliseconds. */
  readonly alertWindow: number;
  readonly suppressedBy?: readonly string[] | undefined;
  /** What it was raised of, such as the document's index and id. */
  readonly source?: Readonly<Record<string, unknown>> | undefined;
}

/** Of rules of new things: under which key their observations are. */
export function observedRule(key: string): string {
  return `${key}#seen`;
}

/** A risk from 0 to 100 for each level; the steps are those that Elastic's rules have. */
export const severities: Readonly<Record<SigmaLevel, number>> = {
  informational: 5,
  low: 21,
  medium: 47,
  high: 73,
  critical: 99,
};

/** The members that every signal has, beside what it is about. */
export function signalFields(
  detection: SigmaMetadata & { readonly hash: string },
  id: string,
  time: number,
  facts: SignalFacts,
): Readonly<Record<string, unknown>> {
  const { kind, rule, eventId, groups, values, alerts, alertKey, alertWindow, suppressedBy, source } = facts;
  const level = detection.level ?? "informational";
  return {
    rule: ruleFields(detection),
    threat: threatFields(detection.tags),
    ecs: { version: ECS_VERSION },
    siem: {
      signal: {
        id,
        kind,
        rule,
        level,
        event_id: eventId,
        groups,
        values: Object.entries(values).map(([field, value]) => ({ field, value })),
        alerts,
        alert: {
          id: alertId(sigmaKey(detection), alertKey, alertWindow, time),
          key: alertKey,
          window: { start: windowStart(time, alertWindow), minutes: alertWindow / 60_000 },
        },
        suppressed_by: suppressedBy,
        source,
      },
    },
  };
}

/** One for each rule, key and time, whoever works it out. */
function alertId(rule: string, key: readonly string[], window: number, time: number): string {
  return shortHash("alert", rule, JSON.stringify(key), windowStart(time, window), String(window));
}

function windowStart(time: number, window: number): string {
  return new Date(Math.floor(time / window) * window).toISOString();
}

/** The licence of SigmaHQ's rules asks for author and id wherever a match is shown (DRL 1.1). */
function ruleFields(detection: SigmaMetadata & { readonly hash: string }): Readonly<Record<string, unknown>> {
  const { id, name, title, author, description, references, license, hash } = detection;
  return {
    id: id ?? name ?? title,
    uuid: id,
    name: title,
    ruleset: name,
    author: author?.split(",").map((one) => one.trim()),
    description,
    reference: references[0],
    license,
    version: hash,
  };
}

/** From tags such as `attack.defense-evasion` and `attack.t1562.008`. */
function threatFields(tags: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  const names = tags.flatMap((tag) => (tag.startsWith("attack.") ? [tag.slice("attack.".length).toLowerCase()] : []));
  const tactics = names.flatMap((name) => [attackTactic(titleCase(name))].filter((tactic) => tactic !== undefined));
  const techniques = names.filter((name) => /^t\d{4}(?:\.\d{3})?$/.test(name)).map((name) => name.toUpperCase());
  if (tactics.length === 0 && techniques.length === 0) return undefined;
  const main = [...new Set(techniques.map((technique) => technique.slice(0, 5)))];
  const sub = techniques.filter((technique) => technique.includes("."));
  return {
    framework: "MITRE ATT&CK",
    tactic: tactics.length === 0 ? undefined : { id: tactics.map(([id]) => id), name: tactics.map(([, name]) => name) },
    technique: main.length === 0 ? undefined : { id: main, subtechnique: sub.length === 0 ? undefined : { id: sub } },
  };
}

const smallWords: ReadonlySet<string> = new Set(["and"]);

function titleCase(name: string): string {
  return name
    .split(/[-_ ]/)
    .map((word) => (smallWords.has(word) ? word : word.slice(0, 1).toUpperCase() + word.slice(1)))
    .join(" ");
}

/** What of an event's document a signal repeats, so that people and alerts see whom and what it is about. */
const repeated = [
  "cloud",
  "destination",
  "error",
  "group",
  "host",
  "network",
  "orchestrator",
  "process",
  "related",
  "service",
  "source",
  "url",
  "user",
  "user_agent",
] as const satisfies readonly (keyof EcsDocument)[];

export function aboutEvent(document: EcsDocument): Partial<EcsDocument> {
  return Object.fromEntries(repeated.flatMap((name) => (document[name] === undefined ? [] : [[name, document[name]]])));
}

/** Who or what an event is about, in the order of how well it tells apart what belongs together. */
const actors: readonly ((document: EcsDocument) => string | undefined)[] = [
  ({ user }) => text(user?.id),
  ({ user }) => text(user?.name),
  ({ source }) => text(source?.ip),
  ({ source }) => text(source?.address),
  ({ host }) => text(host?.id),
  ({ host }) => text(host?.name),
  ({ cloud }) => text(cloud?.instance?.id),
];

/** Of an event, what its rule's alerts are told apart by where the rule does not say it. */
export function defaultAlertKey(document: EcsDocument): readonly string[] {
  const account = text(document.cloud?.account?.id);
  const actor = actors.map((read) => read(document)).find((value) => value !== undefined);
  return [account, actor].filter((part) => part !== undefined);
}

/** A stored signal as correlations see it; undefined of a document that is none. */
export function signalOf(source: unknown, time: number): Signal | undefined {
  const document = asRecord(source);
  const facts = asRecord(asRecord(document?.siem)?.signal);
  const [id, rule, eventId] = [text(facts?.id), text(facts?.rule), text(facts?.event_id)];
  const ingested = Date.parse(text(asRecord(document?.event)?.ingested) ?? "");
  if (id === undefined || rule === undefined || eventId === undefined || Number.isNaN(ingested)) return undefined;
  const values = asArray(facts?.values).flatMap((item) => {
    const one = asRecord(item);
    const field = text(one?.field);
    return field === undefined ? [] : [[field, texts(one?.value)] as const];
  });
  return { id, rule, eventId, time, ingested, groups: texts(facts?.groups), values: Object.fromEntries(values) };
}

function texts(value: unknown): readonly string[] {
  return asArray(value).filter((item) => typeof item === "string");
}
