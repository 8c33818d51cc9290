import { isTrue } from "../graph";
import { definePolicy } from "../policy";
import { tableType } from "./tables";

export default definePolicy({
  id: "dynamodb-point-in-time-recovery",
  title: "Tables can be restored as they were at any time of the last days",
  rationale: "What is overwritten or deleted by mistake, or by an attacker, is lost otherwise.",
  severity: "advisory",
  service: "dynamodb",
  securityHub: ["DynamoDB.2"],
  checkov: ["CKV_AWS_28"],
  fix: "Set pointInTimeRecovery with enabled: true.",
  example: `new aws.dynamodb.Table("alerts", { hashKey: "id", pointInTimeRecovery: { enabled: true } });`,
  types: [tableType],
  scope: "resource",
  *check(table) {
    if (!isTrue(table, "pointInTimeRecovery", "enabled")) yield "cannot be restored as it was before";
  },
});
