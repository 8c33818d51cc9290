import type { SigmaFilter, SigmaLogSource, SigmaRule } from "./ast";
import { compileExpression, type Predicate } from "./compile";
import { isWithin } from "./log-source";
import { partsOf } from "./rule-expression";
import { chooseWitnesses, type TaxonomyExpression } from "./witness";
import { type EventForms, WitnessIndex } from "./witness-index";

/** An event: what was logged, and what was made of it. */
export interface SigmaEvent {
  /** The raw record: an object, or the text of a line, which rules see as the field `message`. */
  readonly record?: unknown;
  /** The ECS document; without one, rules of the taxonomy `ecs` do not match. */
  readonly document?: unknown;
}

/** Rules, ready to be asked. */
export class SigmaEngine {
  private readonly matchers = new Map<string, SigmaMatcher>();

  constructor(
    private readonly rules: readonly SigmaRule[],
    private readonly filters: readonly SigmaFilter[] = [],
  ) {}

  /**
   * The matcher for the events of a log, which may go by several names: a rule is for it where all that the rule's log
   * source says is in one of them.
   */
  forLogSource(...logSources: readonly SigmaLogSource[]): SigmaMatcher {
    const name = JSON.stringify(logSources.map(({ category, product, service }) => [category, product, service]));
    let matcher = this.matchers.get(name);
    if (matcher === undefined) {
      const rules = this.rules.filter(({ logsource }) => logSources.some((log) => isWithin(log, logsource)));
      matcher = new SigmaMatcher(rules, this.filters);
      this.matchers.set(name, matcher);
    }
    return matcher;
  }
}

interface CompiledRule {
  readonly rule: SigmaRule;
  readonly holds: (event: EventForms) => boolean;
}

const none: readonly SigmaRule[] = [];

/** The rules of one log. */
export class SigmaMatcher {
  private readonly compiled: readonly CompiledRule[];
  private readonly index: WitnessIndex;
  /** Numbers of the rules that have no witness. */
  private readonly always: readonly number[];
  /** For each rule, the number of the event for which it was found last. */
  private readonly foundFor: Float64Array;
  private event = 0;
  private readonly candidates: number[] = [];

  constructor(
    readonly rules: readonly SigmaRule[],
    filters: readonly SigmaFilter[] = [],
  ) {
    const parts = rules.map((rule) => partsOf(rule, filters));
    this.compiled = rules.map((rule, number) => ({ rule, holds: allHold(parts[number] ?? []) }));
    const witnesses = chooseWitnesses(parts);
    const indexed = new Map(
      [...witnesses.entries()].flatMap(([number, of]) => (of === undefined ? [] : [[number, of]])),
    );
    this.index = new WitnessIndex(indexed, this.add);
    this.always = [...witnesses.keys()].filter((number) => witnesses[number] === undefined);
    this.foundFor = new Float64Array(rules.length);
  }

  /** The rules that match, in their order. Never throws. */
  match(event: SigmaEvent): readonly SigmaRule[] {
    if (this.compiled.length === 0) return none;
    const forms = formsOf(event);
    this.event += 1;
    this.candidates.length = 0;
    this.add(this.always);
    this.index.find(forms);
    return this.matching(this.candidates, forms);
  }

  /** The same by asking every rule: what `match` is measured and tested against. */
  matchEvery(event: SigmaEvent): readonly SigmaRule[] {
    return this.matching([...this.compiled.keys()], formsOf(event));
  }

  private readonly add = (numbers: readonly number[]): void => {
    for (const number of numbers) {
      if (this.foundFor[number] === this.event) continue;
      this.foundFor[number] = this.event;
      this.candidates.push(number);
    }
  };

  private matching(numbers: readonly number[], forms: EventForms): readonly SigmaRule[] {
    if (numbers.length === 0) return none;
    const matching = numbers.filter((number) => this.compiled[number]?.holds(forms));
    if (matching.length === 0) return none;
    return matching
      .sort((a, b) => a - b)
      .map((number) => this.compiled[number]?.rule)
      .filter((rule) => rule !== undefined);
  }
}

function formsOf({ record, document }: SigmaEvent): EventForms {
  return { sigma: typeof record === "string" ? { message: record } : record, ecs: document };
}

function allHold(parts: readonly TaxonomyExpression[]): (event: EventForms) => boolean {
  const tests = parts.map(({ taxonomy, expression }) => {
    const holds: Predicate = compileExpression(expression);
    return (event: EventForms): boolean => {
      const form = event[taxonomy];
      return form !== undefined && holds(form);
    };
  });
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (event) => tests.every((holds) => holds(event));
}
