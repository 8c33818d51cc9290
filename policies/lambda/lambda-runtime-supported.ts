import { read } from "../graph";
import { definePolicy } from "../policy";
import { functionType } from "./functions";

/**
 * Runtimes for which AWS publishes no security fixes any more, or soon will not.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
const unsupported = [
  /^nodejs(?:|4\.3(?:-edge)?|6\.10|8\.10|10\.x|12\.x|14\.x|16\.x|18\.x|20\.x)$/,
  /^python(?:2\.7|3\.[6-9])$/,
  /^ruby(?:2\.[57]|3\.2)$/,
  /^java8$/,
  /^go1\.x$/,
  /^dotnet(?:core[123]\.\d|5\.0|6|7)$/,
  /^provided$/,
];

export default definePolicy({
  id: "lambda-runtime-supported",
  title: "Functions run on a runtime that AWS still repairs",
  rationale: "Known holes of an old runtime stay open, and at last the function can be changed no more.",
  severity: "mandatory",
  service: "lambda",
  securityHub: ["Lambda.2"],
  checkov: ["CKV_AWS_363"],
  fix: "Use the latest runtime of the language, such as nodejs22.x or python3.13.",
  example: `new aws.lambda.Function("loader", { runtime: aws.lambda.Runtime.NodeJS22dX, ...code });`,
  types: [functionType],
  scope: "resource",
  *check(lambda) {
    const runtime = read(lambda, "runtime");
    if (typeof runtime === "string" && unsupported.some((pattern) => pattern.test(runtime)))
      yield `runs on ${runtime}, which AWS supports no more`;
  },
});
