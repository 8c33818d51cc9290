import { isGiven, read } from "../graph";
import { definePolicy } from "../policy";

export default definePolicy({
  id: "lambda-permission-source",
  title: "Only named resources and accounts may invoke a function",
  rationale:
    "A permission for a bare service principal lets every AWS customer's bucket, topic or rule invoke the function.",
  severity: "mandatory",
  service: "lambda",
  securityHub: ["Lambda.1"],
  fix: "Set sourceArn, and for S3, whose ARNs name no account, sourceAccount as well; or principalOrgId.",
  checkov: ["CKV_AWS_364"],
  example: `new aws.lambda.Permission("bucket", {
  function: loader.name,
  action: "lambda:InvokeFunction",
  principal: "s3.amazonaws.com",
  sourceArn: bucket.arn,
  sourceAccount: "111122223333",
});`,
  types: ["aws:lambda/permission:Permission"],
  scope: "resource",
  *check(permission) {
    const principal = String(read(permission, "principal"));
    const given = (property: string) => isGiven(permission, property);
    if (principal === "*" && !given("principalOrgId")) yield "lets everyone invoke the function";
    if (!principal.includes(".amazonaws.com")) return;
    if (!given("sourceArn") && !given("sourceAccount")) yield `lets ${principal} invoke the function for any account`;
    else if (principal.startsWith("s3.") && !given("sourceAccount")) {
      yield "names a bucket but not its account: a stranger may take over the name of a deleted bucket";
    }
  },
});
