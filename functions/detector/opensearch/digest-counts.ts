import { member } from "../../configurator/cluster";
import { type SigmaLevel, sigmaLevels } from "../../shared/sigma/ast";
import { asArray, text } from "../../shared/values";
import { isAtLeast, levelsFrom } from "../alerts/alert";
import { alertIndex } from "../alerts/alert-document";
import type { Digest, QuietAlerts } from "../digest/digest";
import type { DigestCounts } from "../digest/send-digest";
import type { TimeRange } from "../signal";
import { allOf, type CompleteSearch, within } from "./search";

/** Counts for digests, in a search domain. */
export class OpenSearchDigestCounts implements DigestCounts {
  constructor(
    private readonly search: CompleteSearch,
    /** From this level on people are told of an alert at once. */
    private readonly notifyLevel: SigmaLevel,
  ) {}

  async quietAlerts(opened: TimeRange): Promise<readonly QuietAlerts[]> {
    const levels = sigmaLevels.filter((level) => !isAtLeast(level, this.notifyLevel));
    const query = allOf({ terms: { "siem.alert.level": levels } }, within("siem.alert.opened", opened));
    const sources = [{ rule: { terms: { field: "rule.id" } } }, { level: { terms: { field: "siem.alert.level" } } }];
    const aggregations = {
      signals: { sum: { field: "siem.alert.count" } },
      sample: { top_hits: { size: 1, _source: ["siem.alert.rule"] } },
    };
    const found: QuietAlerts[] = [];
    for await (const bucket of this.search.buckets(query, sources, aggregations, alertIndex)) {
      const [sample] = asArray(member(bucket, "sample", "hits", "hits"));
      const rule = member(sample, "_source", "siem", "alert", "rule");
      found.push({
        rule: text(member(bucket, "key", "rule")) ?? "",
        name: text(member(rule, "name")) ?? "",
        author: asArray(member(rule, "author")).map(String),
        level: levelOf(member(bucket, "key", "level")),
        alerts: Number(bucket.doc_count),
        signals: Number(member(bucket, "signals", "value")),
      });
    }
    const rank = ({ level }: QuietAlerts) => sigmaLevels.indexOf(level);
    return found.sort((a, b) => rank(b) - rank(a) || b.alerts - a.alerts);
  }

  async openAlerts(): Promise<Digest["open"]> {
    const query = allOf(
      { term: { "siem.alert.status": "open" } },
      { terms: { "siem.alert.level": levelsFrom(this.notifyLevel) } },
    );
    const open: Partial<Record<SigmaLevel, number>> = {};
    const sources = [{ level: { terms: { field: "siem.alert.level" } } }];
    for await (const bucket of this.search.buckets(query, sources, {}, alertIndex)) {
      open[levelOf(member(bucket, "key", "level"))] = Number(bucket.doc_count);
    }
    return open;
  }

  suppressed(ingested: TimeRange): Promise<ReadonlyMap<string, number>> {
    return suppressedSignals(this.search, ingested);
  }
}

/** Signals that were loaded in a time and that suppressions took out, by the suppression's key. */
export async function suppressedSignals(
  search: CompleteSearch,
  ingested: TimeRange,
): Promise<ReadonlyMap<string, number>> {
  const query = allOf({ exists: { field: "siem.signal.suppressed_by" } }, within("event.ingested", ingested));
  const hits = new Map<string, number>();
  for await (const bucket of search.buckets(query, [{ by: { terms: { field: "siem.signal.suppressed_by" } } }])) {
    hits.set(text(member(bucket, "key", "by")) ?? "", Number(bucket.doc_count));
  }
  return hits;
}

function levelOf(value: unknown): SigmaLevel {
  return sigmaLevels.find((level) => level === value) ?? "informational";
}
