import { isGiven, isTrue, read } from "../graph";
import { definePolicy } from "../policy";
import { bucketType, isAccessLogTarget, settingsOf } from "./buckets";

const kms: ReadonlySet<unknown> = new Set(["aws:kms", "aws:kms:dsse"]);

export default definePolicy({
  id: "s3-encryption-cmk",
  title: "Buckets encrypt with a customer key, once per bucket; the access-log bucket with S3's own",
  rationale:
    "A customer key makes reading the logs a second permission that can be audited and withdrawn; a bucket key keeps KMS from being called for each object. Access logs are not delivered into a bucket with SSE-KMS.",
  severity: "mandatory",
  service: "s3",
  frameworks: { fsbp: ["S3.17"], "nist-800-53": ["SC-12", "SC-28", "SC-28(1)"] },
  fix: "Add an aws.s3.BucketServerSideEncryptionConfiguration with sseAlgorithm aws:kms, kmsMasterKeyId and bucketKeyEnabled (AES256 for the target of access logs).",
  types: [bucketType],
  scope: "stack",
  *check(bucket, graph) {
    const [encryption] = settingsOf(bucket, graph, "BucketServerSideEncryptionConfiguration");
    if (isAccessLogTarget(bucket, graph)) {
      const algorithm =
        encryption && read(encryption, "rules", 0, "applyServerSideEncryptionByDefault", "sseAlgorithm");
      if (kms.has(algorithm)) yield `receives access logs, which S3 cannot deliver with ${String(algorithm)}`;
      return;
    }
    if (encryption === undefined) {
      yield "has no BucketServerSideEncryptionConfiguration";
      return;
    }
    const byDefault = ["rules", 0, "applyServerSideEncryptionByDefault"] as const;
    const algorithm = read(encryption, ...byDefault, "sseAlgorithm");
    if (!kms.has(algorithm)) {
      yield `encrypts with ${String(algorithm)} instead of aws:kms`;
      return;
    }
    if (!isGiven(encryption, ...byDefault, "kmsMasterKeyId")) yield "encrypts with AWS's key instead of a customer key";
    if (algorithm === "aws:kms" && !isTrue(encryption, "rules", 0, "bucketKeyEnabled")) yield "has no bucket key";
  },
});
