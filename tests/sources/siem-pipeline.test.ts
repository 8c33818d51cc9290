import assert from "node:assert/strict";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { ObjectAccount } from "../../functions/loader/account";
import { EmbeddedMetrics } from "../../functions/loader/adapters/metrics";
import { reportObject } from "../../functions/loader/report";
import type { EcsDocument } from "../../functions/shared/ecs";
import source from "../../sources/siem-pipeline";

/** What the loader writes about an object, as the functions write it. */
function written(prepare: (account: ObjectAccount) => void): unknown[] {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  class CapturingMetrics extends Metrics {
    override publishStoredMetrics(): this {
      lines.push(JSON.stringify(this.serializeMetrics()));
      return this;
    }
  }
  const logger = new Logger({ serviceName: "siem-loader" });
  // The logger's own console writes to the standard output.
  Reflect.set(logger, "console", { info: write, warn: write, error: write });
  const metrics = new EmbeddedMetrics(new CapturingMetrics({ namespace: "siem", serviceName: "siem-loader" }));
  const account = new ObjectAccount({ bucket: "archive", key: "a/b.json" });
  account.source = "aws-alb";
  prepare(account);
  reportObject(account, "message-1", Date.parse("2026-01-02T03:04:05Z"), {
    clock: { now: () => new Date("2026-01-02T03:04:06.500Z"), sleep: async () => {}, random: () => 0 },
    log: {
      info: (message, values) => logger.info(message, values),
      warn: (message, values) => logger.warn(message, values),
      error: (message, values) => logger.error(message, values),
    },
    metrics,
  });
  metrics.publish();
  return lines.map((line) => JSON.parse(line) as unknown);
}

function mapped(value: unknown): EcsDocument {
  assert.equal(source.recognises(value), true, JSON.stringify(value));
  const record = source.open({ bucket: "archive", key: "any" })({ ordinal: 0, offset: 0, value });
  return record.kind === "event" ? record.document : assert.fail(record.kind);
}

describe("the pipeline's own log", () => {
  it("is recognised and read as the loader writes it", () => {
    const [line, metrics, limits] = written((account) => {
      account.received = 5;
      account.indexed = 3;
      account.duplicate = 1;
      account.dropped.set("control-message", 1);
      account.limitsReached = { lineBytes: 2 };
      account.lastModified = new Date("2026-01-02T03:04:00Z");
    }).map(mapped);
    assert.equal(line?.event?.action, "object accounted");
    assert.equal(line?.event?.outcome, "success");
    assert.equal(line?.event?.duration, 1_500_000_000);
    assert.equal(line?.file?.path, "s3://archive/a/b.json");
    assert.deepEqual(JSON.parse(JSON.stringify(line?.["siem"])).pipeline.records, {
      received: 5,
      indexed: 3,
      duplicate: 1,
      rejected: 0,
      pipeline_errors: 0,
    });
    assert.deepEqual(JSON.parse(JSON.stringify(line?.["siem"])).pipeline.limits_reached, { lineBytes: 2 });
    assert.deepEqual(JSON.parse(JSON.stringify(limits?.["siem"])).pipeline, {
      limit: "lineBytes",
      metrics: { limits_reached: 2 },
    });
    assert.deepEqual(JSON.parse(JSON.stringify(metrics?.["siem"])).pipeline, {
      source: "aws-alb",
      metrics: {
        objects_loaded: 1,
        records_received: 5,
        records_indexed: 3,
        records_duplicate: 1,
        records_dropped: 1,
        arrival_to_indexed_seconds: [6.5],
      },
    });
  });

  it("tells what failed", () => {
    const [line] = written((account) => account.fail(new Error("the cluster is away"))).map(mapped);
    assert.equal(line?.event?.action, "object failed");
    assert.equal(line?.event?.outcome, "failure");
    assert.deepEqual(line?.error, { type: "Error", message: "the cluster is away" });
    assert.equal(line?.log?.level, "error");
  });

  it("is not what only resembles it", () => {
    for (const value of [
      { message: "object accounted", received: 1 },
      { level: "INFO", service: "shop", message: "object accounted" },
      { level: "INFO", service: "shop", message: "constructor", received: 1 },
      { _aws: { CloudWatchMetrics: [{ Namespace: "shop" }] }, RecordsReceived: 1 },
      { _aws: {}, RecordsReceived: 1 },
      "object accounted",
    ]) {
      assert.equal(source.recognises(value), false, JSON.stringify(value));
    }
  });
});
