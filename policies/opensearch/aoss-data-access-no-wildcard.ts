import { definePolicy } from "../policy";
import { serverlessPolicy } from "./domains";

interface Part {
  readonly Principal?: readonly string[] | string;
}

export default definePolicy({
  id: "aoss-data-access-no-wildcard",
  title: "Data access policies of serverless collections name their principals",
  rationale: "With a wildcard every role of the account, and each that is made later, reads the logs.",
  severity: "mandatory",
  service: "opensearch",
  fix: "List the ARNs of the roles that need the data.",
  example: `new aws.opensearch.ServerlessAccessPolicy("siem", {
  type: "data",
  policy: pulumi.jsonStringify([
    {
      Rules: [{ ResourceType: "index", Resource: ["index/siem/*"], Permission: ["aoss:WriteDocument"] }],
      Principal: [loaderRole.arn],
    },
  ]),
});`,
  types: ["aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy"],
  scope: "resource",
  *check(policy) {
    const document = serverlessPolicy(policy);
    const parts = (Array.isArray(document) ? document : [document]) as readonly Part[];
    const open = parts.flatMap(({ Principal = [] }) => Principal).filter((principal) => principal.includes("*"));
    if (open.length > 0) yield `lets ${open.join(", ")} at the data`;
  },
});
