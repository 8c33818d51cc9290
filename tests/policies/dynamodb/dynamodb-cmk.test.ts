import policy from "../../../policies/dynamodb/dynamodb-cmk";
import { describePolicy, resource, UNKNOWN } from "../support";

const arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/alerts";
const table = (serverSideEncryption?: unknown, more = {}) =>
  resource("aws:dynamodb/table:Table", "alerts", { serverSideEncryption }, { id: "alerts", arn, ...more });

describePolicy(policy, {
  good: {
    "a key": [table({ enabled: true, kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1" })],
    "a key that is not made yet": [table({ enabled: true, kmsKeyArn: UNKNOWN })],
  },
  bad: {
    nothing: { graph: [table()], says: /DynamoDB's own/ },
    off: { graph: [table({ enabled: false, kmsKeyArn: "arn" })], says: /DynamoDB's own/ },
    "no key": { graph: [table({ enabled: true })], says: /AWS's own key/ },
  },
  undecided: { "whether it is on is unknown": [table({ enabled: UNKNOWN, kmsKeyArn: "arn" })] },
});
