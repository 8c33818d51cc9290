import type { EcsDocument } from "../shared/ecs";
import type { SigmaLogSource, SigmaRule, SigmaRuleSet } from "../shared/sigma";
import { SigmaEngine, type SigmaMatcher } from "../shared/sigma/engine";
import type { LogSource } from "./source";

/** A record with what became of it. */
export interface DetectableRecord {
  /** A parsed JSON value, a line, a row. */
  readonly record: unknown;
  readonly document: EcsDocument;
  /** The id of its log source. */
  readonly source: string;
}

/** The rules that match a record. */
export type RecordDetector = (record: DetectableRecord) => readonly SigmaRule[];

/** Compiles rules and filters for the records of some log sources. */
export function recordDetector(
  { rules, filters }: Pick<SigmaRuleSet, "rules" | "filters">,
  sources: readonly LogSource[],
): RecordDetector {
  const engine = new SigmaEngine(rules, filters);
  const matchers = new Map<string, SigmaMatcher>();
  const byId = new Map(sources.map((source) => [source.id, source]));
  return ({ record, document, source: id }) => {
    let matcher = matchers.get(id);
    if (matcher === undefined) {
      const source = byId.get(id);
      matcher = engine.forLogSource(...(source === undefined ? [] : sigmaLogSources(source)));
      matchers.set(id, matcher);
    }
    return matcher.match({ record, document });
  };
}

/** By which log sources rules may name this one. */
export function sigmaLogSources({ module, dataset, sigma = [] }: LogSource): readonly SigmaLogSource[] {
  return [{ product: module, service: dataset.slice(module.length + 1) }, ...sigma];
}
