import { read } from "../graph";
import { definePolicy } from "../policy";
import { functionType } from "./functions";

export default definePolicy({
  id: "lambda-tracing",
  title: "Functions are traced with X-Ray",
  rationale: "Which of its calls makes the loader slow is otherwise guessed.",
  severity: "advisory",
  service: "lambda",
  securityHub: ["Lambda.7"],
  checkov: ["CKV_AWS_50"],
  fix: 'Set tracingConfig.mode to "Active".',
  example: `new aws.lambda.Function("loader", { tracingConfig: { mode: "Active" }, ...code });`,
  types: [functionType],
  scope: "resource",
  remediation: {
    types: [functionType],
    change: ({ tracingConfig }) =>
      (tracingConfig as { readonly mode?: unknown } | undefined)?.mode === "Active"
        ? undefined
        : { tracingConfig: { mode: "Active" } },
  },
  *check(lambda) {
    if (read(lambda, "tracingConfig", "mode") !== "Active") yield "is not traced";
  },
});
