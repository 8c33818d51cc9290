import { lookup } from "./lookup";

/** ECS's `event.category` and `event.type`. */
export interface Classification {
  readonly category: readonly string[];
  readonly type: readonly string[];
}

/** How actions of an audit log are classified; the first rule whose pattern an action matches holds. */
export interface ClassificationRule {
  readonly action: RegExp;
  readonly category: readonly string[];
  /** Where missing, the verb in the action says it. */
  readonly type?: readonly string[];
  /** Whom the action is about, beside the verb's type. */
  readonly about?: "user" | "group";
  /** Of these, the actions that make or delete the user or group; what adds or takes away anything else changes it. */
  readonly whole?: RegExp;
}

const typeOfVerb: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    creation:
      "add added allocate create created enroll grant granted import imported insert invite invited issue issued register upload uploaded",
    deletion:
      "delete deleted destroy destroyed dismiss erase purge purged remove removed revoke revoked unenroll unlink unregister uninvite",
    change:
      "assign change changed disable disabled enable enabled modify modified rename reset set suspend unsuspend update updated",
    access:
      "access accessed clone copied copy download downloaded export exported fetch get list preview print read view viewed",
  }).flatMap(([type, verbs]) => verbs.split(" ").map((verb) => [verb, type])),
);

const wordBoundary = /[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/;

/**
 * `creation`, `deletion` or `access` by the verb in `user.create`, `Delete user` or `VIEW_FILE`; `change` without one. Of
 * a dotted name the last part is the verb's.
 */
export function verbType(action: string | undefined): string {
  const name = (action ?? "").slice(0, 200);
  const dot = name.lastIndexOf(".");
  for (const part of [name.slice(dot + 1), name.slice(0, Math.max(dot, 0))]) {
    for (const word of part.split(wordBoundary)) {
      const type = lookup(typeOfVerb, word.toLowerCase());
      if (type !== undefined) return type;
    }
  }
  return "change";
}

/** Category and types of an action by the rules; a change of configuration where none holds. */
export function classify(action: string | undefined, rules: readonly ClassificationRule[]): Classification {
  const rule = action === undefined ? undefined : rules.find((row) => row.action.test(action));
  const category = rule?.category ?? ["configuration"];
  if (rule?.type !== undefined) return { category, type: rule.type };
  const type = verbType(action);
  // ECS has no access among the types of identity management.
  const fitting = type === "access" && category.includes("iam") ? "info" : type;
  if (rule?.about === undefined || action === undefined) return { category, type: [fitting] };
  const isPart = (fitting === "creation" || fitting === "deletion") && rule.whole?.test(action) !== true;
  return { category, type: [rule.about, isPart ? "change" : fitting] };
}
