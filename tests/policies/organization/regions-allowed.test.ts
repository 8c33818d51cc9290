import policy from "../../../policies/organization/regions-allowed";
import { bucket, describePolicy, queue, UNKNOWN } from "../support";

describePolicy(policy, {
  good: {
    "in the region": [queue("a")],
    "a bucket, whose ARN has none": bucket("archive"),
    "of the resource": [queue("a", { region: "eu-west-1" }, { arn: undefined })],
  },
  bad: {
    "by its ARN": { graph: [queue("a", {}, { arn: "arn:aws:sqs:us-east-1:111122223333:a" })], says: /is in us-east-1/ },
    "by its own word": { graph: [queue("a", { region: "us-east-2" })], says: /is in us-east-2/ },
  },
  undecided: { "its ARN is unknown": [queue("a", { arn: UNKNOWN }, { arn: undefined })] },
  parameters: { allowedRegions: ["eu-west-1"] },
});
