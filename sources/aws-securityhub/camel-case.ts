import { asRecord } from "../../functions/shared/values";

/** ASFF's subtrees that GuardDuty filled in, with GuardDuty's own names: `ActionType` is `actionType` there. */
export function camelCased(value: unknown, depth = 0): unknown {
  // What is nested deeper than any documented member is left as it is.
  if (depth > 16) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => camelCased(item, depth + 1));
  const members = asRecord(value);
  if (members === undefined) return value;
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [
      name.slice(0, 1).toLowerCase() + name.slice(1),
      camelCased(member, depth + 1),
    ]),
  );
}
