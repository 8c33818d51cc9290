import { definePolicy } from "../policy";
import { isPublic, narrows, sourceKeys, statementsOf } from "../statements";
import { roleType } from "./policies";

/**
 * Services that take a role only of the account that runs them, from somebody who may pass it: no stranger can make them
 * use it, and AWS documents no source that they say.
 */
const ofOwnAccount: ReadonlySet<string> = new Set([
  "batchoperations.s3.amazonaws.com",
  "ec2.amazonaws.com",
  "ecs-tasks.amazonaws.com",
  "edgelambda.amazonaws.com",
  "lambda.amazonaws.com",
  // Replication.
  "s3.amazonaws.com",
]);

export default definePolicy({
  id: "iam-trust-confused-deputy",
  title: "Roles are assumed by named principals, and by services for named accounts only",
  rationale: "A service that assumes the role for a stranger reads the logs for him.",
  severity: "advisory",
  service: "iam",
  checkov: ["CKV_AWS_60"],
  fix: "Name the principals, and add aws:SourceAccount or aws:SourceArn to the condition for services.",
  example: `new aws.iam.Role("delivery", {
  assumeRolePolicy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "firehose.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
    ],
  }),
});`,
  types: [roleType],
  scope: "resource",
  *check(role) {
    for (const statement of statementsOf(role, "assumeRolePolicy")) {
      const { label, effect, principals, conditions } = statement;
      if (isPublic(statement)) yield `statement ${label} lets everyone assume it`;
      const services = (principals?.services ?? []).filter((name) => !ofOwnAccount.has(name));
      if (effect === "Allow" && services.length > 0 && !conditions.some((each) => narrows(each, sourceKeys)))
        yield `statement ${label} lets ${services.join(", ")} assume it for any account`;
    }
  },
});
