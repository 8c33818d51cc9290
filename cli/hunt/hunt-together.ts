import { detectionPlan } from "../../functions/detector/plan";
import type { Detection } from "../../functions/detector/rule-options";
import { sources } from "../../functions/loader/registry.generated";
import { ConfigurationError } from "../../functions/shared/errors";
import { type SigmaRule, sigmaKey } from "../../functions/shared/sigma";
import { writeLine } from "../output";
import { OfflineDetection } from "../rules/offline-detection";
import { correlatedSignalOf } from "../rules/signal";
import { printable } from "../text-table";
import { type HuntRange, matchesOf } from "./matches";
import type { FoundDocument } from "./pages";
import { groupingView, type Searchable } from "./rule-queries";
import type { Together } from "./together";

interface RuleSearch {
  readonly rule: SigmaRule;
  readonly query: Searchable;
}

interface Match {
  readonly search: RuleSearch;
  readonly found: FoundDocument;
  /** Epoch milliseconds. */
  readonly time: number;
}

/** Matches that are in memory together; each takes some kilobytes. */
const mostMatches = 200_000;

/** Searches for what rules match, and evaluates a correlation, or what is new, over it; prints the newest finds first. */
export async function huntTogether(
  detection: Detection,
  asked: Together,
  searches: readonly RuleSearch[],
  range: HuntRange,
): Promise<void> {
  const matches: Match[] = [];
  for (const search of searches) {
    let count = 0;
    for await (const found of matchesOf(search.query, range)) {
      const time = Date.parse(found?._source["@timestamp"] ?? "");
      if (found === undefined || Number.isNaN(time)) continue;
      matches.push({ search, found, time });
      count += 1;
      if (matches.length <= mostMatches) continue;
      const rules = asked.rules.length === 1 ? "The rule matches" : "The correlation's rules match";
      throw new ConfigurationError(`${rules} more than ${mostMatches} documents: give a shorter --since`);
    }
    console.error(printable(`${search.query.source.id}: ${count} documents match ${search.rule.title}`));
  }
  // Filters were part of the queries.
  const offline = new OfflineDetection({ ...asked, filters: [] }, sources);
  const recordOf = recordsFor(asked, searches);
  for (const match of matches.sort((a, b) => a.time - b.time)) offline.take(recordOf(match));
  const finds = (await offline.correlate()).filter((one) => one.detection === detection);
  const newest = finds.sort((a, b) => (a.time < b.time ? 1 : -1)).slice(0, range.limit);
  for (const find of newest) await writeLine(JSON.stringify(correlatedSignalOf(find)));
  const more = finds.length > newest.length ? `, of which the newest ${newest.length} are printed (--limit)` : "";
  console.error(printable(`${detection.title}: ${finds.length} times since ${range.from}${more}`));
}

/** Makes of a match the record that the loader detected in, as far as groups are made of it. */
function recordsFor(asked: Together, searches: readonly RuleSearch[]) {
  const { signals, firstSeen } = detectionPlan(asked);
  const views = new Map(
    searches.map((search) => {
      const key = sigmaKey(search.rule);
      const fields = [
        ...(signals.get(key)?.fields ?? []),
        ...firstSeen.flatMap((one) => (one.key === key ? one.fields : [])),
      ];
      return [search, groupingView(fields, search.query.source)] as const;
    }),
  );
  return ({ search, found, time }: Match) => ({
    kind: "document" as const,
    ordinal: 0,
    offset: 0,
    source: search.query.source.id,
    index: found._index,
    id: found._id,
    document: found._source,
    pipelineError: false,
    matches: {
      rules: [search.rule],
      record: views.get(search)?.(found._source),
      indexTime: new Date(time).toISOString(),
    },
  });
}
