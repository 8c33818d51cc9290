import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { functionType } from "./functions";

export default definePolicy({
  id: "lambda-reserved-concurrency",
  title: "Functions have a concurrency of their own",
  rationale:
    "Another function of the account that runs wild would leave none to the loader, and the loader none to others.",
  severity: "advisory",
  service: "lambda",
  frameworks: { hipaa: ["164.312(b)"] },
  checkov: ["CKV_AWS_115"],
  fix: "Set reservedConcurrentExecutions.",
  example: `new aws.lambda.Function("loader", { reservedConcurrentExecutions: 20, ...code });`,
  types: [functionType],
  scope: "resource",
  *check(lambda) {
    if (!isGiven(lambda, "reservedConcurrentExecutions") || lambda.props.reservedConcurrentExecutions === -1)
      yield "has no concurrency reserved";
  },
});
