import { read } from "../graph";
import { definePolicy } from "../policy";

export default definePolicy({
  id: "lambda-no-public-url",
  title: "URLs of functions take signed requests only",
  rationale: "Anyone on the internet could call the function.",
  severity: "mandatory",
  service: "lambda",
  securityHub: ["Lambda.1"],
  checkov: ["CKV_AWS_258"],
  fix: 'Set authorizationType to "AWS_IAM", or leave the URL out.',
  example: `new aws.lambda.FunctionUrl("answers", { functionName: answers.name, authorizationType: "AWS_IAM" });`,
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  scope: "resource",
  *check(url) {
    const type = read(url, "authorizationType");
    if (type !== "AWS_IAM") yield `takes requests of anybody (${String(type)})`;
  },
});
