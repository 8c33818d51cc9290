import type { SigmaRuleTests, SigmaTestRecord } from "./ast";
import { type Members, membersOf, shown } from "./members";
import type { SigmaProblems } from "./problems";
import { plainValue, type YamlNode } from "./yaml-nodes";

/**
 * Reads the events that show what a rule is for. Each is a raw record; where there is a `base`, a record says what is
 * different in it, as a JSON merge patch.
 * @see https://www.rfc-editor.org/rfc/rfc7396
 */
export function parseRuleTests(node: YamlNode, problems: SigmaProblems): SigmaRuleTests | undefined {
  const members = membersOf(node, problems, "tests");
  if (members === undefined) return undefined;
  members.only(["source", "base", "match", "no_match"]);
  const base = members.entry("base");
  if (base !== undefined && base.value.kind !== "map") {
    problems.report("wrong-type", base.value, `base must be a record with members, not ${shown(base.value)}`);
    return undefined;
  }
  const shared = base === undefined ? undefined : plainValue(base.value);
  return {
    source: members.text("source"),
    match: testRecords(members, "match", shared, problems),
    noMatch: testRecords(members, "no_match", shared, problems),
  };
}

function testRecords(members: Members, name: string, base: unknown, problems: SigmaProblems): SigmaTestRecord[] {
  const node = members.entry(name)?.value;
  if (node === undefined) return [];
  if (node.kind !== "list") {
    problems.report("wrong-type", node, `${name} must be a list of events, each with title and record`);
    return [];
  }
  return node.items.flatMap((item): SigmaTestRecord[] => {
    const event = membersOf(item, problems, `an event of ${name}`);
    if (event === undefined) return [];
    event.only(["title", "record"]);
    event.required("title", "one that says what the event shows");
    const record = event.required("record", "the raw record: a map, or the text of a line");
    const title = event.text("title");
    if (record === undefined || title === undefined) return [];
    const own = plainValue(record.value);
    const isRecord = record.value.kind === "map" || typeof own === "string";
    if (!isRecord) {
      problems.report(
        "wrong-type",
        record.value,
        `record must be a map or the text of a line, not ${shown(record.value)}`,
      );
      return [];
    }
    return [{ title, record: base === undefined ? own : mergePatch(base, own), location: item.location }];
  });
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
