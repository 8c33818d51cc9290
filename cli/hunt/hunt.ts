import { type Detection, filtersInForce, firstSeenOptions } from "../../functions/detector/rule-options";
import { sources } from "../../functions/loader/registry.generated";
import { ConfigurationError } from "../../functions/shared/errors";
import type { SigmaRule, SigmaRuleSet } from "../../functions/shared/sigma";
import { suggest } from "../../functions/shared/suggest";
import { counted } from "../../functions/shared/text/counted";
import { writeLine } from "../output";
import { atSearch } from "../rescue/at-stage";
import type { PlaceOptions } from "../rescue/places";
import { rulesOfStage } from "../rules/of-stage";
import { printProblems } from "../rules/read";
import { signalOf } from "../rules/signal";
import { printable } from "../text-table";
import { wholeNumber } from "../whole-number";
import { huntTogether } from "./hunt-together";
import { type HuntRange, matchesOf } from "./matches";
import { ruleQueries, type Searchable } from "./rule-queries";
import { namedBy } from "./together";

export interface HuntOptions extends PlaceOptions {
  /** `30d`: how far back. */
  readonly since: string;
  /** Rule files or folders, instead of the stage's. */
  readonly rules?: readonly string[];
  /** So many documents of a log, or findings of a correlation, at most: the newest. */
  readonly limit: string;
  /** Print the queries, and search for nothing. */
  readonly query?: boolean;
}

/**
 * Runs a rule over the documents that are indexed already; of a correlation, its rules, and then the correlation over
 * what they match.
 * @returns 0, or 1 if a rule asks one of its logs for what is not indexed.
 */
export async function hunt(name: string, options: HuntOptions): Promise<number> {
  const set = rulesOfStage(options);
  printProblems(set.problems.filter(({ severity }) => severity === "error"));
  const detection = detectionOf(name, set);
  const asked = namedBy(detection, set);
  const from = since(options.since);
  const limit = wholeNumber("--limit", options.limit, 1);
  const filters = filtersInForce(set.filters, new Date());
  let refused = 0;
  const searches = asked.rules.flatMap((rule) => {
    const queries = ruleQueries(rule, filters, sources);
    if (queries.length === 0)
      throw new ConfigurationError(`no log source has records for the logsource of ${rule.title}`);
    return queries.flatMap((query) => {
      if (!("refused" in query)) return [{ rule, query }];
      refused += 1;
      const of = rule === detection ? "" : ` for ${rule.title}`;
      console.error(printable(`${query.source.id}: not searched${of}: ${query.refused}`));
      return [];
    });
  });
  if (options.query === true) {
    for (const { query } of searches) await writeLine(JSON.stringify(query.search.query));
  } else if (searches.length > 0) {
    await atSearch(options, async (transport) => {
      const range = { transport, from, limit };
      if (isOfOneEvent(detection)) for (const { query } of searches) await search(detection, query, range);
      else await huntTogether(detection, asked, searches, range);
    });
  }
  return refused > 0 ? 1 : 0;
}

/** Whether each event that matches is a find by itself. */
function isOfOneEvent(detection: Detection): detection is SigmaRule {
  return detection.kind === "rule" && firstSeenOptions(detection) === undefined;
}

function detectionOf(name: string, { rules, correlations }: Pick<SigmaRuleSet, "rules" | "correlations">): Detection {
  const all = [...rules, ...correlations];
  const found = all.find((one) => one.id === name || one.name === name || one.title === name);
  if (found !== undefined) return found;
  const names = all.flatMap((one) => [one.name, one.title]).filter((one) => one !== undefined);
  const meant = name === "" ? undefined : suggest(name, names);
  throw new ConfigurationError(
    `there is no rule or correlation ${name || '""'}${meant === undefined ? ": `siem rules list` shows them" : `: did you mean ${meant}?`}`,
  );
}

const unitMilliseconds: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function since(text: string): string {
  const [, count = "", unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const milliseconds = unitMilliseconds[unit];
  if (milliseconds === undefined) throw new ConfigurationError(`--since takes 30m, 12h or 30d, not ${text || '""'}`);
  return new Date(Date.now() - Number(count) * milliseconds).toISOString();
}

async function search(rule: SigmaRule, query: Searchable, range: HuntRange): Promise<void> {
  const { id } = query.source;
  let read = 0;
  let found = 0;
  for await (const match of matchesOf(query, range)) {
    read += 1;
    if (match === undefined) continue;
    found += 1;
    const signal = signalOf(rule, { document: match._source, id: match._id, source: id });
    await writeLine(JSON.stringify({ ...signal, index: match._index }));
    if (found === range.limit) {
      console.error(`${id}: the newest ${counted(found, "document")}; there may be more (--limit)`);
      return;
    }
  }
  console.error(`${id}: ${counted(found, "document")}, of ${read} looked at`);
}
