import { type Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { CountMetric, MetricSink } from "../ports";

const noSource = "unknown";

/**
 * Metrics of one invocation, written at its end in the embedded metric format, one line for each source and each limit.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html
 */
export class EmbeddedMetrics implements MetricSink {
  private readonly counts = new Map<string, Map<CountMetric, number>>();
  private readonly arrivals = new Map<string, number[]>();
  private readonly limits = new Map<string, number>();

  constructor(private readonly metrics: Metrics) {}

  count(metric: CountMetric, value: number, source: string = noSource): void {
    const counts = this.counts.get(source) ?? new Map<CountMetric, number>();
    counts.set(metric, (counts.get(metric) ?? 0) + value);
    this.counts.set(source, counts);
  }

  seconds(_metric: "ArrivalToIndexedSeconds", value: number, source: string): void {
    const values = this.arrivals.get(source) ?? [];
    values.push(value);
    this.arrivals.set(source, values);
  }

  limitReached(limit: string, value: number): void {
    this.limits.set(limit, (this.limits.get(limit) ?? 0) + value);
  }

  publish(): void {
    for (const [source, counts] of this.counts) {
      this.metrics.addDimension("source", source);
      for (const [metric, value] of counts) this.metrics.addMetric(metric, MetricUnit.Count, value);
      // A metric holds at most 100 values; a batch has fewer objects.
      for (const value of (this.arrivals.get(source) ?? []).slice(0, 100)) {
        this.metrics.addMetric("ArrivalToIndexedSeconds", MetricUnit.Seconds, value);
      }
      this.publishLine();
    }
    for (const [limit, value] of this.limits) {
      // Not `limit`, which is a word of the language that metrics are queried in.
      this.metrics.addDimension("limitName", limit);
      this.metrics.addMetric("LimitsReached", MetricUnit.Count, value);
      this.publishLine();
    }
    this.counts.clear();
    this.arrivals.clear();
    this.limits.clear();
  }

  private publishLine(): void {
    this.metrics.publishStoredMetrics();
    this.metrics.clearMetrics();
    this.metrics.clearDimensions();
  }
}
