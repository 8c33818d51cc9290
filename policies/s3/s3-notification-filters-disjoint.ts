import { definePolicy } from "../policy";
import { wildcardMatches } from "../statements";
import { notificationType } from "./buckets";
import { type Target, targetsOf } from "./notifications";

function overlap(a: Target, b: Target): boolean {
  const events = a.events.some((one) =>
    b.events.some((other) => wildcardMatches(one, other) || wildcardMatches(other, one)),
  );
  const prefixes = a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
  const suffixes = a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix);
  return events && prefixes && suffixes;
}

export default definePolicy({
  id: "s3-notification-filters-disjoint",
  title: "No object of a bucket matches two of its notifications",
  rationale: "S3 refuses overlapping filters of the same event, and only when they are deployed.",
  severity: "mandatory",
  service: "s3",
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
  fix: "Choose prefixes, suffixes or events so that no object matches two of them; send to a topic what several want.",
  example: `new aws.s3.BucketNotification("logs", {
  bucket: bucket.id,
  queues: [
    { queueArn: trailQueue.arn, events: ["s3:ObjectCreated:*"], filterPrefix: "AWSLogs/" },
    { queueArn: otherQueue.arn, events: ["s3:ObjectCreated:*"], filterPrefix: "other/" },
  ],
});`,
  types: [notificationType],
  scope: "resource",
  *check(notification) {
    const targets = targetsOf(notification);
    for (const [index, target] of targets.entries()) {
      const other = targets.slice(index + 1).find((later) => overlap(target, later));
      if (other !== undefined) yield `${target.label} and ${other.label} match the same objects`;
    }
  },
});
