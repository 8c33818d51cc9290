import { definePolicy } from "../policy";
import { isUnknown } from "../unknown";
import { bucketType, notificationType } from "./buckets";

export default definePolicy({
  id: "s3-single-notification-per-bucket",
  title: "Each bucket has one BucketNotification",
  rationale:
    "S3 replaces all notifications of a bucket at once: of two resources the one that is applied last wins, and the other's logs are loaded no more.",
  severity: "mandatory",
  service: "s3",
  fix: "Put all queues, topics and functions of the bucket into one aws.s3.BucketNotification.",
  example: `new aws.s3.BucketNotification("logs", {
  bucket: bucket.id,
  queues: [
    { queueArn: trailQueue.arn, events: ["s3:ObjectCreated:*"], filterPrefix: "AWSLogs/" },
    { queueArn: otherQueue.arn, events: ["s3:ObjectCreated:*"], filterPrefix: "other/" },
  ],
});`,
  types: [notificationType],
  scope: "stack",
  *check(notification, graph) {
    const bucket = graph.target(notification, "bucket", bucketType);
    const name = notification.props.bucket;
    const others = graph.ofType(notificationType).filter((other) => {
      if (other === notification) return false;
      if (bucket !== undefined) return graph.target(other, "bucket", bucketType) === bucket;
      return !isUnknown(name) && other.props.bucket === name;
    });
    if (others.length > 0) yield `its bucket is notified by ${others.map(({ name }) => name).join(", ")} too`;
  },
});
