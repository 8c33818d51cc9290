import { httpTransport } from "../../functions/investigator";
import { sources } from "../../functions/loader/registry.generated";
import type { EcsDocument } from "../../functions/shared/ecs";
import { ConfigurationError, DependencyError } from "../../functions/shared/errors";
import { type SigmaRule, sigmaKey } from "../../functions/shared/sigma";
import { suggest } from "../../functions/shared/suggest";
import { openSearchAddress } from "../investigate";
import { writeLine } from "../output";
import { printProblems, rulesOf } from "../rules/read";
import { wholeNumber } from "../whole-number";
import { type RuleQuery, ruleQueries } from "./rule-queries";

export interface HuntOptions {
  /** `30d`: how far back. */
  readonly since: string;
  /** Rule files or folders, instead of the project's own rules. */
  readonly rules?: readonly string[];
  readonly url?: string;
  /** So many documents at most, the newest. */
  readonly limit: string;
  /** Print the queries, and search for nothing. */
  readonly query?: boolean;
}

/**
 * Runs a rule over the documents that are indexed already.
 * @returns 0, or 1 if the rule is no query on one of its logs.
 */
export async function hunt(name: string, options: HuntOptions): Promise<number> {
  const { rules, filters, problems } = rulesOf(options.rules);
  printProblems(problems.filter(({ severity }) => severity === "error"));
  const rule = ruleOf(name, rules);
  const queries = ruleQueries(rule, filters, sources);
  const from = since(options.since);
  const limit = wholeNumber("--limit", options.limit, 1);
  if (queries.length === 0) throw new ConfigurationError(`no log source has records for the logsource of ${name}`);
  for (const query of queries) {
    if ("refused" in query) console.error(`${query.source.id}: not searched: ${query.refused}`);
    else if (options.query === true) await writeLine(JSON.stringify(bodyOf(query.query, from, limit)));
    else await search(rule, query, bodyOf(query.query, from, limit), options);
  }
  return queries.some((query) => "refused" in query) ? 1 : 0;
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

function bodyOf(query: object, from: string, limit: number): object {
  return {
    size: limit,
    track_total_hits: true,
    query: { bool: { filter: [{ range: { "@timestamp": { gte: from } } }, query] } },
    sort: [{ "@timestamp": "desc" }],
  };
}

interface Answer {
  readonly timed_out: boolean;
  readonly _shards: { readonly failed: number };
  readonly hits: {
    readonly total: { readonly value: number };
    readonly hits: readonly { readonly _id: string; readonly _index: string; readonly _source: EcsDocument }[];
  };
}

async function search(
  rule: SigmaRule,
  { source }: RuleQuery,
  body: object,
  { url }: Pick<HuntOptions, "url">,
): Promise<void> {
  const answer = (await httpTransport(openSearchAddress(url))(`siem-${source.dataset}-*`, body)) as Answer;
  if (answer.timed_out || answer._shards.failed > 0) {
    throw new DependencyError(`OpenSearch searched only a part of ${source.dataset}: try again, or a shorter time`);
  }
  const { total, hits } = answer.hits;
  for (const { _id: id, _index: index, _source: document } of hits) {
    await writeLine(
      JSON.stringify({
        "@timestamp": document["@timestamp"],
        rule_id: sigmaKey(rule),
        rule_name: rule.title,
        level: rule.level ?? "informational",
        event_id: document.event?.id ?? id,
        source: source.id,
        document_id: id,
        index,
      }),
    );
  }
  const shown = hits.length < total.value ? `, the newest ${hits.length} shown (--limit)` : "";
  console.error(`${source.id}: ${total.value} documents${shown}`);
}
