import policy from "../../../policies/s3/s3-ownership-enforced";
import { bucket, describePolicy, UNKNOWN } from "../support";

const owned = (objectOwnership: unknown) =>
  bucket("archive", { BucketOwnershipControls: { rule: { objectOwnership } } });

describePolicy(policy, {
  good: {
    "one bucket": owned("BucketOwnerEnforced"),
    "two buckets": [
      ...owned("BucketOwnerEnforced"),
      ...bucket("access", { BucketOwnershipControls: { rule: { objectOwnership: "BucketOwnerEnforced" } } }),
    ],
  },
  bad: {
    "nothing is said": { graph: bucket("archive"), says: /has no BucketOwnershipControls/ },
    "ACLs count": { graph: owned("BucketOwnerPreferred"), says: /owned as BucketOwnerPreferred/ },
    "the writer owns": { graph: owned("ObjectWriter"), says: /owned as ObjectWriter/ },
  },
  undecided: { "the ownership is unknown": owned(UNKNOWN) },
});
