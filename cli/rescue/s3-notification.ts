import type { ObjectReference } from "../../functions/loader/ports";

/**
 * What S3 tells a queue of an object, for one that is there already. Without what the loader does not read
 * and is not known here: the bucket's ARN needs the partition.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function notificationOf(
  { bucket, key, versionId, etag }: ObjectReference,
  region: string,
  size?: number,
): string {
  const record = {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: region,
    eventTime: new Date().toISOString(),
    eventName: "ObjectCreated:Put",
    s3: {
      s3SchemaVersion: "1.0",
      configurationId: "again",
      bucket: { name: bucket },
      // As in a form: a space is a plus sign.
      object: { key: encodeURIComponent(key).replaceAll("%20", "+"), size, eTag: etag, versionId },
    },
  };
  return JSON.stringify({ Records: [record] });
}
