import * as assert from "node:assert/strict";
import { LogArchive, type LogArchiveArgs } from "../../../components/archive/log-archive";
import { beijing, ireland, type Registered, register, type Statement } from "../support";

const policy = "s3/bucketPolicy:BucketPolicy";
const archive = "siem-test";
const accessLogs = "siem-test-access-logs";

describe("The log archive", () => {
  const make = (args: LogArchiveArgs = {}, target = ireland) => register(() => new LogArchive(archive, args), target);
  let registered: Registered;
  /** The same archive without lock, to which AWS Config delivers as well. */
  let unlocked: Registered;
  let bucketArn: string;
  let keyArn: string;
  before(async () => {
    unlocked = await make({ senders: { accounts: ["444455556666", "777788889999"] }, lock: "off" });
    registered = await make({ senders: { accounts: ["444455556666", "777788889999"] }, retentionDays: 400 });
    bucketArn = String(registered.one("s3/bucket:Bucket", archive).arn);
    keyArn = String(registered.one("kms/key:Key").arn);
  });

  it("names its buckets with an end that nobody can guess; the first is one that WAF delivers to", () => {
    assert.deepEqual(registered.one("s3/bucket:Bucket", archive).inputs, {
      bucketPrefix: "aws-waf-logs-siem-test-",
      forceDestroy: false,
      objectLockEnabled: true,
    });
    assert.deepEqual(registered.one("s3/bucket:Bucket", accessLogs).inputs, {
      bucketPrefix: "siem-test-access-logs-",
      forceDestroy: false,
    });
  });

  it("protects buckets and key, unless it is told not to: then what the buckets hold goes too", async () => {
    const types = ["s3/bucket:Bucket", "kms/key:Key"];
    const protections = (from: Registered) => types.flatMap((type) => from.all(type).map(({ protect }) => protect));
    assert.deepEqual(protections(registered), [true, true, true]);
    const unprotected = await make({ protect: false });
    assert.deepEqual(protections(unprotected), [undefined, undefined, undefined]);
    assert.equal(unprotected.one("s3/bucket:Bucket", archive).inputs.forceDestroy, true);
  });

  it("keeps logs from being deleted before their retention is over, and access logs free, which are not delivered then", () => {
    const lock = registered.one("s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration");
    assert.deepEqual(lock.inputs, {
      bucket: registered.one("s3/bucket:Bucket", archive).id,
      rule: { defaultRetention: { mode: "GOVERNANCE", days: 400 } },
    });
    assert.ok(registered.dependencies(lock).includes(`aws:s3/bucketVersioning:BucketVersioning ${archive}`));
  });

  it("may lock them for everybody, or not at all; nothing is locked that is not protected, so that it can be destroyed", async () => {
    const lockOf = async (args: LogArchiveArgs) => {
      const made = await make({ retentionDays: 30, ...args });
      const locks = made.all("s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration");
      assert.equal(made.one("s3/bucket:Bucket", archive).inputs.objectLockEnabled, locks.length > 0 ? true : undefined);
      return locks.map(({ inputs }) => inputs.rule);
    };
    assert.deepEqual(await lockOf({ lock: "compliance" }), [{ defaultRetention: { mode: "COMPLIANCE", days: 30 } }]);
    assert.deepEqual(await lockOf({ lock: "off" }), []);
    assert.deepEqual(await lockOf({ protect: false }), []);
  });

  it("takes what AWS Config delivers beside the access logs if it is locked, as Config cannot write to it then", () => {
    const sids = (from: Registered, name: string) =>
      from
        .statements(policy, name)
        .map(({ Sid }) => Sid)
        .filter((sid) => sid.startsWith("Config"));
    assert.deepEqual(sids(registered, archive), []);
    assert.deepEqual(sids(registered, accessLogs), ["ConfigCheck", "ConfigWrite"]);
    const { arn } = registered.one("s3/bucket:Bucket", accessLogs);
    assert.deepEqual(registered.statement(policy, accessLogs, "ConfigWrite").Resource, [
      `${arn}/AWSLogs/444455556666/Config/*`,
      `${arn}/AWSLogs/777788889999/Config/*`,
    ]);
    assert.deepEqual([sids(unlocked, archive), sids(unlocked, accessLogs)], [["ConfigCheck", "ConfigWrite"], []]);
    assert.deepEqual(
      registered.statement(policy, accessLogs, "ConfigWrite").Condition,
      unlocked.statement(policy, archive, "ConfigWrite").Condition,
    );
  });

  it("moves nothing to a tier that cannot be read at once, unless it is told when", async () => {
    const type = "s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration";
    assert.deepEqual(registered.all(type), []);
    const tiered = await make({ archiveTiers: { archiveDays: 180, deepArchiveDays: 365 } });
    for (const name of [archive, accessLogs]) {
      assert.deepEqual(tiered.one(type, name).inputs, {
        bucket: tiered.one("s3/bucket:Bucket", name).id,
        name: "archive",
        tierings: [
          { accessTier: "ARCHIVE_ACCESS", days: 180 },
          { accessTier: "DEEP_ARCHIVE_ACCESS", days: 365 },
        ],
      });
    }
    const deep = await make({ archiveTiers: { deepArchiveDays: 365 } });
    assert.deepEqual(deep.one(type, archive).inputs.tierings, [{ accessTier: "DEEP_ARCHIVE_ACCESS", days: 365 }]);
  });

  for (const name of [archive, accessLogs]) {
    it(`keeps ${name} private, versioned and its owner's`, () => {
      const bucket = registered.one("s3/bucket:Bucket", name).id;
      assert.deepEqual(registered.one("s3/bucketPublicAccessBlock:BucketPublicAccessBlock", name).inputs, {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      assert.deepEqual(registered.one("s3/bucketOwnershipControls:BucketOwnershipControls", name).inputs, {
        bucket,
        rule: { objectOwnership: "BucketOwnerEnforced" },
      });
      assert.deepEqual(registered.one("s3/bucketVersioning:BucketVersioning", name).inputs, {
        bucket,
        versioningConfiguration: { status: "Enabled" },
      });
    });

    it(`tiers what ${name} holds, and expires it after the retention`, () => {
      const lifecycle = registered.one("s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", name);
      assert.deepEqual(lifecycle.inputs, {
        bucket: registered.one("s3/bucket:Bucket", name).id,
        transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
        rules: [
          {
            id: "keep",
            status: "Enabled",
            filter: {},
            transitions: [{ days: 0, storageClass: "INTELLIGENT_TIERING" }],
            expiration: { days: 400 },
            noncurrentVersionExpiration: { noncurrentDays: 30 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      });
      assert.ok(registered.dependencies(lifecycle).includes(`aws:s3/bucketVersioning:BucketVersioning ${name}`));
    });

    it(`refuses what comes to ${name} without TLS 1.2`, () => {
      const { arn } = registered.one("s3/bucket:Bucket", name);
      const everything = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [arn, `${arn}/*`] };
      assert.deepEqual(registered.statement(policy, name, "OnlyTls"), {
        Sid: "OnlyTls",
        ...everything,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
      assert.deepEqual(registered.statement(policy, name, "OnlyTls12"), {
        Sid: "OnlyTls12",
        ...everything,
        Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
      });
    });
  }

  it("encrypts logs with its own key, and access logs with S3's, as their deliverers cannot use another", () => {
    const type = "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    assert.deepEqual(registered.one(type, archive).inputs.rules, [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
      },
    ]);
    assert.deepEqual(registered.one(type, accessLogs).inputs.rules, [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ]);
  });

  it("logs access to the archive, under keys that name account, region and bucket, once that may be delivered", () => {
    const logging = registered.one("s3/bucketLogging:BucketLogging");
    assert.deepEqual(logging.inputs, {
      bucket: registered.one("s3/bucket:Bucket", archive).id,
      targetBucket: registered.one("s3/bucket:Bucket", accessLogs).id,
      targetPrefix: "s3-access/",
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
    });
    assert.ok(registered.dependencies(logging).includes(`aws:${policy} ${accessLogs}`));
  });

  const sources = {
    "cloudtrail.amazonaws.com": ["CloudTrail", "cloudtrail", "trail/*", "*"],
    "config.amazonaws.com": ["Config", "config", "*", "Config/*"],
    "guardduty.amazonaws.com": ["GuardDuty", "guardduty", "detector/*", "GuardDuty/*"],
    "delivery.logs.amazonaws.com": ["VendedLogs", "logs", "*", "*"],
  } as const;
  for (const [principal, [sid, service, resource, objects]] of Object.entries(sources)) {
    const senders = {
      StringEquals: { "aws:SourceAccount": ["444455556666", "777788889999"] },
      ArnLike: {
        "aws:SourceArn": ["444455556666", "777788889999"].map(
          (account) => `arn:aws:${service}:*:${account}:${resource}`,
        ),
      },
    };

    it(`lets ${principal} write under the senders' own prefixes, on behalf of the senders only`, () => {
      const { Principal, Action, Resource, Condition } = unlocked.statement(policy, archive, `${sid}Write`);
      assert.deepEqual([Principal, Action], [{ Service: principal }, "s3:PutObject"]);
      assert.deepEqual(Resource, [
        `${bucketArn}/AWSLogs/444455556666/${objects}`,
        `${bucketArn}/AWSLogs/777788889999/${objects}`,
      ]);
      const { StringEquals, ...others } = Condition ?? {};
      const { "s3:x-amz-acl": acl, ...equals } = StringEquals ?? {};
      assert.deepEqual({ StringEquals: equals, ...others }, senders);
      assert.equal(acl, sid === "GuardDuty" ? undefined : "bucket-owner-full-control");
    });

    it(`lets ${principal} look at the bucket and use the key on behalf of the senders only`, () => {
      const check = unlocked.statement(policy, archive, `${sid}Check`);
      assert.deepEqual(
        [check.Principal, check.Resource, check.Condition],
        [{ Service: principal }, bucketArn, senders],
      );
      const key = unlocked.statement("kms/key:Key", undefined, sid);
      assert.deepEqual([key.Principal, key.Condition], [{ Service: principal }, senders]);
      assert.ok([key.Action].flat().includes("kms:GenerateDataKey"));
    });
  }

  it("refuses findings that are encrypted with another key", () => {
    const { Effect, Condition } = registered.statement(policy, archive, "GuardDutyOtherKeys");
    assert.deepEqual(
      [Effect, Condition],
      ["Deny", { StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn } }],
    );
  });

  it("takes access logs of the senders' load balancers and of the account's own buckets beside the archive", () => {
    const { arn } = registered.one("s3/bucket:Bucket", accessLogs);
    const balancers = registered.statement(policy, accessLogs, "LoadBalancersWrite");
    assert.deepEqual(balancers.Resource, [`${arn}/AWSLogs/444455556666/*`, `${arn}/AWSLogs/777788889999/*`]);
    assert.deepEqual(balancers.Condition, {
      StringEquals: { "aws:SourceAccount": ["444455556666", "777788889999"] },
      ArnLike: {
        "aws:SourceArn": [
          "arn:aws:elasticloadbalancing:*:444455556666:loadbalancer/*",
          "arn:aws:elasticloadbalancing:*:777788889999:loadbalancer/*",
        ],
      },
    });
    assert.deepEqual(registered.statement(policy, accessLogs, "S3AccessLogsWrite"), {
      Sid: "S3AccessLogsWrite",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${arn}/s3-access/*`,
      Condition: {
        StringEquals: { "aws:SourceAccount": "111122223333" },
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" },
      },
    });
  });

  it("lets S3 encrypt announcements of objects in its buckets, and of no others", () => {
    assert.deepEqual(registered.statement("kms/key:Key", undefined, "BucketNotifications").Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": ["arn:aws:s3:::aws-waf-logs-siem-test-*", "arn:aws:s3:::siem-test-access-logs-*"] },
    });
  });

  it("allows no service anything without a condition on whose logs it delivers", () => {
    const statements = [
      ...registered.statements(policy, archive),
      ...registered.statements(policy, accessLogs),
      ...registered.statements("kms/key:Key"),
    ];
    const services = statements.filter(
      ({ Effect, Principal }) => Effect === "Allow" && JSON.stringify(Principal).includes("Service"),
    );
    const isConditioned = ({ Condition = {} }: Statement) =>
      "aws:SourceAccount" in (Condition.StringEquals ?? {}) || "aws:SourceOrgID" in (Condition.StringEquals ?? {});
    assert.ok(services.length > 10);
    assert.deepEqual(
      services.filter((statement) => !isConditioned(statement)),
      [],
    );
  });

  it("takes the logs of a whole organization, whatever its accounts, and of its trails", async () => {
    const organization = await make({ senders: { organizationId: "o-exampleorg1" } });
    const { arn } = organization.one("s3/bucket:Bucket", archive);
    const write = organization.statement(policy, archive, "CloudTrailWrite");
    assert.deepEqual(write.Resource, [`${arn}/AWSLogs/*`]);
    assert.deepEqual(write.Condition, {
      ArnLike: { "aws:SourceArn": ["arn:aws:cloudtrail:*:*:trail/*"] },
      StringEquals: { "aws:SourceOrgID": "o-exampleorg1", "s3:x-amz-acl": "bucket-owner-full-control" },
    });
  });

  it("takes its own account's logs by default, in the partition that it is in", async () => {
    const { partition, accountId } = beijing;
    const chinese = await make({}, beijing);
    assert.deepEqual(chinese.statement(policy, archive, "CloudTrailCheck").Condition, {
      StringEquals: { "aws:SourceAccount": [accountId] },
      ArnLike: { "aws:SourceArn": [`arn:${partition}:cloudtrail:*:${accountId}:trail/*`] },
    });
    const { arn } = chinese.one("s3/bucket:Bucket", archive);
    assert.match(String(arn), /^arn:aws-cn:s3:::aws-waf-logs-siem-test-/);
  });

  it("lets in only the services that may deliver", async () => {
    const only = await make({ deliveries: ["guardduty"] });
    const sids = (name: string) => only.statements(policy, name).map(({ Sid }) => Sid);
    assert.deepEqual(sids(archive), [
      ...["GuardDutyCheck", "GuardDutyWrite", "GuardDutyOtherKeys"],
      ...["OnlyArchiveKey", "OnlyTls", "OnlyTls12"],
    ]);
    assert.deepEqual(sids(accessLogs), ["S3AccessLogsWrite", "OnlyTls", "OnlyTls12"]);
    assert.deepEqual(
      only.statements("kms/key:Key").map(({ Sid }) => Sid),
      ["AccountPoliciesDecide", "BucketNotifications", "GuardDuty"],
    );
  });
});
