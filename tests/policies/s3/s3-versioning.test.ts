import policy from "../../../policies/s3/s3-versioning";
import { UNKNOWN } from "../../../policies/unknown";
import { bucket, describePolicy } from "../support";

const versioning = (status: unknown) => ({ BucketVersioning: { versioningConfiguration: { status } } });

describePolicy(policy, {
  good: {
    "it is on": bucket("archive", versioning("Enabled")),
    "it is on for each of two buckets": [
      ...bucket("archive", versioning("Enabled")),
      ...bucket("logs", versioning("Enabled")),
    ],
  },
  bad: {
    "it was never on": { graph: bucket("archive"), says: /has no BucketVersioning/ },
    "it is suspended": {
      graph: bucket("archive", versioning("Suspended")),
      says: /archive(-BucketVersioning)? is Suspended/,
    },
    "it is on for the other bucket": {
      graph: [...bucket("archive", versioning("Enabled")), ...bucket("logs")],
      says: /has no BucketVersioning/,
    },
  },
  undecided: { "the status is unknown": bucket("archive", versioning(UNKNOWN)) },
});
