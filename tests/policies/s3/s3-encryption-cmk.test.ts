import policy from "../../../policies/s3/s3-encryption-cmk";
import { bucket, describePolicy, setting, UNKNOWN } from "../support";

const key = "arn:aws:kms:eu-west-1:111122223333:key/1";
const encryption = (byDefault: object) => ({ rules: [{ applyServerSideEncryptionByDefault: byDefault }] });
const encrypted = (byDefault: object) =>
  bucket("archive", { BucketServerSideEncryptionConfiguration: encryption(byDefault) });

describePolicy(policy, {
  good: {
    "a customer key": encrypted({ sseAlgorithm: "aws:kms", kmsMasterKeyId: key }),
    "two layers with a customer key": encrypted({ sseAlgorithm: "aws:kms:dsse", kmsMasterKeyId: key }),
    "S3's own key where access logs arrive": [
      ...bucket("access", { BucketServerSideEncryptionConfiguration: encryption({ sseAlgorithm: "AES256" }) }),
      ...bucket("archive", {
        BucketLogging: { targetBucket: "access" },
        BucketServerSideEncryptionConfiguration: encryption({ sseAlgorithm: "aws:kms", kmsMasterKeyId: key }),
      }),
    ],
    "a key that is not made yet": encrypted({ sseAlgorithm: "aws:kms", kmsMasterKeyId: UNKNOWN }),
  },
  bad: {
    "nothing is said": { graph: bucket("archive"), says: /has no BucketServerSideEncryptionConfiguration/ },
    "S3's own key": { graph: encrypted({ sseAlgorithm: "AES256" }), says: /with AES256 instead of aws:kms/ },
    "AWS's key": { graph: encrypted({ sseAlgorithm: "aws:kms" }), says: /AWS's key instead of a customer key/ },
  },
  undecided: {
    "the algorithm is unknown": encrypted({ sseAlgorithm: UNKNOWN }),
    "the setting of an unknown bucket": [
      ...bucket("archive"),
      setting("BucketServerSideEncryptionConfiguration", UNKNOWN, encryption({ sseAlgorithm: "aws:kms" })),
    ],
  },
});
