import policy from "../../../policies/lambda/lambda-log-group-managed";
import { describePolicy, lambda, resource, UNKNOWN } from "../support";

const group = resource("aws:cloudwatch/logGroup:LogGroup", "logs", { name: "/aws/lambda/a" });

describePolicy(policy, {
  good: {
    "a group is named": [lambda("a", { loggingConfig: { logFormat: "JSON", logGroup: "/siem/a" } })],
    "the group of the usual name is of the stack": [lambda("a", { loggingConfig: { logFormat: "JSON" } }), group],
    "a group that is not made yet": [lambda("a", { loggingConfig: { logFormat: "JSON", logGroup: UNKNOWN } })],
  },
  bad: {
    "nothing is said": { graph: [lambda("a")], says: /that nobody manages\nlogs as Text/ },
    "as text": { graph: [lambda("a", { loggingConfig: { logFormat: "Text", logGroup: "/siem/a" } })], says: /as Text/ },
    "the group is another's": {
      graph: [lambda("b", { loggingConfig: { logFormat: "JSON" } }), group],
      says: /that nobody manages/,
    },
  },
  undecided: { "the name is unknown": [lambda("a", { name: UNKNOWN, loggingConfig: { logFormat: "JSON" } })] },
});
