import policy from "../../../policies/s3/s3-protect-log-bucket";
import { bucket, describePolicy, document, resource, service, UNKNOWN } from "../support";

const deliveries = { BucketPolicy: { policy: document(service("config.amazonaws.com", "s3:PutObject")) } };

describePolicy(policy, {
  good: {
    "the archive is protected": bucket("archive", deliveries, { protect: true }),
    "no service delivers into the bucket": bucket("other", {
      BucketPolicy: { policy: document(service("config.amazonaws.com", "s3:GetBucketAcl")) },
    }),
  },
  bad: {
    "the archive is not protected": {
      graph: bucket("archive", deliveries),
      says: /receives logs and is not protected/,
    },
    "nor is the target of flow logs": {
      graph: [...bucket("flows"), resource("aws:ec2/flowLog:FlowLog", "log", { logDestination: "arn:aws:s3:::flows" })],
      says: /is not protected/,
    },
    "nor is the target of access logs": {
      graph: [...bucket("a", { BucketLogging: { targetBucket: "b" } }), ...bucket("b")],
      says: /is not protected/,
    },
  },
  undecided: { "who delivers is unknown": bucket("archive", { BucketPolicy: { policy: UNKNOWN } }) },
});
