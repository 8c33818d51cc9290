import policy from "../../../policies/s3/s3-access-log-target-sse-s3";
import { bucket, describePolicy, UNKNOWN } from "../support";

const logged = (sseAlgorithm: unknown, more: Record<string, Record<string, unknown>> = {}) => [
  ...bucket("archive", { BucketLogging: { targetBucket: "access" } }),
  ...bucket("access", {
    BucketServerSideEncryptionConfiguration: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }] },
    ...more,
  }),
];

describePolicy(policy, {
  good: {
    "S3's own key": logged("AES256"),
    "a lock without default retention": logged("AES256", { BucketObjectLockConfiguration: {} }),
    "KMS where no access logs arrive": bucket("archive", {
      BucketServerSideEncryptionConfiguration: {
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
      },
    }),
  },
  bad: {
    "KMS where access logs arrive": { graph: logged("aws:kms"), says: /cannot deliver with aws:kms/ },
    "a default retention where access logs arrive": {
      graph: logged("AES256", {
        BucketObjectLockConfiguration: { rule: { defaultRetention: { mode: "GOVERNANCE", days: 1 } } },
      }),
      says: /under a default retention/,
    },
  },
  undecided: { "the algorithm is unknown": logged(UNKNOWN) },
});
