import policy from "../../../policies/s3/s3-bucket-key";
import { bucket, describePolicy, UNKNOWN } from "../support";

const encrypted = (sseAlgorithm: unknown, more: object = {}) =>
  bucket("archive", {
    BucketServerSideEncryptionConfiguration: {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm }, ...more }],
    },
  });

describePolicy(policy, {
  good: {
    "KMS with a bucket key": encrypted("aws:kms", { bucketKeyEnabled: true }),
    "S3's own key": encrypted("AES256"),
    "two layers, which have no bucket key": encrypted("aws:kms:dsse"),
  },
  bad: {
    "nothing is said of a bucket key": { graph: encrypted("aws:kms"), says: /without a bucket key/ },
    "it is off": { graph: encrypted("aws:kms", { bucketKeyEnabled: false }), says: /without a bucket key/ },
  },
  undecided: {
    "whether it is on is unknown": encrypted("aws:kms", { bucketKeyEnabled: UNKNOWN }),
    "the algorithm is unknown": encrypted(UNKNOWN),
  },
});
