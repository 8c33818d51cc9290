import * as assert from "node:assert/strict";
import { ArchiveReports, type ArchiveReportsArgs } from "../../../components/archive/archive-reports";
import { LogArchive } from "../../../components/archive/log-archive";
import { type Registered, register } from "../support";

const policy = "s3/bucketPolicy:BucketPolicy";
const reports = "siem-test-reports";

describe("The reports about the archive", () => {
  const make = (args: Partial<ArchiveReportsArgs> = {}) =>
    register(() => {
      const archive = new LogArchive("siem-test", {});
      const { bucket, accessLogBucket, keyArn } = archive;
      new ArchiveReports(reports, { inventoried: { archive: bucket }, accessLogBucket, kmsKeyArn: keyArn, ...args });
    });
  let registered: Registered;
  let bucketArn: string;
  let archiveArn: string;
  let keyArn: string;
  before(async () => {
    registered = await make({ inventory: "weekly" });
    bucketArn = String(registered.one("s3/bucket:Bucket", reports).arn);
    archiveArn = String(registered.one("s3/bucket:Bucket", "siem-test").arn);
    keyArn = String(registered.one("kms/key:Key").arn);
  });

  it("are in a bucket of their own: private, access-logged, encrypted with the archive's key, for 90 days", () => {
    const bucket = registered.one("s3/bucket:Bucket", reports);
    assert.deepEqual(bucket.inputs, { bucketPrefix: "siem-test-reports-", forceDestroy: false });
    const logging = registered.one("s3/bucketLogging:BucketLogging", reports);
    assert.equal(logging.inputs.bucket, bucket.id);
    assert.equal(logging.inputs.targetBucket, registered.one("s3/bucket:Bucket", "siem-test-access-logs").id);
    const encryption = "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    assert.deepEqual(registered.one(encryption, reports).inputs.rules, [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
      },
    ]);
    const lifecycle = registered.one("s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", reports);
    assert.match(JSON.stringify(lifecycle.inputs.rules), /"expiration":\{"days":90\}/);
  });

  it("hold a list of the archive each week, with what a backfill asks of its objects, once S3 may write it", () => {
    const inventory = registered.one("s3/inventory:Inventory");
    assert.deepEqual(inventory.inputs, {
      bucket: registered.one("s3/bucket:Bucket", "siem-test").id,
      name: "siem",
      includedObjectVersions: "Current",
      schedule: { frequency: "Weekly" },
      optionalFields: ["Size", "LastModifiedDate", "StorageClass", "IntelligentTieringAccessTier"],
      destination: {
        bucket: {
          accountId: "111122223333",
          bucketArn,
          prefix: "inventory",
          format: "CSV",
          encryption: { sseKms: { keyId: keyArn } },
        },
      },
    });
    assert.ok(registered.dependencies(inventory).includes(`aws:${policy} ${reports}`));
  });

  it("let S3 write lists of the archive only, on behalf of the account only, with the key", () => {
    assert.deepEqual(registered.statement(policy, reports, "InventoriesWrite"), {
      Sid: "InventoriesWrite",
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${bucketArn}/inventory/*`,
      Condition: {
        StringEquals: { "aws:SourceAccount": "111122223333", "s3:x-amz-acl": "bucket-owner-full-control" },
        ArnLike: { "aws:SourceArn": [archiveArn] },
      },
    });
    const { Principal, Action, Condition } = registered.statement("kms/key:Key", undefined, "BucketNotifications");
    assert.deepEqual(Principal, { Service: "s3.amazonaws.com" });
    assert.ok([Action].flat().includes("kms:GenerateDataKey"));
    assert.match(JSON.stringify(Condition), /arn:aws:s3:::aws-waf-logs-siem-test-\*/);
  });

  it("are listed daily if asked, and by default not at all", async () => {
    const daily = await make({ inventory: "daily" });
    assert.deepEqual(daily.one("s3/inventory:Inventory").inputs.schedule, { frequency: "Daily" });
    const none = await make();
    assert.deepEqual(none.all("s3/inventory:Inventory"), []);
    assert.deepEqual(
      none.statements(policy, reports).map(({ Sid }) => Sid),
      ["OnlyTls", "OnlyTls12"],
    );
  });
});
