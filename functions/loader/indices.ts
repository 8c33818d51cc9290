import type { LogSource } from "./source";

const dayMilliseconds = 86_400_000;

/** The dataset of objects that no source recognises. */
export const unrecognisedDataset = "siem.unrecognised";
/** The id that stands for them where a source's is asked for. */
export const unrecognisedSource = "siem-unrecognised";

/** Where a document goes: `siem-<dataset>-[<route>-]<YYYY-MM-DD or YYYY-MM>`. */
export type IndexNamer = (isoTime: string, route?: string) => string;

/**
 * The sources with an index for each month, where a day would have had one: a collection of OpenSearch Serverless holds
 * few indices. https://docs.aws.amazon.com/general/latest/gr/opensearch-service.html
 */
export function withMonthlyIndices(sources: readonly LogSource[]): LogSource[] {
  return sources.map((source) => ({ ...source, indexPeriod: "month" }));
}

/** @throws RangeError for a dataset that cannot be part of an index name. */
export function indexNamer({ dataset, indexPeriod }: Pick<LogSource, "dataset" | "indexPeriod">): IndexNamer {
  // OpenSearch allows more; this is what our index templates match and no character of it needs escaping anywhere.
  if (!/^[a-z0-9][a-z0-9._-]{0,99}$/.test(dataset)) {
    throw new RangeError(`dataset ${JSON.stringify(dataset)} must be lower-case letters, digits, ".", "_" and "-"`);
  }
  const prefix = `siem-${dataset === unrecognisedDataset ? "unrecognised" : dataset}-`;
  const length = indexPeriod === "day" ? "YYYY-MM-DD".length : "YYYY-MM".length;
  return (isoTime, route) => prefix + (route === undefined ? "" : `${route}-`) + isoTime.slice(0, length);
}

/** The times that events of an object may have, in epoch milliseconds. */
export interface TimeRange {
  readonly earliest: number;
  readonly latest: number;
}

/**
 * From the retention before the object's arrival to a day after it. Counted from the arrival, not from now, so that
 * an object that is read again goes to the same indices.
 */
export function timeRange(arrival: Date, retentionDays: number | undefined): TimeRange {
  const earliest = retentionDays === undefined ? 0 : arrival.getTime() - retentionDays * dayMilliseconds;
  return { earliest, latest: arrival.getTime() + dayMilliseconds };
}
