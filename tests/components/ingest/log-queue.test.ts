import * as assert from "node:assert/strict";
import { LogQueue, type LogQueueArgs } from "../../../components/ingest/log-queue";
import { type Registered, register } from "../support";

const args: LogQueueArgs = {
  kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1",
  buckets: {
    archive: { bucketName: "logs", bucketArn: "arn:aws:s3:::logs" },
    "access-logs": { bucketName: "access", bucketArn: "arn:aws:s3:::access" },
  },
  senderRoleArns: ["arn:aws:iam::111122223333:role/loader", "arn:aws:iam::111122223333:role/operator"],
  consumerTimeout: 300,
  consumerBatchWindow: 2,
};

describe("The log queue", () => {
  let registered: Registered;
  before(async () => {
    registered = await register(() => new LogQueue("objects", args));
  });
  const queue = () => registered.one("sqs/queue:Queue", "objects");
  const deadLetters = () => registered.one("sqs/queue:Queue", "objects-dead-letters");

  it("hides a message for six times as long as a batch may take, and gives up on it after ten receives", () => {
    assert.deepEqual(queue().inputs, {
      kmsMasterKeyId: args.kmsKeyArn,
      messageRetentionSeconds: 864_000,
      receiveWaitTimeSeconds: 20,
      visibilityTimeoutSeconds: 1802,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters().arn, maxReceiveCount: 10 }),
    });
  });

  it("keeps dead letters for longer than a message may wait, from this queue only", () => {
    assert.deepEqual(deadLetters().inputs, { kmsMasterKeyId: args.kmsKeyArn, messageRetentionSeconds: 1_209_600 });
    assert.deepEqual(registered.one("sqs/redriveAllowPolicy:RedriveAllowPolicy").inputs, {
      queueUrl: deadLetters().inputs.url ?? deadLetters().id,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [queue().arn] }),
    });
  });

  it("takes messages of S3 about its buckets and of the named roles only, over TLS", () => {
    assert.deepEqual(registered.statements("sqs/queuePolicy:QueuePolicy", "objects"), [
      {
        Sid: "BucketNotifications",
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue().arn,
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnEquals: { "aws:SourceArn": ["arn:aws:s3:::logs", "arn:aws:s3:::access"] },
        },
      },
      {
        Sid: "OnlyFromServicesAndNamedRoles",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:SendMessage",
        Resource: queue().arn,
        Condition: {
          ArnNotEquals: { "aws:PrincipalArn": args.senderRoleArns },
          Bool: { "aws:PrincipalIsAWSService": "false" },
        },
      },
      {
        Sid: "OnlyTls",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: queue().arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
    assert.deepEqual(
      registered.statements("sqs/queuePolicy:QueuePolicy", "objects-dead-letters").map(({ Sid }) => Sid),
      ["OnlyTls"],
    );
  });

  it("is told of new objects by each bucket once, after its policy lets S3 in", () => {
    const notifications = registered.all("s3/bucketNotification:BucketNotification");
    assert.deepEqual(
      notifications.map(({ inputs }) => inputs),
      ["access", "logs"].map((bucket) => ({
        bucket,
        queues: [{ id: "load", queueArn: queue().arn, events: ["s3:ObjectCreated:*"] }],
      })),
    );
    for (const notification of notifications) {
      assert.ok(registered.dependencies(notification).includes("aws:sqs/queuePolicy:QueuePolicy objects"));
    }
  });

  it("refuses to give up on messages early, as throttled receives count", async () => {
    await assert.rejects(
      register(() => new LogQueue("objects", { ...args, maxReceiveCount: 4 })),
      /maxReceiveCount is 4; allowed: a whole number from 5 to 1000/,
    );
  });
});
