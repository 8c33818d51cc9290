import * as assert from "node:assert/strict";
import { ConfigurationError } from "../../functions/shared/errors";
import { readSettings } from "../../settings";

const topicArn = "arn:aws:sns:eu-west-1:444455556666:new-logs";
const roleArn = "arn:aws:iam::444455556666:role/read-logs";
const read = (...buckets: readonly object[]) =>
  readSettings({ "siem:existingBuckets": JSON.stringify(buckets) }).existingBuckets;

describe("Buckets of others, as the settings name them", () => {
  it("are announced by a topic or EventBridge, and read with the loader's own role or another one", () => {
    const common = { accountId: undefined, keyArns: [], reader: undefined };
    assert.deepEqual(read({ bucket: "logs", topicArn }, { bucket: "more.logs", eventBridge: true }), [
      { bucketName: "logs", announcedBy: { topicArn, rawMessages: undefined }, ...common },
      { bucketName: "more.logs", announcedBy: "eventbridge", ...common },
    ]);
    const [bucket] = read({ bucket: "logs", topicArn, rawMessages: false, roleArn, externalId: "siem-7" });
    assert.deepEqual(bucket?.reader, { roleArn, externalId: "siem-7" });
    assert.deepEqual(bucket?.announcedBy, { topicArn, rawMessages: false });
  });

  const refused: readonly [string, object, RegExp][] = [
    ["no name", { topicArn }, /siem:existingBuckets\[0\]\.bucket is missing: it must be the name of a bucket/],
    ["a name that is an ARN", { bucket: "arn:aws:s3:::logs", topicArn }, /is not the name of a bucket/],
    [
      "nobody to announce its objects",
      { bucket: "logs" },
      /siem:existingBuckets\[0\]\.topicArn is missing: .*; or set eventBridge: true/,
    ],
    ["two who announce them", { bucket: "logs", topicArn, eventBridge: true }, /not both/],
    [
      "a topic that is a queue",
      { bucket: "logs", topicArn: "arn:aws:sqs:eu-west-1:444455556666:q" },
      /is not the ARN of an SNS topic/,
    ],
    [
      "a role without external id",
      { bucket: "logs", topicArn, roleArn },
      /siem:existingBuckets\[0\]\.externalId is missing: .* the trust policy of roleArn asks for/,
    ],
    [
      "an external id without role",
      { bucket: "logs", topicArn, externalId: "x1" },
      /siem:existingBuckets\[0\]\.roleArn is missing: .* beside externalId/,
    ],
    [
      "an alias as key",
      { bucket: "logs", topicArn, keyArns: ["arn:aws:kms:eu-west-1:444455556666:alias/x"] },
      /is not the ARN of a KMS key, not of an alias/,
    ],
    ["keys that are a text", { bucket: "logs", topicArn, keyArns: "x" }, /\[0\]\.keyArns: allowed: a list/],
    [
      "raw messages of EventBridge",
      { bucket: "logs", eventBridge: true, rawMessages: true },
      /\[0\]\.rawMessages: allowed: rawMessages beside topicArn only/,
    ],
    ["EventBridge that is a text", { bucket: "logs", eventBridge: "yes" }, /\[0\]\.eventBridge: allowed: true, false/],
    [
      "a misspelt member",
      { bucket: "logs", topicARN: topicArn },
      /topicArn is missing: .*; you may have meant it by "\[0\]\.topicARN"/,
    ],
  ];
  for (const [what, bucket, message] of refused) {
    it(`are refused with ${what}`, () => {
      assert.throws(() => read(bucket), ConfigurationError);
      assert.throws(() => read(bucket), message);
    });
  }
});
