import { isGiven, read } from "../graph";
import { definePolicy } from "../policy";
import { bucketType, isAccessLogTarget, settingsOf } from "./buckets";

const kms: ReadonlySet<unknown> = new Set(["aws:kms", "aws:kms:dsse"]);
const byDefault = ["rules", 0, "applyServerSideEncryptionByDefault"] as const;

export default definePolicy({
  id: "s3-encryption-cmk",
  title: "Buckets encrypt with a customer key, but for the target of access logs",
  rationale: "A customer key makes reading the logs a second permission, which can be audited and withdrawn.",
  severity: "advisory",
  service: "s3",
  securityHub: ["S3.17"],
  checkov: ["CKV_AWS_145"],
  fix: "Add an aws.s3.BucketServerSideEncryptionConfiguration with sseAlgorithm aws:kms and kmsMasterKeyId.",
  example: `new aws.s3.BucketServerSideEncryptionConfiguration("logs", {
  bucket: bucket.id,
  rules: [
    { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn }, bucketKeyEnabled: true },
  ],
});`,
  types: [bucketType],
  scope: "stack",
  *check(bucket, graph) {
    if (isAccessLogTarget(bucket, graph)) return;
    const [encryption] = settingsOf(bucket, graph, "BucketServerSideEncryptionConfiguration");
    if (encryption === undefined) {
      yield "has no BucketServerSideEncryptionConfiguration";
      return;
    }
    const algorithm = read(encryption, ...byDefault, "sseAlgorithm");
    if (!kms.has(algorithm)) yield `encrypts with ${String(algorithm)} instead of aws:kms`;
    else if (!isGiven(encryption, ...byDefault, "kmsMasterKeyId"))
      yield "encrypts with AWS's key instead of a customer key";
  },
});
