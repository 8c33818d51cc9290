import type { SigmaLocation, SigmaRule, SigmaTestRecord } from "../shared/sigma";
import { isWithin } from "../shared/sigma/log-source";
import { recordDetector, sigmaLogSources } from "./detection";
import { normaliseObject } from "./normalise";
import type { LogSource } from "./source";

/** What is wrong with a rule, as its own tests show it. */
export interface RuleTestFault {
  readonly location: SigmaLocation;
  readonly message: string;
}

/** Runs the events in a rule's file through its log source and the rule. */
export async function testRule(rule: SigmaRule, sources: readonly LogSource[]): Promise<readonly RuleTestFault[]> {
  const { tests } = rule;
  if (tests === undefined) return [];
  const source = testedSource(rule, sources);
  if (typeof source === "string") return [{ location: rule.location, message: source }];
  const faults: (RuleTestFault | undefined)[] = [];
  for (const event of tests.match) faults.push(await testEvent(rule, event, source, true));
  for (const event of tests.noMatch) faults.push(await testEvent(rule, event, source, false));
  return faults.filter((fault) => fault !== undefined);
}

/** The log source of a rule's test events, or why it is not known. */
function testedSource({ logsource, tests }: SigmaRule, sources: readonly LogSource[]): LogSource | string {
  const candidates = sources.filter((source) => sigmaLogSources(source).some((log) => isWithin(log, logsource)));
  const named = tests?.source;
  const [only] = named === undefined ? candidates : candidates.filter(({ id }) => id === named);
  const ids = candidates.map(({ id }) => id).join(", ");
  if (candidates.length === 0) return "no log source has records for the rule's logsource: `siem sources` lists them";
  if (only === undefined) return `the rule is not for records of the log source ${named}, but of ${ids}`;
  if (named === undefined && candidates.length > 1) return `the rule is for ${ids}: say in tests.source which one`;
  return only;
}

async function testEvent(
  rule: SigmaRule,
  { title, record, location }: SigmaTestRecord,
  source: LogSource,
  shouldMatch: boolean,
): Promise<RuleTestFault | undefined> {
  const text = typeof record === "string" ? `${record.trimEnd()}\n` : JSON.stringify(record);
  const records = normaliseObject({ bucket: "test", key: "test" }, textBody(text), {
    sources: [source],
    source: source.id,
    now: () => new Date(),
    detect: recordDetector({ rules: [rule], filters: [] }, [source]),
  });
  let read = 0;
  let matches = 0;
  for await (const one of records) {
    if (one.kind === "dropped") return { location, message: `${title}: the loader drops it (${one.reason})` };
    if (one.pipelineError) {
      return { location, message: `${title}: ${source.id} cannot read it: ${one.document.error?.message}` };
    }
    read += 1;
    matches += one.matches?.rules.length ?? 0;
  }
  if (read === 0) return { location, message: `${title}: ${source.id} finds no record in it` };
  if (matches > 0 === shouldMatch) return undefined;
  return { location, message: `${title}: the rule ${shouldMatch ? "does not match" : "matches"}` };
}

async function* textBody(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text);
}
