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
    ["no name", { topicArn }, /undefined is not the name of a bucket/],
    ["a name that is an ARN", { bucket: "arn:aws:s3:::logs", topicArn }, /is not the name of a bucket/],
    ["nobody to announce its objects", { bucket: "logs" }, /either topicArn, .*, or eventBridge: true, not both/],
    ["two who announce them", { bucket: "logs", topicArn, eventBridge: true }, /not both/],
    [
      "a topic that is a queue",
      { bucket: "logs", topicArn: "arn:aws:sqs:eu-west-1:444455556666:q" },
      /is not the ARN of an SNS topic/,
    ],
    ["a role without external id", { bucket: "logs", topicArn, roleArn }, /roleArn and externalId together/],
    ["an external id without role", { bucket: "logs", topicArn, externalId: "x1" }, /roleArn and externalId together/],
    [
      "an alias as key",
      { bucket: "logs", topicArn, keyArns: ["arn:aws:kms:eu-west-1:444455556666:alias/x"] },
      /is not the ARN of a KMS key, not of an alias/,
    ],
    ["keys that are a text", { bucket: "logs", topicArn, keyArns: "x" }, /a list of KMS keys as keyArns/],
    [
      "raw messages of EventBridge",
      { bucket: "logs", eventBridge: true, rawMessages: true },
      /as rawMessages, beside topicArn/,
    ],
    ["EventBridge that is a text", { bucket: "logs", eventBridge: "yes" }, /true or false as eventBridge/],
    ["a misspelt member", { bucket: "logs", topicARN: topicArn }, /"topicARN" is none of them/],
  ];
  for (const [what, bucket, message] of refused) {
    it(`are refused with ${what}`, () => {
      assert.throws(() => read(bucket), ConfigurationError);
      assert.throws(() => read(bucket), message);
    });
  }
});
