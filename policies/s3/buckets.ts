import { type ResourceGraph, type ResourceNode, read } from "../graph";
import { covers, statementsOf } from "../statements";
import { Undecided } from "../unknown";

/** Types of a bucket and of its settings, which are resources of their own since version 7 of the provider. */
export const bucketType = "aws:s3/bucket:Bucket";
export const bucketPolicyType = "aws:s3/bucketPolicy:BucketPolicy";
export const notificationType = "aws:s3/bucketNotification:BucketNotification";

const settingType = (kind: string) => `aws:s3/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;

/** The settings of one type that point at a bucket. @throws Undecided where one may */
export function settingsOf(bucket: ResourceNode, graph: ResourceGraph, kind: string): readonly ResourceNode[] {
  return graph.pointingAt(bucket, settingType(kind), "bucket");
}

/** Whether S3 writes server access logs into a bucket: it can do so only without SSE-KMS and default retention. */
export function isAccessLogTarget(bucket: ResourceNode, graph: ResourceGraph): boolean {
  return graph.pointingAt(bucket, settingType("BucketLogging"), "targetBucket").length > 0;
}

/** Types whose property names the bucket that they write logs into. */
const writers = [
  ["aws:cloudtrail/trail:Trail", "s3BucketName"],
  ["aws:ec2/flowLog:FlowLog", "logDestination"],
  ["aws:cfg/deliveryChannel:DeliveryChannel", "s3BucketName"],
] as const;

/** Services that write reports about buckets, such as inventories, and no logs. */
const reporters: ReadonlySet<string> = new Set(["s3.amazonaws.com", "storage-lens.s3.amazonaws.com"]);

/** Whether AWS services deliver logs into a bucket. */
export function isLogBucket(bucket: ResourceNode, graph: ResourceGraph): boolean {
  if (isAccessLogTarget(bucket, graph)) return true;
  if (writers.some(([type, property]) => graph.pointingAt(bucket, type, property).length > 0)) return true;
  return settingsOf(bucket, graph, "BucketPolicy").some((policy) =>
    statementsOf(policy, "policy").some(
      ({ effect, principals, actions }) =>
        effect === "Allow" &&
        (principals?.services ?? []).some((service) => !reporters.has(service)) &&
        covers(actions, "s3:putobject"),
    ),
  );
}

/** ARN of a bucket, of which the partition does not matter here. */
export function bucketArn(bucket: ResourceNode): string {
  const arn = bucket.arn ?? read(bucket, "arn");
  if (typeof arn === "string") return arn;
  const name = read(bucket, "bucket") ?? bucket.id;
  if (typeof name !== "string") throw new Undecided(`name of bucket ${bucket.name}`);
  return `arn:aws:s3:::${name}`;
}

/** Rules of a bucket's lifecycle that are in force. */
export function lifecycleRules(bucket: ResourceNode, graph: ResourceGraph): { rule: number; of: ResourceNode }[] {
  return settingsOf(bucket, graph, "BucketLifecycleConfiguration").flatMap((of) => {
    const rules = read(of, "rules");
    const count = Array.isArray(rules) ? rules.length : 0;
    return Array.from({ length: count }, (_, rule) => ({ rule, of })).filter(
      ({ rule }) => read(of, "rules", rule, "status") === "Enabled",
    );
  });
}
