import { covers, publicStatements } from "../../policies/statements";
import {
  at,
  type Control,
  changed,
  deniesPlain,
  each,
  eachBucket,
  isAccessLogBucket,
  statements,
  without,
  withoutStatement,
  withStatement,
} from "./control";

const bucket = "s3/bucket:Bucket";
const policy = "s3/bucketPolicy:BucketPolicy";
const block = "s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const lifecycle = "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const encryption = "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const accessPoint = "s3/accessPoint:AccessPoint";
const replication = "s3/bucketReplicationConfig:BucketReplicationConfig";
const secureBucket = "components/archive/secure-bucket.ts";
const logArchive = "components/archive/log-archive.ts";

/** What must stay with the account that owns a bucket. */
const ownersActions = [
  "s3:putbucketpolicy",
  "s3:putbucketacl",
  "s3:putencryptionconfiguration",
  "s3:deletebucket",
  "s3:deleteobject",
];

export const storageControls: readonly Control[] = [
  {
    number: 1,
    ids: "S3.1, CKV_AWS_53-56",
    resource: "account",
    setting: "blocks public access to all its buckets",
    exempt:
      "a setting of the whole account, which others use too and a second stack would fight over; each bucket has its own (2)",
  },
  {
    number: 2,
    ids: "S3.8, CKV2_AWS_6",
    resource: "bucket",
    setting: "blocks public access in all four ways",
    where: secureBucket,
    check: (graph) =>
      eachBucket(graph, block, ({ inputs }) =>
        ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].every(
          (name) => inputs[name] === true,
        ),
      ),
    broken: changed(block, { ignorePublicAcls: false }),
  },
  {
    number: 3,
    ids: "S3.2, S3.3, CKV_AWS_70",
    resource: "bucket policy",
    setting: "allows nothing to everyone",
    where: secureBucket,
    check: (graph) => each(graph, policy, (resource) => [...publicStatements(statements(resource))].length === 0),
    broken: withStatement(policy, { Principal: "*", Action: "s3:GetObject", Resource: "*" }),
  },
  {
    number: 4,
    ids: "S3.5",
    resource: "bucket policy",
    setting: "denies what comes without TLS",
    where: secureBucket,
    check: (graph) =>
      eachBucket(graph, policy, (resource) =>
        deniesPlain(statements(resource), "bool", "aws:securetransport", "false"),
      ),
    broken: withoutStatement(policy, /^OnlyTls$/),
  },
  {
    number: 5,
    ids: "AWS guidance",
    resource: "bucket policy",
    setting: "denies TLS older than 1.2",
    where: secureBucket,
    check: (graph) =>
      eachBucket(graph, policy, (resource) =>
        deniesPlain(statements(resource), "numericlessthan", "s3:tlsversion", "1.2"),
      ),
    broken: withoutStatement(policy, /^OnlyTls12$/),
  },
  {
    number: 6,
    ids: "S3.6",
    resource: "bucket policy",
    setting: "lets no other account change the policy, the ACL or the encryption, or delete",
    where: secureBucket,
    check: (graph) =>
      each(graph, policy, (resource) =>
        statements(resource).every(
          ({ effect, principals, actions }) =>
            effect === "Deny" ||
            (principals?.aws.length ?? 0) === 0 ||
            !ownersActions.some((action) => covers(actions, action)),
        ),
      ),
    broken: withStatement(policy, {
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: "s3:Put*",
      Resource: "*",
    }),
  },
  {
    number: 7,
    ids: "S3.9, CKV_AWS_18",
    resource: "bucket",
    setting: "logs who uses it, but for the bucket that gets these logs",
    where: logArchive,
    check: (graph) =>
      eachBucket(
        graph,
        "s3/bucketLogging:BucketLogging",
        () => true,
        (each) => !isAccessLogBucket(each),
      ),
    broken: without("s3/bucketLogging:BucketLogging", "-reports"),
  },
  {
    number: 8,
    ids: "S3.10, S3.13, CKV2_AWS_61",
    resource: "bucket",
    setting:
      "ends the life of objects and of their older versions; of snapshots, which OpenSearch deletes, of these only",
    where: secureBucket,
    check: (graph) =>
      eachBucket(
        graph,
        lifecycle,
        (resource, { name }) =>
          at(resource, "rules", 0, "noncurrentVersionExpiration") !== undefined &&
          (name.endsWith("-snapshots") || at(resource, "rules", 0, "expiration") !== undefined),
      ),
    broken: changed(lifecycle, { rules: [{ expiration: { days: 1 } }] }),
  },
  {
    number: 9,
    ids: "CKV_AWS_300",
    resource: "bucket",
    setting: "removes what is left of uploads after at most seven days",
    where: secureBucket,
    check: (graph) =>
      eachBucket(
        graph,
        lifecycle,
        (resource) => Number(at(resource, "rules", 0, "abortIncompleteMultipartUpload", "daysAfterInitiation")) <= 7,
      ),
    broken: changed(lifecycle, { rules: [{ abortIncompleteMultipartUpload: { daysAfterInitiation: 8 } }] }),
  },
  {
    number: 10,
    ids: "S3.11, CKV2_AWS_62",
    resource: "bucket",
    setting: "tells the queue of new logs; buckets of reports and snapshots hold none",
    where: "components/ingest/log-queue.ts",
    check: (graph) =>
      eachBucket(
        graph,
        "s3/bucketNotification:BucketNotification",
        (resource) => at(resource, "queues", 0, "queueArn") === graph.one("sqs/queue:Queue", "-objects")?.arn,
        ({ name }) => !/-(?:reports|snapshots)$/.test(name),
      ),
    broken: changed("s3/bucketNotification:BucketNotification", {
      queues: [{ queueArn: "arn:aws:sqs:eu-west-1:1:other" }],
    }),
  },
  {
    number: 11,
    ids: "S3.12, CKV2_AWS_65",
    resource: "bucket",
    setting: "owns all its objects, without ACLs",
    where: secureBucket,
    check: (graph) =>
      eachBucket(
        graph,
        "s3/bucketOwnershipControls:BucketOwnershipControls",
        (resource) => at(resource, "rule", "objectOwnership") === "BucketOwnerEnforced",
      ),
    broken: changed("s3/bucketOwnershipControls:BucketOwnershipControls", {
      rule: { objectOwnership: "ObjectWriter" },
    }),
  },
  {
    number: 12,
    ids: "S3.14, CKV_AWS_21",
    resource: "bucket",
    setting: "keeps older versions",
    where: secureBucket,
    check: (graph) =>
      eachBucket(
        graph,
        "s3/bucketVersioning:BucketVersioning",
        (resource) => at(resource, "versioningConfiguration", "status") === "Enabled",
      ),
    broken: changed("s3/bucketVersioning:BucketVersioning", { versioningConfiguration: { status: "Suspended" } }),
  },
  {
    number: 13,
    ids: "S3.15, CKV_AWS_143",
    resource: "archive",
    setting: "locks objects against deletion",
    where: "components/archive/log-archive.ts",
    stages: ["prod", "organization"],
    check: (graph) =>
      eachBucket(
        graph,
        "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        (lock, archive) =>
          archive.inputs.objectLockEnabled === true &&
          ["GOVERNANCE", "COMPLIANCE"].includes(String(at(lock, "rule", "defaultRetention", "mode"))),
        ({ name }) => !/-(?:access-logs|reports)$/.test(name),
      ),
    broken: without("s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"),
  },
  {
    number: 14,
    ids: "S3.17, CKV_AWS_145",
    resource: "bucket",
    setting: "encrypts with a key of the account's own, and one data key for many objects",
    where: secureBucket,
    check: (graph) =>
      eachBucket(
        graph,
        encryption,
        (resource) =>
          at(resource, "rules", 0, "applyServerSideEncryptionByDefault", "sseAlgorithm") === "aws:kms" &&
          at(resource, "rules", 0, "bucketKeyEnabled") === true,
        (each) => !isAccessLogBucket(each),
      ),
    broken: changed(
      encryption,
      { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      "-reports",
    ),
  },
  {
    number: 15,
    ids: "exception to 13 and 14",
    resource: "bucket of access logs",
    setting: "encrypts with S3's own key and locks nothing, or S3 and load balancers could not deliver",
    where: logArchive,
    check: (graph) =>
      eachBucket(
        graph,
        encryption,
        (resource, target) =>
          at(resource, "rules", 0, "applyServerSideEncryptionByDefault", "sseAlgorithm") === "AES256" &&
          target.inputs.objectLockEnabled !== true,
        isAccessLogBucket,
      ),
    broken: changed(bucket, { objectLockEnabled: true }, "-access-logs"),
  },
  {
    number: 16,
    ids: "S3.19, CKV_AWS_392",
    resource: "access point",
    setting: "blocks public access in all four ways",
    where: "components/archive/log-access-point.ts",
    stages: ["options"],
    check: (graph) =>
      each(graph, accessPoint, (point) =>
        ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].every(
          (name) => at(point, "publicAccessBlockConfiguration", name) === true,
        ),
      ),
    broken: changed(accessPoint, { publicAccessBlockConfiguration: { blockPublicAcls: true } }),
  },
  {
    number: 17,
    ids: "S3.20",
    resource: "bucket",
    setting: "deletes with a second factor only",
    exempt: "only the account's root user can switch it on, with its own device; no deployment can",
  },
  {
    number: 18,
    ids: "S3.7, CKV_AWS_144",
    resource: "archive",
    setting: "is copied to another region",
    exempt: "doubles the cost of the archive; the organisation decides on it",
  },
  {
    number: 19,
    ids: "AWS guidance",
    resource: "replication",
    setting: "copies no deletions, gives the copy to its account, encrypts it with that account's key",
    where: "components/archive/archive-replication.ts",
    stages: ["options"],
    check: (graph) =>
      each(graph, replication, (config) => {
        const destination = ["rules", 0, "destination"] as const;
        const keyArn = String(at(config, ...destination, "encryptionConfiguration", "replicaKmsKeyId"));
        return (
          at(config, "rules", 0, "deleteMarkerReplication", "status") === "Disabled" &&
          at(config, ...destination, "accessControlTranslation", "owner") === "Destination" &&
          keyArn.split(":")[4] === at(config, ...destination, "account")
        );
      }),
    broken: changed(replication, {
      rules: [{ deleteMarkerReplication: { status: "Disabled" }, destination: { account: "444455556666" } }],
    }),
  },
  {
    number: 20,
    ids: "PRW shadow_resource",
    resource: "bucket",
    setting: "has a name that nobody can guess and take before",
    where: secureBucket,
    check: (graph) =>
      each(graph, bucket, ({ inputs }) => typeof inputs.bucketPrefix === "string" && inputs.bucket === undefined),
    broken: changed(bucket, { bucket: "siem-archive" }),
  },
  {
    number: 21,
    ids: "AWS security reference architecture",
    resource: "bucket",
    setting: "cannot be deleted by a deployment, with what it holds even less",
    where: secureBucket,
    stages: ["prod", "organization"],
    check: (graph) =>
      each(
        graph,
        bucket,
        ({ name, inputs, protect }) => inputs.forceDestroy === false && (protect === true || name.endsWith("-reports")),
      ),
    broken: changed(bucket, { forceDestroy: true }),
  },
];
