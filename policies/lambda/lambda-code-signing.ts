import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { functionType } from "./functions";

export default definePolicy({
  id: "lambda-code-signing",
  title: "Functions run signed code only",
  rationale: "Whoever may change a function could make it run any code with its role.",
  // It needs a signing profile of the organisation.
  severity: "disabled",
  service: "lambda",
  checkov: ["CKV_AWS_272"],
  fix: "Set codeSigningConfigArn to an aws.lambda.CodeSigningConfig.",
  example: `new aws.lambda.Function("loader", { codeSigningConfigArn: signing.arn, ...code });`,
  types: [functionType],
  scope: "resource",
  *check(lambda) {
    if (!isGiven(lambda, "codeSigningConfigArn")) yield "runs code that nobody signed";
  },
});
