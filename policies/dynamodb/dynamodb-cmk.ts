import { isGiven, isTrue } from "../graph";
import { definePolicy } from "../policy";
import { tableType } from "./tables";

export default definePolicy({
  id: "dynamodb-cmk",
  title: "Tables are encrypted with a customer key",
  rationale: "DynamoDB's own keys open for everybody who may read the table, and nobody can see or stop their use.",
  severity: "advisory",
  service: "dynamodb",
  frameworks: { hipaa: ["164.312(a)(2)(iv)", "164.312(e)(2)(ii)"] },
  checkov: ["CKV_AWS_119"],
  fix: "Set serverSideEncryption with enabled: true and kmsKeyArn.",
  example: `new aws.dynamodb.Table("alerts", { hashKey: "id", serverSideEncryption: { enabled: true, kmsKeyArn: key.arn } });`,
  types: [tableType],
  scope: "resource",
  *check(table) {
    if (!isTrue(table, "serverSideEncryption", "enabled")) yield "is encrypted with a key that is DynamoDB's own";
    else if (!isGiven(table, "serverSideEncryption", "kmsKeyArn")) yield "is encrypted with AWS's own key";
  },
});
