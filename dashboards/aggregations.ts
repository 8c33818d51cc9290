/** A metric or bucket of a visualization, as `visState` holds it. */
export interface Aggregation {
  readonly id: string;
  readonly enabled: true;
  readonly type: string;
  readonly schema: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A field whose most frequent values make the buckets. */
export interface Terms {
  readonly field: string;
  readonly label: string;
  /** Number of values. Default: 10. */
  readonly size?: number;
  /** Keeps events without the field, as `-`. Default: they are left out. Only for fields of type `keyword`. */
  readonly optional?: boolean;
}

/** What is measured: the number of events, of distinct values of a field, or the last or greatest value. */
export type Measure =
  | { readonly kind: "count"; readonly label?: string }
  | { readonly kind: "distinct" | "max" | "sum"; readonly field: string; readonly label: string };

const metricTypes = { count: "count", distinct: "cardinality", max: "max", sum: "sum" } as const;

const aggregation = (id: number, type: string, schema: string, params: Aggregation["params"]): Aggregation => ({
  id: String(id),
  enabled: true,
  type,
  schema,
  params,
});

export function metricAggregation(id: number, measure: Measure): Aggregation {
  const field = measure.kind === "count" ? {} : { field: measure.field };
  return aggregation(id, metricTypes[measure.kind], "metric", { ...field, customLabel: measure.label ?? "Events" });
}

/** Buckets of the values of a field, ordered by the first metric, whose id is 1. */
export function termsAggregation(
  id: number,
  schema: string,
  { field, label, size = 10, optional = false }: Terms,
): Aggregation {
  return aggregation(id, "terms", schema, {
    field,
    orderBy: "1",
    order: "desc",
    size,
    otherBucket: false,
    otherBucketLabel: "Other",
    missingBucket: optional,
    missingBucketLabel: "-",
    customLabel: label,
  });
}

/** Buckets of time, whose length follows the chosen time range. */
export function timeAggregation(id: number): Aggregation {
  return aggregation(id, "date_histogram", "segment", {
    field: "@timestamp",
    useNormalizedOpenSearchInterval: true,
    scaleMetricValues: false,
    interval: "auto",
    drop_partials: false,
    min_doc_count: 1,
    extended_bounds: {},
    customLabel: "Time",
  });
}
