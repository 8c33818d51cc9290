/*
 * Where in an event the values of a field are: `a.b` is a member of an object, of each object in a list, or a member whose
 * own name has the dot.
 */

/** Whether one of the values of a field is such; a list is its items, and null is a value. */
export type AnyValue = (event: unknown, test: (value: unknown) => boolean) => boolean;

/** Of lists within lists; JSON of logs has no such, and the stack is not endless. */
const maximumNesting = 100;

export function valuesOf(field: string): AnyValue {
  const names = field.split(".");
  const steps = stepsOf(names);
  if (names.length > 1) return (event, test) => follow(event, steps, 0, maximumNesting, test);
  return (event, test) =>
    Array.isArray(event) ? follow(event, steps, 0, maximumNesting, test) : anyMember(event, field, test);
}

/** Whether an event has the field, whatever its value. */
export function fieldExists(field: string): (event: unknown) => boolean {
  const steps = stepsOf(field.split("."));
  return (event) => exists(event, steps, 0, maximumNesting);
}

/** For each part of a path: the names that may come next, and the part behind each. */
type Steps = readonly (readonly (readonly [name: string, next: number])[])[];

function stepsOf(names: readonly string[]): Steps {
  return names.map((_, from) =>
    names.slice(from).map((__, index) => [names.slice(from, from + index + 1).join("."), from + index + 1] as const),
  );
}

function anyMember(event: unknown, name: string, test: (value: unknown) => boolean): boolean {
  if (typeof event !== "object" || event === null) return false;
  const value = ownMember(event, name);
  if (value === undefined) return false;
  return Array.isArray(value) ? anyItem(value, maximumNesting, test) : test(value);
}

function anyItem(items: readonly unknown[], depth: number, test: (value: unknown) => boolean): boolean {
  for (const item of items) {
    if (Array.isArray(item) ? depth > 0 && anyItem(item, depth - 1, test) : test(item)) return true;
  }
  return false;
}

function follow(node: unknown, steps: Steps, at: number, depth: number, test: (value: unknown) => boolean): boolean {
  if (typeof node !== "object" || node === null || depth < 0) return false;
  if (Array.isArray(node)) {
    for (const item of node) if (follow(item, steps, at, depth - 1, test)) return true;
    return false;
  }
  for (const [name, next] of steps[at] ?? []) {
    const value = ownMember(node, name);
    if (value === undefined) continue;
    if (next < steps.length) {
      if (follow(value, steps, next, depth - 1, test)) return true;
    } else if (Array.isArray(value) ? anyItem(value, maximumNesting, test) : test(value)) {
      return true;
    }
  }
  return false;
}

function exists(node: unknown, steps: Steps, at: number, depth: number): boolean {
  if (typeof node !== "object" || node === null || depth < 0) return false;
  if (Array.isArray(node)) return node.some((item) => exists(item, steps, at, depth - 1));
  return (steps[at] ?? []).some(([name, next]) => {
    const value = ownMember(node, name);
    return value !== undefined && (next === steps.length || exists(value, steps, next, depth - 1));
  });
}

/** Every object inherits some members: a field `constructor` is one only where the log has it. */
function ownMember(object: object, name: string): unknown {
  if (name in Object.prototype && !Object.hasOwn(object, name)) return undefined;
  return (object as Readonly<Record<string, unknown>>)[name];
}

/** Whether one of all the values of an event, at whatever depth, is such; objects and lists are none themselves. */
export function anyLeaf(node: unknown, test: (value: unknown) => boolean, depth: number = maximumNesting): boolean {
  if (typeof node !== "object" || node === null) return test(node);
  if (depth === 0) return false;
  if (Array.isArray(node)) {
    for (const item of node) if (anyLeaf(item, test, depth - 1)) return true;
    return false;
  }
  for (const name in node) {
    if (anyLeaf((node as Readonly<Record<string, unknown>>)[name], test, depth - 1)) return true;
  }
  return false;
}

/** What a value looks like as text: an object as compact JSON; undefined for null. */
export function textOfValue(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    case "object":
      return value === null ? undefined : jsonOf(value);
    default:
      return undefined;
  }
}

function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value, (_, member: unknown) => (typeof member === "bigint" ? String(member) : member));
  } catch {
    // Too deep for the stack, or a cycle: no log has such.
    return undefined;
  }
}
