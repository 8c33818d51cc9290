import { read } from "../graph";
import { definePolicy } from "../policy";
import { securityPolicyType, serverlessPolicy } from "./domains";

export default definePolicy({
  id: "aoss-no-public-network",
  title: "Serverless collections are reached through VPC endpoints only",
  rationale: "A public endpoint is one wrong data access policy away from everybody.",
  severity: "mandatory",
  service: "opensearch",
  fix: "Set AllowFromPublic to false, with SourceVPCEs.",
  example: `new aws.opensearch.ServerlessSecurityPolicy("siem", {
  type: "network",
  policy: pulumi.jsonStringify([
    { Rules: [{ ResourceType: "collection", Resource: ["collection/siem"] }], AllowFromPublic: false, SourceVPCEs: [endpoint.id] },
  ]),
});`,
  types: [securityPolicyType],
  scope: "resource",
  *check(policy) {
    if (read(policy, "type") !== "network") return;
    const document = serverlessPolicy(policy);
    const parts = (Array.isArray(document) ? document : [document]) as readonly {
      readonly AllowFromPublic?: unknown;
    }[];
    if (parts.some(({ AllowFromPublic }) => AllowFromPublic === true)) yield "lets everybody reach the collections";
  },
});
