import { type Cluster, member } from "./cluster";
import { type Outcome, type Step, send } from "./steps";

const dayMilliseconds = 86_400_000;

/** The first millisecond after the month or day that an index's name ends with; undefined where it ends with none. */
function endOfPeriod(index: string): number | undefined {
  const [, year, month, day] = /-(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(index) ?? [];
  if (year === undefined || month === undefined) return undefined;
  return day === undefined
    ? Date.UTC(Number(year), Number(month), 1)
    : Date.UTC(Number(year), Number(month) - 1, Number(day) + 1);
}

/** Those of the SIEM's indices whose youngest event is older than the retention. */
export function outlived(indices: readonly string[], retentionDays: number, now: Date): string[] {
  const latest = now.getTime() - retentionDays * dayMilliseconds;
  return indices.filter((index) => {
    const end = endOfPeriod(index);
    return index.startsWith("siem-") && end !== undefined && end <= latest;
  });
}

/**
 * Deletes indices that are older than the retention, for OpenSearch Serverless, which does so by itself for collections
 * of time series only; those take no ids of ours. The function is invoked each day.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-lifecycle.html
 */
export function oldIndicesStep(retentionDays: number, now: () => Date): Step {
  const run = async (cluster: Cluster): Promise<Outcome> => {
    const path = "/_cat/indices?format=json";
    const { body } = await send(cluster, { method: "GET", path }, "list the indices");
    const names = Array.isArray(body) ? body.map((index) => String(member(index, "index"))) : [];
    const old = outlived(names, retentionDays, now());
    for (const index of old) {
      await send(cluster, { method: "DELETE", path: `/${encodeURIComponent(index)}` }, `delete the old index ${index}`);
    }
    return { kind: old.length === 0 ? "unchanged" : "changed" };
  };
  return { name: `indices older than ${retentionDays} days`, run };
}
