import policy from "../../../policies/s3/s3-encryption-cmk";
import { UNKNOWN } from "../../../policies/unknown";
import { bucket, describePolicy, resource } from "../support";

const key = "arn:aws:kms:eu-west-1:111122223333:key/1234";
const encrypted = (sseAlgorithm: string, more: object = {}, bucketKeyEnabled: unknown = true) => ({
  BucketServerSideEncryptionConfiguration: {
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId: key, ...more }, bucketKeyEnabled }],
  },
});
const logging = (target: unknown) =>
  resource("aws:s3/bucketLogging:BucketLogging", "logging", { bucket: "archive", targetBucket: target });

describePolicy(policy, {
  good: {
    "a customer key with a bucket key": bucket("archive", encrypted("aws:kms")),
    "two layers, which have no bucket key": bucket("archive", encrypted("aws:kms:dsse", {}, undefined)),
    "a key that is unknown yet": bucket("archive", encrypted("aws:kms", { kmsMasterKeyId: UNKNOWN })),
    "the target of access logs has S3's own key": [
      ...bucket("logs", encrypted("AES256", { kmsMasterKeyId: undefined })),
      logging("logs"),
    ],
    "the target of access logs says nothing": [...bucket("logs"), logging("logs")],
  },
  bad: {
    "there is no setting": { graph: bucket("archive"), says: /has no BucketServerSideEncryptionConfiguration/ },
    "S3's own key": { graph: bucket("archive", encrypted("AES256")), says: /encrypts with AES256 instead/ },
    "AWS's key": {
      graph: bucket("archive", encrypted("aws:kms", { kmsMasterKeyId: "" })),
      says: /instead of a customer key/,
    },
    "no bucket key": { graph: bucket("archive", encrypted("aws:kms", {}, false)), says: /has no bucket key/ },
    "the target of access logs has a KMS key": {
      graph: [...bucket("logs", encrypted("aws:kms")), logging("logs")],
      says: /cannot deliver with aws:kms/,
    },
  },
  undecided: {
    "the algorithm is unknown": bucket("archive", {
      BucketServerSideEncryptionConfiguration: { rules: UNKNOWN },
    }),
    "the target of access logs is unknown": [...bucket("logs", encrypted("AES256")), logging(UNKNOWN)],
  },
});
