import { CorrelationEngine } from "../../functions/detector/correlation-engine";
import { MemorySignalStore } from "../../functions/detector/memory-store";
import { type DetectionPlan, detectionPlan } from "../../functions/detector/plan";
import type { CorrelationHit } from "../../functions/detector/ports";
import { alertOptions, type Detection } from "../../functions/detector/rule-options";
import { signalFields, signalOf } from "../../functions/detector/signal-document";
import type { NormalisedRecord } from "../../functions/loader/normalised-object";
import { type DetectionRules, SignalMaker } from "../../functions/loader/signals";
import type { LogSource } from "../../functions/loader/source";
import { asRecord, text } from "../../functions/shared/values";

/** A signal as it would be stored; observations of rules of new things are none. */
export interface OfflineSignal {
  readonly detection: Detection;
  /** Of the alert that it would belong to; undefined where it raises none. */
  readonly alert: string | undefined;
  /** The event's own id; of a correlation, that of the event with which it came to hold. */
  readonly eventId: string;
  /** ISO 8601. */
  readonly time: string;
  /** Of what a correlation found. */
  readonly hit?: CorrelationHit | undefined;
}

/** Detects in files as a stack does in what it loads: rules record by record, correlations behind the last one. */
export class OfflineDetection {
  readonly maker: SignalMaker;
  private readonly plan: DetectionPlan;
  private readonly store = new MemorySignalStore();

  constructor(rules: DetectionRules, sources: readonly LogSource[], now: () => Date = () => new Date()) {
    this.maker = new SignalMaker(rules, sources, now);
    this.plan = detectionPlan(rules);
  }

  /** The signals of a record, without those that are suppressed. */
  take(record: NormalisedRecord): readonly OfflineSignal[] {
    if (record.kind !== "document" || record.matches === undefined) return [];
    const found: OfflineSignal[] = [];
    for (const { document } of this.maker.signalsOf(record)) {
      const facts = asRecord(asRecord(document.siem)?.signal);
      const time = text(document["@timestamp"]) ?? "";
      const signal = signalOf(document, Date.parse(time));
      if (signal !== undefined && signal.groups.length > 0) this.store.add([{ ...signal, ingested: signal.time }]);
      const detection = this.plan.detections.get(text(facts?.rule) ?? "");
      if (detection === undefined || facts?.suppressed_by !== undefined) continue;
      const alert = facts?.alerts === true ? text(asRecord(facts.alert)?.id) : undefined;
      found.push({ detection, alert, eventId: record.document.event?.id ?? record.id, time });
    }
    return found;
  }

  /** What correlations and rules of new things find in all signals. */
  async correlate(): Promise<readonly OfflineSignal[]> {
    const { store, plan } = this;
    const { correlations, firstSeen, detections } = plan;
    const times = store.signals.map(({ time }) => time);
    if (times.length === 0) return [];
    const from = times.reduce((a, b) => Math.min(a, b));
    const to = times.reduce((a, b) => Math.max(a, b));
    const engine = new CorrelationEngine({ correlations, firstSeen, store, allowedLateness: 0 });
    const hits = await engine.run({ ingested: { from, to: to + 1 }, closing: { from, to } });
    return hits.flatMap((hit) => {
      const detection = detections.get(hit.signal.rule);
      return detection === undefined ? [] : [this.found(hit, detection)];
    });
  }

  private found(hit: CorrelationHit, detection: Detection): OfflineSignal {
    const { id, rule, time, groups, values, eventId } = hit.signal;
    const fields = signalFields(detection, id, time, {
      ...{ kind: hit.kind, rule, eventId, groups, values },
      alerts: this.plan.signals.get(rule)?.alerts ?? true,
      alertKey: Object.values(values).flat(),
      alertWindow: alertOptions(detection).window,
    });
    const facts = asRecord(asRecord(fields.siem)?.signal);
    const alert = facts?.alerts === true ? text(asRecord(facts.alert)?.id) : undefined;
    const last = hit.match.last ?? hit.match.signals.at(-1);
    return { detection, alert, eventId: last?.eventId ?? eventId, time: new Date(time).toISOString(), hit };
  }
}
