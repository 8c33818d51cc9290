import assert from "node:assert/strict";
import { checkGraph } from "../../policies/check-graph";
import type { ResourceLike } from "../../policies/graph";
import { assertGrowsLinearly } from "../support/growth";
import { bucket, document, lambda, queue, queueArn, queueSetting, resource, setting } from "./support";

/** A stack of many log pipelines, ten resources each. */
function stack(pipelines: number): ResourceLike[] {
  return Array.from({ length: pipelines }, (_, index) => {
    const name = `logs-${index}`;
    return [
      ...bucket(name, {
        BucketVersioning: { versioningConfiguration: { status: "Enabled" } },
        BucketPublicAccessBlock: { blockPublicAcls: true },
        BucketPolicy: { policy: document({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }) },
        BucketLogging: { targetBucket: "logs-0" },
      }),
      setting("BucketNotification", name, { queues: [{ queueArn: queueArn(name), events: ["s3:ObjectCreated:*"] }] }),
      queue(name),
      queueSetting("QueuePolicy", name, { policy: document({ Effect: "Deny", Principal: "*", Action: "sqs:*" }) }),
      lambda(name),
      resource("aws:lambda/eventSourceMapping:EventSourceMapping", `${name}-mapping`, {
        eventSourceArn: queueArn(name),
        functionName: name,
      }),
    ].map((each) => ({ ...each, urn: `${each.urn}-${each.type}` }));
  }).flat();
}

describe("judging a large stack", function () {
  this.timeout(120_000);

  it("takes time in proportion to its resources, not to their pairs", () =>
    assertGrowsLinearly(1_000, (pipelines) => {
      const findings = checkGraph(stack(pipelines));
      assert.ok(findings.length > pipelines, "too few findings");
    }));
});
