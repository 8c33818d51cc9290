import { isTrue, read } from "../graph";
import { definePolicy } from "../policy";

const encryptionType = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

function withBucketKeys(rules: unknown): unknown[] | undefined {
  if (!Array.isArray(rules)) return undefined;
  let changed = false;
  const result = rules.map((rule: { readonly [key: string]: unknown }) => {
    const byDefault = rule.applyServerSideEncryptionByDefault as { readonly sseAlgorithm?: unknown } | undefined;
    if (byDefault?.sseAlgorithm !== "aws:kms" || rule.bucketKeyEnabled === true) return rule;
    changed = true;
    return { ...rule, bucketKeyEnabled: true };
  });
  return changed ? result : undefined;
}

export default definePolicy({
  id: "s3-bucket-key",
  title: "Buckets that encrypt with KMS have a bucket key",
  rationale:
    "Without one S3 calls KMS for every object: at the rate of logs that costs more than storing them, and throttles.",
  severity: "mandatory",
  service: "s3",
  fix: "Set bucketKeyEnabled in the rule of the BucketServerSideEncryptionConfiguration.",
  example: `new aws.s3.BucketServerSideEncryptionConfiguration("logs", {
  bucket: bucket.id,
  rules: [
    { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn }, bucketKeyEnabled: true },
  ],
});`,
  types: [encryptionType],
  scope: "resource",
  remediation: {
    types: [encryptionType],
    change: ({ rules }) => {
      const changed = withBucketKeys(rules);
      return changed && { rules: changed };
    },
  },
  *check(encryption) {
    const rule = ["rules", 0] as const;
    // With aws:kms:dsse there are no bucket keys.
    if (read(encryption, ...rule, "applyServerSideEncryptionByDefault", "sseAlgorithm") !== "aws:kms") return;
    if (!isTrue(encryption, ...rule, "bucketKeyEnabled")) yield "encrypts with KMS without a bucket key";
  },
});
