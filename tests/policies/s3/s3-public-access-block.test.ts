import policy from "../../../policies/s3/s3-public-access-block";
import { UNKNOWN } from "../../../policies/unknown";
import { bucket, describePolicy, resource } from "../support";

const all = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const block = (props: object) =>
  resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", { ...all, ...props });

describePolicy(policy, {
  good: {
    "a block points at the bucket's name": bucket("archive", { BucketPublicAccessBlock: all }),
    "a block points at its ARN": [...bucket("archive"), block({ bucket: "arn:aws:s3:::archive" })],
    "a block of a bucket whose name is unknown was made from the bucket": [
      ...bucket("archive"),
      ...bucket("other", { BucketPublicAccessBlock: all }),
      resource(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "block",
        { ...all, bucket: UNKNOWN },
        {
          propertyDeps: { bucket: ["urn:archive"] },
        },
      ),
    ],
    "types still have the V2 of version 6 of the provider": [
      resource("aws:s3/bucketV2:BucketV2", "archive", { bucket: "archive" }),
      block({ bucket: "archive" }),
    ],
  },
  bad: {
    "there is no block": { graph: bucket("archive"), says: /has no BucketPublicAccessBlock/ },
    "the block belongs to another bucket": {
      graph: [...bucket("archive"), ...bucket("other", { BucketPublicAccessBlock: all })],
      says: /has no BucketPublicAccessBlock/,
    },
    "two of the four are off": {
      graph: bucket("archive", {
        BucketPublicAccessBlock: { ...all, blockPublicPolicy: false, ignorePublicAcls: undefined },
      }),
      says: /leaves blockPublicPolicy, ignorePublicAcls off/,
    },
  },
  undecided: {
    "the only block points at something unknown": [...bucket("archive"), block({ bucket: UNKNOWN })],
    "one of the four is unknown": bucket("archive", { BucketPublicAccessBlock: { ...all, blockPublicAcls: UNKNOWN } }),
  },
});
