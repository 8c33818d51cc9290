import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type AlarmDefinition, pipelineAlarms } from "../../components/operations/alarms";
import type { Clock, CountMetric } from "../../functions/loader/ports";
import { FakeMetrics } from "../functions/loader/fakes";

/** A value of a metric, and when it was published: epoch milliseconds. */
export interface Sample {
  readonly metric: string;
  readonly at: number;
  readonly value: number;
}

/** Metrics of the loader, each count with its time. */
export class TimedMetrics extends FakeMetrics {
  readonly samples: Sample[] = [];

  constructor(private readonly clock: Pick<Clock, "now">) {
    super();
  }

  override count(metric: CountMetric, value: number): void {
    super.count(metric, value);
    this.samples.push({ metric, value, at: this.clock.now().getTime() });
  }
}

const definitions = pipelineAlarms({
  queueName: "queue",
  deadLetterQueueName: "dead-letters",
  loaderFunctionName: "loader",
  loaderMemory: 1024,
  bucketNames: [],
  accountId: "111122223333",
});

/** When a deployed alarm goes off at those values of its metric, in epoch milliseconds; undefined if it does not. */
export async function alarmTime(name: string, samples: readonly Sample[]): Promise<number | undefined> {
  const alarm = definitions.find((definition) => definition.name === name) ?? assert.fail(`there is no alarm ${name}`);
  const metric = await metricOf(alarm);
  const milliseconds = alarm.period * 1_000;
  const periods = new Map<number, number[]>();
  for (const { at, value } of samples.filter((sample) => sample.metric === metric)) {
    const period = Math.floor(at / milliseconds);
    periods.set(period, [...(periods.get(period) ?? []), value]);
  }
  // A period without a value is not beyond the threshold.
  const beyond = (period: number): boolean => isBeyond(alarm, periods.get(period) ?? []);
  for (const period of [...periods.keys()].sort((left, right) => left - right)) {
    const all = Array.from({ length: alarm.evaluationPeriods }, (_, before) => period - before);
    if (all.every(beyond)) return (period + 1) * milliseconds;
  }
  return undefined;
}

function isBeyond({ statistic, threshold, comparisonOperator }: AlarmDefinition, values: readonly number[]): boolean {
  if (values.length === 0) return false;
  assert.equal(comparisonOperator, "GreaterThanThreshold");
  const value = statistic === "Sum" ? values.reduce((sum, each) => sum + each, 0) : Math.max(...values);
  return value > threshold;
}

async function metricOf({ metric }: AlarmDefinition): Promise<string> {
  if ("metricName" in metric) return metric.metricName;
  const query = await new Promise<string>((resolve) => pulumi.output(metric.query).apply(resolve));
  return /^SELECT SUM\((\w+)\) FROM/.exec(query)?.[1] ?? assert.fail(query);
}
