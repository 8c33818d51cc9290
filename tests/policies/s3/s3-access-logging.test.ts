import policy from "../../../policies/s3/s3-access-logging";
import { bucket, describePolicy, setting, UNKNOWN } from "../support";

describePolicy(policy, {
  good: {
    "a bucket and the target of its logs": [
      ...bucket("archive", { BucketLogging: { targetBucket: "access" } }),
      ...bucket("access"),
    ],
    "the target is of another stack": bucket("archive", { BucketLogging: { targetBucket: "elsewhere" } }),
    "the target is not made yet": [
      ...bucket("archive"),
      ...bucket("access"),
      setting(
        "BucketLogging",
        "archive",
        { targetBucket: UNKNOWN },
        { propertyDeps: { targetBucket: ["urn:access"] } },
      ),
    ],
  },
  bad: {
    "nothing is said": { graph: bucket("archive"), says: /does not log its accesses/ },
    "a third bucket does not": {
      graph: [
        ...bucket("archive", { BucketLogging: { targetBucket: "access" } }),
        ...bucket("access"),
        ...bucket("third"),
      ],
      says: /does not log its accesses/,
    },
  },
  undecided: {
    "the logging of an unknown bucket": [
      ...bucket("archive"),
      setting("BucketLogging", UNKNOWN, { targetBucket: "elsewhere" }),
    ],
  },
});
