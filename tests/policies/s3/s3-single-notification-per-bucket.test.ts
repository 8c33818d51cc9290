import policy from "../../../policies/s3/s3-single-notification-per-bucket";
import { bucket, describePolicy, resource, setting, UNKNOWN } from "../support";

const second = (name: unknown, more = {}) =>
  resource("aws:s3/bucketNotification:BucketNotification", "second", { bucket: name }, more);

describePolicy(policy, {
  good: {
    "one of one bucket": bucket("archive", { BucketNotification: {} }),
    "one each of two buckets": [
      ...bucket("archive", { BucketNotification: {} }),
      ...bucket("access"),
      second("access"),
    ],
  },
  bad: {
    "two of one bucket": {
      graph: [...bucket("archive", { BucketNotification: {} }), second("archive")],
      says: /is notified by second too/,
    },
    "two of a bucket of another stack": {
      graph: [setting("BucketNotification", "elsewhere", {}), second("elsewhere")],
      says: /is notified by second too/,
    },
    "the bucket is not made yet": {
      graph: [
        ...bucket("archive", { BucketNotification: {} }),
        second(UNKNOWN, { propertyDeps: { bucket: ["urn:archive"] } }),
      ],
      says: /is notified by second too/,
    },
  },
  undecided: { "the bucket is unknown": [...bucket("archive"), second(UNKNOWN)] },
});
