import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { functionType } from "./functions";

export default definePolicy({
  id: "lambda-env-cmk",
  title: "The environment of functions is encrypted with a customer key",
  rationale: "Who may read the function's settings should not read by that what the environment says.",
  severity: "advisory",
  service: "lambda",
  checkov: ["CKV_AWS_173"],
  fix: "Set kmsKeyArn to a key of your own.",
  example: `new aws.lambda.Function("loader", { kmsKeyArn: key.arn, environment: { variables }, ...code });`,
  types: [functionType],
  scope: "resource",
  *check(lambda) {
    if (isGiven(lambda, "environment") && !isGiven(lambda, "kmsKeyArn"))
      yield "has an environment without a key of your own";
  },
});
