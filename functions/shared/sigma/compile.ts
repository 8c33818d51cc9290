import { RE2JS } from "re2js";
import { decimal } from "../values";
import type { SigmaItem, SigmaTest } from "./ast";
import { foldCase } from "./case-folding";
import { networkTest } from "./cidr";
import type { SigmaExpression } from "./expression";
import { type AnyValue, anyLeaf, fieldExists, textOfValue, valuesOf } from "./field-path";
import { regexFlags } from "./regex";
import { literalOf } from "./text-pattern";
import { textTest } from "./text-test";
import { timePartOf } from "./time-part";

/** Whether an event is such: a raw record, or an ECS document. Never throws. */
export type Predicate = (event: unknown) => boolean;

export function compileExpression(expression: SigmaExpression): Predicate {
  switch (expression.kind) {
    case "item":
      return compileItem(expression.item);
    case "not": {
      const holds = compileExpression(expression.of);
      // A comparison with a field that is not there says nothing, not the opposite.
      const known = comparedFields(expression.of);
      return known.length === 0 ? (event) => !holds(event) : (event) => !holds(event) && known.every((is) => is(event));
    }
    case "and":
      return all(expression.of.map(compileExpression));
    case "or":
      return any(expression.of.map(compileExpression));
  }
}

function all(predicates: readonly Predicate[]): Predicate {
  const [first, second] = predicates;
  if (predicates.length === 1 && first !== undefined) return first;
  if (predicates.length === 2 && first !== undefined && second !== undefined) {
    return (event) => first(event) && second(event);
  }
  return (event) => {
    for (const holds of predicates) if (!holds(event)) return false;
    return true;
  };
}

function any(predicates: readonly Predicate[]): Predicate {
  const [first] = predicates;
  if (predicates.length === 1 && first !== undefined) return first;
  return (event) => {
    for (const holds of predicates) if (holds(event)) return true;
    return false;
  };
}

function compileItem({ field, linking, values }: SigmaItem): Predicate {
  if (field === undefined) {
    const tests = values.map((alternatives) => valueTest(alternatives));
    if (linking === "all") return all(tests.map((test) => (event) => anyLeaf(event, test)));
    const test = values.length === 1 && tests[0] !== undefined ? tests[0] : valueTest(values.flat());
    return (event) => anyLeaf(event, test);
  }
  const values_ = valuesOf(field);
  if (linking === "all") return all(values.map((alternatives) => fieldTest(field, values_, alternatives)));
  return fieldTest(field, values_, values.flat());
}

/** Tests of a field's absence, and comparisons with others, are of the event; all others of a value. */
function fieldTest(field: string, anyValue: AnyValue, tests: readonly SigmaTest[]): Predicate {
  const ofValue = tests.filter(({ kind }) => kind !== "null" && kind !== "exists" && kind !== "field");
  const predicates: Predicate[] = [];
  if (ofValue.length > 0) {
    const test = valueTest(ofValue);
    predicates.push((event) => anyValue(event, test));
  }
  for (const test of tests) {
    if (test.kind === "null") predicates.push((event) => !anyValue(event, isValue));
    if (test.kind === "exists") {
      const exists = fieldExists(field);
      predicates.push((event) => exists(event) === test.value);
    }
    if (test.kind === "field") predicates.push(fieldComparison(anyValue, test));
  }
  return any(predicates);
}

function isValue(value: unknown): boolean {
  return value !== null;
}

type FieldTest = SigmaTest & { readonly kind: "field" };

function fieldComparison(anyValue: AnyValue, { field, position, cased }: FieldTest): Predicate {
  const anyOther = valuesOf(field);
  const formOf = (value: unknown): string | undefined => {
    const text = textOfValue(value);
    return text === undefined || cased ? text : foldCase(text);
  };
  const compare = positions[position];
  return (event) =>
    anyOther(event, (other) => {
      const wanted = formOf(other);
      if (wanted === undefined) return false;
      return anyValue(event, (value) => {
        const text = formOf(value);
        return text !== undefined && compare(text, wanted);
      });
    });
}

const positions: Readonly<Record<FieldTest["position"], (text: string, wanted: string) => boolean>> = {
  whole: (text, wanted) => text === wanted,
  start: (text, wanted) => text.startsWith(wanted),
  end: (text, wanted) => text.endsWith(wanted),
  anywhere: (text, wanted) => text.includes(wanted),
};

/** For `fieldref|neq`: that there are values to compare. */
function comparedFields(expression: SigmaExpression): Predicate[] {
  if (expression.kind !== "item" || !expression.item.modifiers.includes("neq")) return [];
  const { field, values } = expression.item;
  const others = values.flat().flatMap((test) => (test.kind === "field" ? [test.field] : []));
  if (field === undefined || others.length === 0) return [];
  return [field, ...others].map((name) => {
    const anyValue = valuesOf(name);
    return (event) => anyValue(event, isValue);
  });
}

/** Whether a value passes one of the tests. */
function valueTest(tests: readonly SigmaTest[]): (value: unknown) => boolean {
  const wholes = new Set<string>();
  const others: ((text: string, value: unknown) => boolean)[] = [];
  for (const test of tests) {
    const whole = test.kind === "text" && !test.cased ? literalOf(test.parts) : undefined;
    if (whole !== undefined) wholes.add(foldCase(whole));
    else others.push(compileTest(test));
  }
  return (value) => {
    const text = textOfValue(value);
    if (text === undefined) return false;
    if (wholes.size > 0 && wholes.has(foldCase(text))) return true;
    for (const test of others) if (test(text, value)) return true;
    return false;
  };
}

function compileTest(test: SigmaTest): (text: string, value: unknown) => boolean {
  switch (test.kind) {
    case "text":
      return textTest(test.parts, test.cased);
    case "regex": {
      // In linear time, whatever the pattern and the event: both are other people's.
      const pattern = RE2JS.compile(test.pattern, regexFlags(test.flags));
      return (text) => pattern.test(text);
    }
    case "cidr":
      return networkTest(test.network);
    case "compare": {
      const { operator, part } = test;
      const compare = comparisons[operator];
      const read = part === undefined ? decimal : (value: unknown) => timePartOf(value, part);
      return (_, value) => {
        const number = read(value);
        return number !== undefined && compare(number, test.value);
      };
    }
    case "null":
    case "exists":
    case "field":
      // Of the event, not of a value.
      return () => false;
  }
}

const comparisons: Readonly<Record<(SigmaTest & { kind: "compare" })["operator"], (a: number, b: number) => boolean>> =
  {
    lt: (a, b) => a < b,
    lte: (a, b) => a <= b,
    gt: (a, b) => a > b,
    gte: (a, b) => a >= b,
    eq: (a, b) => a === b,
  };
