import policy from "../../../policies/lambda/lambda-no-public-url";
import { describePolicy, resource, UNKNOWN } from "../support";

const url = (authorizationType: unknown, name = "url") =>
  resource("aws:lambda/functionUrl:FunctionUrl", name, { functionName: "a", authorizationType });

describePolicy(policy, {
  good: { signed: [url("AWS_IAM")], "two signed": [url("AWS_IAM"), url("AWS_IAM", "second")] },
  bad: {
    anybody: { graph: [url("NONE")], says: /of anybody \(NONE\)/ },
    "one of two": { graph: [url("AWS_IAM"), url("NONE", "second")], says: /of anybody/ },
  },
  undecided: { "the type is unknown": [url(UNKNOWN)] },
});
