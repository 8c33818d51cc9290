import type { SigmaTaxonomy } from "./ast";
import { foldCase } from "./case-folding";
import { type AnyValue, anyLeaf, textOfValue, valuesOf } from "./field-path";
import { LiteralSearch } from "./literal-search";
import type { Witness } from "./witness";

/** What an event is asked as: the raw record, and the document that was made of it. */
export type EventForms = Readonly<Record<SigmaTaxonomy, unknown>>;

type ReportAll = (rules: readonly number[]) => void;
type Probe = (event: EventForms) => void;

/** Finds the rules whose witnesses are in an event. */
export class WitnessIndex {
  private readonly probes: readonly Probe[];

  /**
   * @param witnesses for each rule, by its number.
   * @param report is called back with the numbers of rules; the same ones may come again. It is the same for all events,
   * so that none needs functions of its own.
   */
  constructor(witnesses: ReadonlyMap<number, readonly Witness[]>, report: ReportAll) {
    const groups = new Map<string, Map<string, number[]>>();
    const kinds = new Map<string, Witness>();
    for (const [rule, ofRule] of witnesses) {
      for (const witness of ofRule) {
        const name = [witness.kind, witness.taxonomy, witness.field].join("\0");
        kinds.set(name, witness);
        const group = groups.get(name) ?? new Map<string, number[]>();
        groups.set(name, group);
        const rules = group.get(witness.literal) ?? [];
        group.set(witness.literal, rules);
        if (!rules.includes(rule)) rules.push(rule);
      }
    }
    this.probes = [...groups].map(([name, rulesByLiteral]) => {
      const { kind, taxonomy, field } = kinds.get(name) ?? { kind: "whole", taxonomy: "sigma", field: "" };
      if (kind === "whole") return wholeProbe(taxonomy, valuesOf(field), rulesByLiteral, report);
      return partProbe(taxonomy, kind === "anywhere" ? anyLeaf : valuesOf(field), rulesByLiteral, report);
    });
  }

  find(event: EventForms): void {
    for (const probe of this.probes) probe(event);
  }
}

/** Values that were looked up before, as they are written: folding costs more than looking up. */
const rememberedValues = 4_096;
const longestRemembered = 256;

function wholeProbe(
  taxonomy: SigmaTaxonomy,
  anyValue: AnyValue,
  rulesByLiteral: ReadonlyMap<string, readonly number[]>,
  report: ReportAll,
): Probe {
  const none: readonly number[] = [];
  const remembered = new Map<unknown, readonly number[]>();
  const lookUp = (value: unknown): readonly number[] => {
    const text = textOfValue(value);
    return (text === undefined ? undefined : rulesByLiteral.get(foldCase(text))) ?? none;
  };
  const look = (value: unknown): boolean => {
    let rules = remembered.get(value);
    if (rules === undefined) {
      rules = lookUp(value);
      // Objects are never seen again, long texts hardly ever.
      if (typeof value !== "object" && (typeof value !== "string" || value.length <= longestRemembered)) {
        if (remembered.size >= rememberedValues) remembered.clear();
        remembered.set(value, rules);
      }
    }
    if (rules.length > 0) report(rules);
    return false;
  };
  return (event) => void anyValue(event[taxonomy], look);
}

function partProbe(
  taxonomy: SigmaTaxonomy,
  anyValue: AnyValue,
  rulesByLiteral: ReadonlyMap<string, readonly number[]>,
  report: ReportAll,
): Probe {
  const literals = [...rulesByLiteral.keys()];
  const rules = [...rulesByLiteral.values()];
  const search = new LiteralSearch(literals);
  const found = (numbers: readonly number[]): void => {
    for (const number of numbers) report(rules[number] ?? []);
  };
  const look = (value: unknown): boolean => {
    const text = textOfValue(value);
    if (text !== undefined) search.search(text, found);
    return false;
  };
  return (event) => void anyValue(event[taxonomy], look);
}
