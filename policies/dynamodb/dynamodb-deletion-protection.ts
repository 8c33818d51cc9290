import { isTrue } from "../graph";
import { definePolicy } from "../policy";
import { tableType } from "./tables";

export default definePolicy({
  id: "dynamodb-deletion-protection",
  title: "Tables are protected from deletion",
  rationale: "A table is deleted with all that it holds, by one call and without a second question.",
  severity: "advisory",
  service: "dynamodb",
  securityHub: ["DynamoDB.6"],
  fix: "Set deletionProtectionEnabled; who means to delete the table switches it off before.",
  example: `new aws.dynamodb.Table("alerts", { hashKey: "id", deletionProtectionEnabled: true });`,
  types: [tableType],
  scope: "resource",
  *check(table) {
    if (!isTrue(table, "deletionProtectionEnabled")) yield "can be deleted by one call";
  },
});
