import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { normaliseObject } from "../../functions/loader/normalise";
import { sources } from "../../functions/loader/registry.generated";

interface EventCase {
  readonly owner: string;
  readonly origin: string;
  readonly detailType: string;
  readonly detail: object;
}

const item = { resourceType: "AWS::EC2::EIP", resourceId: "eipalloc-1", configurationItemStatus: "OK" };
const call = { eventName: "PutEvents", eventSource: "events.amazonaws.com", userIdentity: { type: "Root" } };

const cases: readonly EventCase[] = [
  {
    owner: "aws-eventbridge",
    origin: "aws.ec2",
    detailType: "EC2 Instance State-change Notification",
    detail: { state: "running" },
  },
  { owner: "aws-eventbridge", origin: "aws.health", detailType: "Something else", detail: {} },
  { owner: "aws-eventbridge", origin: "shop.orders", detailType: "order placed", detail: { message: "no JSON" } },
  { owner: "aws-cloudtrail", origin: "aws.config", detailType: "AWS API Call via CloudTrail", detail: call },
  { owner: "aws-cloudtrail", origin: "aws.health", detailType: "AWS API Call via CloudTrail", detail: call },
  {
    owner: "aws-config-history",
    origin: "aws.config",
    detailType: "Config Configuration Item Change",
    detail: { configurationItem: item },
  },
  { owner: "aws-config-history", origin: "aws.config", detailType: "Config Something New", detail: {} },
  {
    owner: "aws-config-rules",
    origin: "aws.config",
    detailType: "Config Rules Compliance Change",
    detail: { messageType: "ComplianceChangeNotification" },
  },
  {
    owner: "aws-config-snapshot",
    origin: "aws.config",
    detailType: "Config Configuration Snapshot Delivery Status",
    detail: { messageType: "ConfigurationSnapshotDeliveryStarted" },
  },
  { owner: "aws-health", origin: "aws.health", detailType: "AWS Health Event", detail: {} },
  {
    owner: "aws-trusted-advisor",
    origin: "aws.trustedadvisor",
    detailType: "Trusted Advisor Check Item Refresh Notification",
    detail: { "check-name": "x", "check-item-detail": {} },
  },
];

describe("EventBridge events of many services in one object", () => {
  it("are each their own source's, whichever comes first", async () => {
    for (let first = 0; first < cases.length; first += 1) {
      const order = [...cases.slice(first), ...cases.slice(0, first)];
      const lines = order.map(({ origin, detailType, detail }, index) =>
        JSON.stringify({
          id: `id-${index}`,
          source: origin,
          "detail-type": detailType,
          account: "444455556666",
          time: "2026-01-02T03:00:00Z",
          detail,
        }),
      );
      const body = Readable.from([Buffer.from(lines.join("\n"))]);
      const options = { sources, now: () => new Date("2026-01-02T03:04:05.000Z") };
      const owners: string[] = [];
      for await (const record of normaliseObject({ bucket: "archive", key: "firehose/1" }, body, options)) {
        if (record.kind === "document") owners.push(record.pipelineError ? "pipeline error" : record.source);
      }
      assert.deepEqual(
        owners,
        order.map(({ owner }) => owner),
      );
    }
  });
});
