import policy from "../../../policies/s3/s3-no-deprecated-inline-or-v2";
import { UNKNOWN } from "../../../policies/unknown";
import { bucket, describePolicy, resource } from "../support";

describePolicy(policy, {
  good: {
    "a bucket": bucket("archive", {}, { props: { forceDestroy: false } }),
    "a bucket of aws-native, which has its settings inside": [
      resource("aws-native:s3:Bucket", "archive", { versioningConfiguration: { status: "Enabled" } }),
    ],
  },
  bad: {
    "versioning inside": {
      graph: bucket("archive", {}, { props: { versioning: { enabled: true } } }),
      says: /has versioning inside, which belongs into an aws.s3.BucketVersioning/,
    },
    "a bucket of the former type": {
      graph: [resource("aws:s3/bucketV2:BucketV2", "archive", {})],
      says: /deprecated type aws:s3\/bucketV2:BucketV2/,
    },
    "a setting of the former type": {
      graph: [resource("aws:s3/bucketVersioningV2:BucketVersioningV2", "v", { bucket: "archive" })],
      says: /deprecated type/,
    },
  },
  undecided: {
    "a setting that may be an output": bucket("archive", {}, { props: { policy: UNKNOWN }, propertyDeps: {} }),
  },
});
