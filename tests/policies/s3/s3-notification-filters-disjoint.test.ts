import policy from "../../../policies/s3/s3-notification-filters-disjoint";
import { describePolicy, queueArn, setting, UNKNOWN } from "../support";

const to = (name: string, more: object = {}) => ({
  id: name,
  queueArn: queueArn(name),
  events: ["s3:ObjectCreated:*"],
  ...more,
});
const queues = (...queues: unknown[]) => [setting("BucketNotification", "archive", { queues })];

describePolicy(policy, {
  good: {
    "one queue": queues(to("a")),
    "prefixes apart": queues(to("a", { filterPrefix: "AWSLogs/" }), to("b", { filterPrefix: "other/" })),
    "suffixes apart": queues(to("a", { filterSuffix: ".gz" }), to("b", { filterSuffix: ".parquet" })),
    "events apart": queues(to("a"), to("b", { events: ["s3:ObjectRemoved:*"] })),
  },
  bad: {
    "two of everything": { graph: queues(to("a"), to("b")), says: /a and b match the same objects/ },
    "a prefix within another": {
      graph: queues(to("a", { filterPrefix: "AWSLogs/" }), to("b", { filterPrefix: "AWSLogs/1/" })),
      says: /a and b match/,
    },
    "one event of all, to another kind of target": {
      graph: [
        setting("BucketNotification", "archive", {
          queues: [to("a")],
          topics: [{ id: "t", topicArn: "arn:aws:sns:eu-west-1:111122223333:t", events: ["s3:ObjectCreated:Put"] }],
        }),
      ],
      says: /a and t match/,
    },
  },
  undecided: { "a prefix is unknown": queues(to("a", { filterPrefix: UNKNOWN }), to("b")) },
});
