import type { SigmaTaxonomy } from "./ast";
import { foldCase } from "./case-folding";
import { type AnyValue, anyLeaf, textOfValue, valuesOf } from "./field-path";
import { LiteralSearch } from "./literal-search";
import type { Witness } from "./witness";

/** What an event is asked as: the raw record, and the document that was made of it. */
export type EventForms = Readonly<Record<SigmaTaxonomy, unknown>>;

type ReportAll = (rules: readonly number[]) => void;
type Probe = (event: EventForms, report: ReportAll) => void;

/** Finds the rules whose witnesses are in an event. */
export class WitnessIndex {
  private readonly probes: readonly Probe[];

  /** @param witnesses for each rule, by its number. */
  constructor(witnesses: ReadonlyMap<number, readonly Witness[]>) {
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
      if (kind === "whole") return wholeProbe(taxonomy, valuesOf(field), rulesByLiteral);
      return partProbe(taxonomy, kind === "anywhere" ? anyLeaf : valuesOf(field), rulesByLiteral);
    });
  }

  /** Calls back with the numbers of rules; the same ones may come again. */
  find(event: EventForms, report: ReportAll): void {
    for (const probe of this.probes) probe(event, report);
  }
}

/** Values that were looked up before, as they are written: folding costs more than looking up. */
const rememberedValues = 4_096;
const longestRemembered = 256;

function wholeProbe(
  taxonomy: SigmaTaxonomy,
  anyValue: AnyValue,
  rulesByLiteral: ReadonlyMap<string, readonly number[]>,
): Probe {
  const none: readonly number[] = [];
  const remembered = new Map<unknown, readonly number[]>();
  const lookUp = (value: unknown): readonly number[] => {
    const text = textOfValue(value);
    return (text === undefined ? undefined : rulesByLiteral.get(foldCase(text))) ?? none;
  };
  return (event, report) => {
    anyValue(event[taxonomy], (value) => {
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
    });
  };
}

function partProbe(
  taxonomy: SigmaTaxonomy,
  anyValue: AnyValue,
  rulesByLiteral: ReadonlyMap<string, readonly number[]>,
): Probe {
  const search = new LiteralSearch([...rulesByLiteral.keys()]);
  const rules = [...rulesByLiteral.values()];
  return (event, report) => {
    anyValue(event[taxonomy], (value) => {
      const text = textOfValue(value);
      if (text !== undefined) {
        search.search(text, (numbers) => {
          for (const number of numbers) report(rules[number] ?? []);
        });
      }
      return false;
    });
  };
}
