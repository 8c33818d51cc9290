import { isGiven, isTrue, type ResourceNode } from "../graph";
import { definePolicy } from "../policy";
import { publicStatements, statementsOf } from "../statements";
import { domainPolicyType, domainType } from "./domains";

/** In a VPC with fine-grained access control an open policy is AWS's own advice: the domain's users decide. */
function isGuardedOtherwise(domain: ResourceNode | undefined): boolean {
  if (domain === undefined) return false;
  return isGiven(domain, "vpcOptions") && isTrue(domain, "advancedSecurityOptions", "enabled");
}

export default definePolicy({
  id: "os-access-policy-no-anonymous",
  title: "No access policy lets everyone at a search domain",
  rationale: "Open search clusters are found by scanners within hours and copied or deleted.",
  severity: "mandatory",
  service: "opensearch",
  fix: "Name the roles that may use the domain, or put it into a VPC with fine-grained access control.",
  example: `new aws.opensearch.Domain("siem", {
  accessPolicies: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: loaderRole.arn }, Action: "es:ESHttpPost", Resource: "*" }],
  }),
  ...cluster,
});`,
  types: [domainPolicyType],
  scope: "stack",
  *check(policy, graph) {
    const problems = [...publicStatements(statementsOf(policy, "accessPolicies"))];
    if (problems.length > 0 && !isGuardedOtherwise(graph.target(policy, "domainName", domainType))) yield* problems;
  },
});
