import { detectionPlan } from "../../functions/detector/plan";
import type { Detection } from "../../functions/detector/rule-options";
import { sources } from "../../functions/loader/registry.generated";
import { ConfigurationError } from "../../functions/shared/errors";
import { type SigmaRule, sigmaKey } from "../../functions/shared/sigma";
import { counted } from "../../functions/shared/text/counted";
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

/** Matches that are in memory together, and the characters of their JSON. */
const most = { matches: 200_000, characters: 256 * 2 ** 20 };

/** Searches for what rules match, and evaluates a correlation, or what is new, over it; prints the newest finds first. */
export async function huntTogether(
  detection: Detection,
  asked: Together,
  searches: readonly RuleSearch[],
  range: HuntRange,
  bound = most,
): Promise<void> {
  const matches: Match[] = [];
  let characters = 0;
  for (const search of searches) {
    let count = 0;
    for await (const found of matchesOf(search.query, range)) {
      const time = Date.parse(found?._source["@timestamp"] ?? "");
      if (found === undefined || Number.isNaN(time)) continue;
      matches.push({ search, found, time });
      count += 1;
      characters += JSON.stringify(found).length;
      if (matches.length <= bound.matches && characters <= bound.characters) continue;
      const rules = asked.rules.length === 1 ? "The rule matches" : "The correlation's rules match";
      const megabytes = bound.characters / 2 ** 20;
      throw new ConfigurationError(
        `${rules} more than ${bound.matches} documents, or more than ${megabytes} MiB of them: give a shorter --since`,
      );
    }
    console.error(
      printable(
        `${search.query.source.id}: ${counted(count, "document matches", "documents match")} ${search.rule.title}`,
      ),
    );
  }
  // Filters were part of the queries.
  const offline = new OfflineDetection({ ...asked, filters: [] }, sources);
  const recordOf = recordsFor(asked, searches);
  for (const match of matches.sort((a, b) => a.time - b.time)) offline.take(recordOf(match));
  const finds = (await offline.correlate()).filter((one) => one.detection === detection);
  const newest = finds.sort((a, b) => (a.time < b.time ? 1 : -1)).slice(0, range.limit);
  for (const find of newest) await writeLine(JSON.stringify(correlatedSignalOf(find)));
  const more = finds.length > newest.length ? `, of which the newest ${newest.length} are printed (--limit)` : "";
  console.error(printable(`${detection.title}: ${counted(finds.length, "time")} since ${range.from}${more}`));
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
