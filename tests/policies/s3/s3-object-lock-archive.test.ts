import policy from "../../../policies/s3/s3-object-lock-archive";
import { bucket, describePolicy, document, resource, service, UNKNOWN } from "../support";

const deliveries = { policy: document(service("cloudtrail.amazonaws.com", "s3:PutObject")) };
const retention = { rule: { defaultRetention: { mode: "GOVERNANCE", days: 90 } } };

describePolicy(policy, {
  good: {
    "the archive has a default retention": bucket("archive", {
      BucketPolicy: deliveries,
      BucketObjectLockConfiguration: retention,
    }),
    "no service delivers into the bucket": bucket("other"),
    "access logs arrive, which cannot be under a retention": [
      ...bucket("archive", {
        BucketPolicy: deliveries,
        BucketLogging: { targetBucket: "access" },
        BucketObjectLockConfiguration: retention,
      }),
      ...bucket("access"),
    ],
  },
  bad: {
    "services deliver into a bucket without lock": {
      graph: bucket("archive", { BucketPolicy: deliveries }),
      says: /does not lock the logs/,
    },
    "a trail names the bucket": {
      graph: [...bucket("archive"), resource("aws:cloudtrail/trail:Trail", "trail", { s3BucketName: "archive" })],
      says: /does not lock the logs/,
    },
    "the lock has no default": {
      graph: bucket("archive", { BucketPolicy: deliveries }, { props: { objectLockEnabled: true } }),
      says: /no default retention/,
    },
  },
  undecided: { "who delivers is unknown": bucket("archive", { BucketPolicy: { policy: UNKNOWN } }) },
});
