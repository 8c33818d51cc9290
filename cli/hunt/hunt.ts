import { filtersInForce } from "../../functions/detector/rule-options";
import type { SearchTransport } from "../../functions/investigator";
import { sources } from "../../functions/loader/registry.generated";
import { ConfigurationError } from "../../functions/shared/errors";
import type { SigmaRule } from "../../functions/shared/sigma";
import { suggest } from "../../functions/shared/suggest";
import { counted } from "../../functions/shared/text/counted";
import { writeLine } from "../output";
import { atSearch } from "../rescue/at-cluster";
import type { PlaceOptions } from "../rescue/places";
import { rulesOfStage } from "../rules/of-stage";
import { printProblems } from "../rules/read";
import { signalOf } from "../rules/signal";
import { printable } from "../text-table";
import { wholeNumber } from "../whole-number";
import { pagesOf } from "./pages";
import { ruleQueries, type Searchable } from "./rule-queries";

export interface HuntOptions extends PlaceOptions {
  /** `30d`: how far back. */
  readonly since: string;
  /** Rule files or folders, instead of the stage's. */
  readonly rules?: readonly string[];
  /** So many documents of a log at most, the newest. */
  readonly limit: string;
  /** Print the queries, and search for nothing. */
  readonly query?: boolean;
}

/**
 * Runs a rule over the documents that are indexed already.
 * @returns 0, or 1 if the rule asks one of its logs for what is not indexed.
 */
export async function hunt(name: string, options: HuntOptions): Promise<number> {
  const { rules, filters, problems } = rulesOfStage(options);
  printProblems(problems.filter(({ severity }) => severity === "error"));
  const rule = ruleOf(name, rules);
  const queries = ruleQueries(rule, filtersInForce(filters, new Date()), sources);
  if (queries.length === 0) throw new ConfigurationError(`no log source has records for the logsource of ${name}`);
  const from = since(options.since);
  const limit = wholeNumber("--limit", options.limit, 1);
  const refused = queries.filter((query) => "refused" in query);
  for (const { source, refused: why } of refused) console.error(printable(`${source.id}: not searched: ${why}`));
  const searchable = queries.filter((query): query is Searchable => !("refused" in query));
  if (options.query === true) {
    for (const { search } of searchable) await writeLine(JSON.stringify(search.query));
  } else if (searchable.length > 0) {
    await atSearch(options, async (transport) => {
      for (const query of searchable) await search(transport, rule, query, { from, limit });
    });
  }
  return refused.length > 0 ? 1 : 0;
}

function ruleOf(name: string, rules: readonly SigmaRule[]): SigmaRule {
  const found = rules.find((rule) => rule.id === name || rule.name === name || rule.title === name);
  if (found !== undefined) return found;
  const names = rules.flatMap((rule) => [rule.name, rule.title]).filter((one) => one !== undefined);
  const meant = suggest(name, names);
  throw new ConfigurationError(
    `there is no rule ${name}${meant === undefined ? ": `siem rules list` shows them" : `: did you mean ${meant}?`}`,
  );
}

const unitMilliseconds: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function since(text: string): string {
  const [, count = "", unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const milliseconds = unitMilliseconds[unit];
  if (milliseconds === undefined) throw new ConfigurationError(`--since takes 30m, 12h or 30d, not ${text}`);
  return new Date(Date.now() - Number(count) * milliseconds).toISOString();
}

interface SearchRange {
  readonly from: string;
  readonly limit: number;
}

async function search(
  transport: SearchTransport,
  rule: SigmaRule,
  { source, search: { query }, matches }: Searchable,
  { from, limit }: SearchRange,
): Promise<void> {
  let read = 0;
  let found = 0;
  for await (const page of pagesOf(transport, `siem-${source.dataset}-*`, query, from)) {
    for (const { _id: id, _index: index, _source: document } of page) {
      read += 1;
      if (!matches(document)) continue;
      found += 1;
      await writeLine(JSON.stringify({ ...signalOf(rule, { document, id, source: source.id }), index }));
      if (found === limit) {
        console.error(`${source.id}: the newest ${counted(found, "document")}; there may be more (--limit)`);
        return;
      }
    }
  }
  console.error(`${source.id}: ${counted(found, "document")}, of ${read} looked at`);
}
