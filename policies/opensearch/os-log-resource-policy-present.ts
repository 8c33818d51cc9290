import { definePolicy } from "../policy";
import { covers, statementsOf } from "../statements";
import { domainType, publishedLogs } from "./domains";

const resourcePolicyType = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";

export default definePolicy({
  id: "os-log-resource-policy-present",
  title: "A resource policy lets search domains write their logs",
  rationale: "Without it the domain is not made: OpenSearch tries the log groups first.",
  severity: "mandatory",
  service: "opensearch",
  fix: "Add an aws.cloudwatch.LogResourcePolicy that allows es.amazonaws.com logs:PutLogEvents and logs:CreateLogStream.",
  example: `new aws.cloudwatch.LogResourcePolicy("search-domains", {
  policyName: "search-domains",
  policyDocument: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "es.amazonaws.com" },
        Action: ["logs:PutLogEvents", "logs:CreateLogStream"],
        Resource: "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/OpenSearchService/*",
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
    ],
  }),
});`,
  types: [domainType],
  scope: "stack",
  *check(domain, graph) {
    if (publishedLogs(domain).length === 0) return;
    const statements = graph.ofType(resourcePolicyType).flatMap((policy) => statementsOf(policy, "policyDocument"));
    const allows = statements.some(
      ({ effect, principals, actions }) =>
        effect === "Allow" &&
        ["es.amazonaws.com", "opensearchservice.amazonaws.com"].some((name) => principals?.services.includes(name)) &&
        ["logs:putlogevents", "logs:createlogstream"].every((action) => covers(actions, action)),
    );
    if (!allows) yield "publishes logs that no LogResourcePolicy lets it write";
  },
});
