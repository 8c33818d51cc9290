import type { ResourceGraph, ResourceNode } from "../graph";
import { read } from "../graph";
import { Undecided } from "../unknown";

/** Types of a bucket and of its settings, which are resources of their own since version 7 of the provider. */
export const bucketType = "aws:s3/bucket:Bucket";
export const bucketPolicyType = "aws:s3/bucketPolicy:BucketPolicy";

/** The settings of one type that point at a bucket. @throws Undecided where one may */
export function settingsOf(bucket: ResourceNode, graph: ResourceGraph, kind: string): ResourceNode[] {
  return graph.pointingAt(bucket, `aws:s3/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`, "bucket");
}

/** Whether S3 writes server access logs into a bucket: it can do so only without SSE-KMS and default retention. */
export function isAccessLogTarget(bucket: ResourceNode, graph: ResourceGraph): boolean {
  return graph.pointingAt(bucket, "aws:s3/bucketLogging:BucketLogging", "targetBucket").length > 0;
}

/** ARN of a bucket, of which the partition does not matter here. */
export function bucketArn(bucket: ResourceNode): string {
  const arn = bucket.arn ?? read(bucket, "arn");
  if (typeof arn === "string") return arn;
  const name = read(bucket, "bucket") ?? bucket.id;
  if (typeof name !== "string") throw new Undecided(`name of bucket ${bucket.name}`);
  return `arn:aws:s3:::${name}`;
}
