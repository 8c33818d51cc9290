import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { SecureBucket } from "./secure-bucket";

/** Start of the keys of S3 server access logs. */
export const accessLogPrefix = "s3-access/";

/** Has S3 log access to a bucket into the bucket for access logs. */
export function logAccess(
  name: string,
  bucket: SecureBucket,
  accessLogBucket: SecureBucket,
  parent: pulumi.Resource,
): aws.s3.BucketLogging {
  return new aws.s3.BucketLogging(
    name,
    {
      bucket: bucket.bucketName,
      targetBucket: accessLogBucket.bucketName,
      targetPrefix: accessLogPrefix,
      // Keys then name account, region and bucket.
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
    },
    { parent, dependsOn: accessLogBucket.policy },
  );
}
