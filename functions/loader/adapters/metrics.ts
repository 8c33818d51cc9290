import { type Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { CountMetric, MetricSink, SecondsMetric } from "../ports";

const noSource = "unknown";
const valuesOfMetric = 100;

/**
 * Metrics of one invocation, written at its end in the embedded metric format, one line for each source and each limit.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html
 */
export class EmbeddedMetrics implements MetricSink {
  private readonly counts = new Map<string, Map<CountMetric, number>>();
  private readonly delays = new Map<string, Map<SecondsMetric, number[]>>();
  private readonly limits = new Map<string, number>();

  constructor(private readonly metrics: Metrics) {}

  count(metric: CountMetric, value: number, source: string = noSource): void {
    const counts = this.counts.get(source) ?? new Map<CountMetric, number>();
    counts.set(metric, (counts.get(metric) ?? 0) + value);
    this.counts.set(source, counts);
  }

  seconds(metric: SecondsMetric, value: number, source: string): void {
    const delays = this.delays.get(source) ?? new Map<SecondsMetric, number[]>();
    delays.set(metric, [...(delays.get(metric) ?? []), value]);
    this.delays.set(source, delays);
  }

  limitReached(limit: string, value: number): void {
    this.limits.set(limit, (this.limits.get(limit) ?? 0) + value);
  }

  publish(): void {
    for (const [source, counts] of this.counts) {
      this.metrics.addDimension("source", source);
      for (const [metric, value] of counts) {
        this.metrics.addMetric(metric, metric === "BytesLoaded" ? MetricUnit.Bytes : MetricUnit.Count, value);
      }
      for (const [metric, values] of this.delays.get(source) ?? []) {
        // The slowest, which alarms ask for, is among the 100 values that a metric holds.
        const slowest = values.length > valuesOfMetric ? values.toSorted((a, b) => b - a) : values;
        for (const value of slowest.slice(0, valuesOfMetric)) {
          this.metrics.addMetric(metric, MetricUnit.Seconds, value);
        }
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
    this.delays.clear();
    this.limits.clear();
  }

  private publishLine(): void {
    this.metrics.publishStoredMetrics();
    this.metrics.clearMetrics();
    this.metrics.clearDimensions();
  }
}
