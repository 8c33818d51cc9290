import { valueReader } from "../detector/event-values";
import { groupIds, shortHash } from "../detector/groups";
import { type DetectionPlan, detectionPlan, type FirstSeenRule, type SignalPlan } from "../detector/plan";
import { type AlertOptions, alertOptions, type SuppressingFilter, splitFilters } from "../detector/rule-options";
import type { SignalValues } from "../detector/signal";
import {
  aboutEvent,
  defaultAlertKey,
  observedRule,
  severities,
  signalDataset,
  signalFields,
} from "../detector/signal-document";
import type { EcsDocument } from "../shared/ecs";
import type { SigmaRule, SigmaRuleSet } from "../shared/sigma";
import { sigmaKey } from "../shared/sigma/ast";
import { SigmaMatcher } from "../shared/sigma/engine";
import { filtersOf } from "../shared/sigma/filters";
import { type RecordDetector, recordDetector } from "./detection";
import { indexNamer } from "./indices";
import type { NormalisedRecord } from "./normalised-object";
import type { LogSource } from "./source";

export type DetectionRules = Pick<SigmaRuleSet, "rules" | "correlations" | "filters">;

/** A signal as it is stored. */
export interface SignalRecord {
  readonly index: string;
  readonly id: string;
  readonly document: Readonly<Record<string, unknown>>;
  /** To be called when the signal is stored. */
  readonly stored?: (() => void) | undefined;
}

type DocumentRecord = NormalisedRecord & { readonly kind: "document" };

const dayMilliseconds = 86_400_000;
/** Of what rules of new things have seen today: their hashes take some 5 MB. */
const maximumRemembered = 50_000;

const maximumKeyCharacters = 512;

const signalIndex = indexNamer({ dataset: signalDataset, indexPeriod: "month" });

/** Detects while records are loaded: finds the rules that match, and writes their signals. */
export class SignalMaker {
  /** The rules that match a record, without what filters take out for good. */
  readonly detect: RecordDetector;
  private readonly writers: ReadonlyMap<SigmaRule, RuleSignals>;

  constructor(set: DetectionRules, sources: readonly LogSource[], now: () => Date) {
    const { lasting, suppressing } = splitFilters(set.filters);
    this.detect = recordDetector({ rules: set.rules, filters: lasting }, sources);
    const plan = detectionPlan(set);
    const remembered = new Set<string>();
    this.writers = new Map(set.rules.map((rule) => [rule, new RuleSignals(rule, plan, suppressing, remembered, now)]));
  }

  *signalsOf(record: DocumentRecord): Generator<SignalRecord, void, undefined> {
    for (const rule of record.matches?.rules ?? []) {
      const signal = this.writers.get(rule)?.write(record);
      if (signal !== undefined) yield signal;
    }
  }
}

interface RuleSuppression {
  readonly name: string;
  readonly expires: number;
  /** Matches what is not suppressed. */
  readonly kept: SigmaMatcher;
}

/** Writes the signals of one rule. */
class RuleSignals {
  private readonly key: string;
  private readonly plan: SignalPlan;
  private readonly firstSeen: FirstSeenRule | undefined;
  private readonly alert: AlertOptions;
  private readonly valuesOf: (...forms: readonly unknown[]) => SignalValues;
  private readonly alertValuesOf: (...forms: readonly unknown[]) => SignalValues;
  private readonly suppressions: readonly RuleSuppression[];

  constructor(
    private readonly rule: SigmaRule,
    { signals, firstSeen }: DetectionPlan,
    suppressing: readonly SuppressingFilter[],
    private readonly remembered: Set<string>,
    private readonly now: () => Date,
  ) {
    this.key = sigmaKey(rule);
    this.plan = signals.get(this.key) ?? { correlations: [], fields: [], alerts: true };
    this.firstSeen = firstSeen.find(({ key }) => key === this.key);
    this.alert = alertOptions(rule);
    this.valuesOf = valueReader([...new Set([...this.plan.fields, ...(this.firstSeen?.fields ?? [])])]);
    this.alertValuesOf = valueReader(this.alert.groupBy ?? []);
    this.suppressions = suppressing
      .filter(({ filter }) => filtersOf(rule, [filter]).length > 0)
      .map(({ filter, suppression }) => ({
        name: sigmaKey(filter),
        expires: suppression.expires,
        kept: new SigmaMatcher([{ ...rule, taxonomy: filter.taxonomy, detection: filter.detection }]),
      }));
  }

  /** Undefined of an observation that was stored before. */
  write(record: DocumentRecord): SignalRecord | undefined {
    const { document, matches } = record;
    // Not that of an event from the year 4401, which would be the newest of its alert for ever.
    const time = Date.parse(matches?.indexTime ?? "");
    if (matches === undefined || Number.isNaN(time)) return undefined;
    const members = recordMembers(matches.record);
    const values = this.valuesOf(document, members);
    const suppressedBy = this.suppressedBy(record);
    const identity = this.identity(record, values, time, suppressedBy);
    if (identity === undefined) return undefined;
    const { firstSeen } = this;
    const isObservation = firstSeen !== undefined;
    const rule = isObservation ? observedRule(this.key) : this.key;
    const groups = isObservation
      ? groupIds(firstSeen, { rule, values })
      : this.plan.correlations.flatMap((correlation) => groupIds(correlation, { rule, values }));
    const facts = {
      kind: isObservation ? ("observation" as const) : ("rule" as const),
      rule,
      // What is suppressed is counted, but neither correlated nor raised.
      groups: suppressedBy.length > 0 ? [] : groups,
      eventId: record.id,
      values,
      alerts: this.plan.alerts && !isObservation && suppressedBy.length === 0,
      alertKey: this.alertKey(document, members),
      alertWindow: this.alert.window,
      suppressedBy: suppressedBy.length > 0 ? suppressedBy : undefined,
      source: { index: record.index, id: record.id, dataset: document.event?.dataset, log_source: record.source },
    };
    return {
      index: signalIndex(matches.indexTime),
      id: identity,
      document: { ...this.about(record), ...signalFields(this.rule, identity, time, facts) },
      stored: isObservation ? () => this.remember(identity) : undefined,
    };
  }

  /** Of an observation, once a day: its rule, the values, and what suppresses it, or else the next one would not count. */
  private identity(
    { id }: DocumentRecord,
    values: SignalValues,
    time: number,
    suppressedBy: readonly string[],
  ): string | undefined {
    if (this.firstSeen === undefined) return shortHash(this.key, this.rule.hash, id);
    const groups = groupIds(this.firstSeen, { rule: observedRule(this.key), values });
    if (groups.length === 0) return undefined;
    const day = String(Math.floor(time / dayMilliseconds));
    const identity = shortHash(observedRule(this.key), this.rule.hash, day, ...groups, ...suppressedBy);
    return this.remembered.has(identity) ? undefined : identity;
  }

  private remember(identity: string): void {
    if (this.remembered.size >= maximumRemembered) this.remembered.clear();
    this.remembered.add(identity);
  }

  private suppressedBy({ document, matches }: DocumentRecord): readonly string[] {
    const now = this.now().getTime();
    return this.suppressions
      .filter(({ expires, kept }) => now < expires && kept.match({ record: matches?.record, document }).length === 0)
      .map(({ name }) => name);
  }

  private alertKey(document: EcsDocument, members: unknown): readonly string[] {
    const { groupBy } = this.alert;
    if (groupBy === undefined) return defaultAlertKey(document);
    const values = this.alertValuesOf(document, members);
    return groupBy.map((field) => (values[field] ?? []).join(",").slice(0, maximumKeyCharacters));
  }

  private about({ document, matches }: DocumentRecord): Readonly<Record<string, unknown>> {
    return {
      "@timestamp": matches?.indexTime,
      event: {
        ...document.event,
        original: undefined,
        kind: "signal",
        dataset: signalDataset,
        module: "siem",
        severity: severities[this.rule.level ?? "informational"],
      },
      ...aboutEvent(document),
      log: document.log,
    };
  }
}

/** A line is the field `message`, as rules see it. */
function recordMembers(record: unknown): unknown {
  return typeof record === "string" ? { message: record } : record;
}
