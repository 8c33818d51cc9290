import * as assert from "node:assert/strict";
import { CustomerKey } from "../../../components/encryption/customer-key";
import {
  alarmPublishing,
  bucketNotification,
  logGroupEncryption,
  rulePublishing,
} from "../../../components/encryption/service-statements";
import { beijing, ireland, type Registered, register } from "../support";

describe("A customer key", () => {
  let registered: Registered;
  before(async () => {
    registered = await register(
      () =>
        new CustomerKey("test-key", {
          target: ireland,
          description: "Tests",
          serviceStatements: [
            logGroupEncryption(ireland, "/aws/lambda/test-"),
            alarmPublishing(ireland),
            rulePublishing(ireland),
            bucketNotification(ireland, ["arn:aws:s3:::logs-*"]),
          ],
        }),
    );
  });

  it("is rotated, and kept for 30 days after it is given up", () => {
    const { policy, ...inputs } = registered.one("kms/key:Key").inputs;
    assert.deepEqual(inputs, { description: "Tests", enableKeyRotation: true, deletionWindowInDays: 30 });
    assert.equal(typeof policy, "string");
    assert.equal(registered.one("kms/key:Key").protect, true);
  });

  it("has an alias of its name", () => {
    const keyId = registered.one("kms/key:Key").id;
    assert.deepEqual(registered.one("kms/alias:Alias").inputs, { name: "alias/test-key", targetKeyId: keyId });
  });

  it("leaves it to the account's policies who may use and administer it, naming each action", () => {
    const { Principal, Action } = registered.statement("kms/key:Key", undefined, "AccountPoliciesDecide");
    assert.deepEqual(Principal, { AWS: "arn:aws:iam::111122223333:root" });
    const actions = [Action].flat();
    for (const needed of ["kms:PutKeyPolicy", "kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey"]) {
      assert.ok(actions.includes(needed), needed);
    }
    assert.deepEqual(
      actions.filter((action) => action.includes("*")),
      [],
    );
  });

  it("lets CloudWatch Logs encrypt only log groups whose names start as told", () => {
    const { Principal, Condition } = registered.statement("kms/key:Key", undefined, "LogGroups");
    assert.deepEqual(Principal, { Service: "logs.eu-west-1.amazonaws.com" });
    assert.deepEqual(Condition, {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": ["arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/test-*"],
      },
    });
  });

  it("lets alarms and rules of the account publish, and S3 announce objects of the buckets", () => {
    assert.deepEqual(registered.statement("kms/key:Key", undefined, "Alarms").Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*" },
    });
    assert.deepEqual(registered.statement("kms/key:Key", undefined, "RulesToTopics").Condition, {
      StringLike: { "kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:eu-west-1:111122223333:*" },
    });
    assert.deepEqual(registered.statement("kms/key:Key", undefined, "BucketNotifications"), {
      Sid: "BucketNotifications",
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: {
        StringEquals: { "aws:SourceAccount": "111122223333" },
        ArnLike: { "aws:SourceArn": ["arn:aws:s3:::logs-*"] },
      },
    });
  });

  it("can be deleted when it is told not to be protected, and speaks of the partition it is in", async () => {
    const other = await register(
      () => new CustomerKey("test-key", { target: beijing, description: "Tests", protect: false }),
    );
    assert.equal(other.one("kms/key:Key").protect, undefined);
    assert.deepEqual(other.statement("kms/key:Key", undefined, "AccountPoliciesDecide").Principal, {
      AWS: "arn:aws-cn:iam::111122223333:root",
    });
  });
});
