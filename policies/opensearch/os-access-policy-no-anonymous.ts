import { isGiven, isTrue, type ResourceGraph, type ResourceNode } from "../graph";
import { definePolicy } from "../policy";
import { publicStatements, statementsOf } from "../statements";

const domainType = "aws:opensearch/domain:Domain";

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
  frameworks: { "nist-800-53": ["AC-3", "AC-6", "SC-7"] },
  fix: "Name the roles that may use the domain, or put it into a VPC with fine-grained access control.",
  types: [domainType, "aws:opensearch/domainPolicy:DomainPolicy"],
  scope: "stack",
  *check(resource: ResourceNode, graph: ResourceGraph) {
    const problems = [...publicStatements(statementsOf(resource, "accessPolicies"))];
    if (problems.length === 0) return;
    if (isGuardedOtherwise(resource.type === domainType ? resource : graph.target(resource, "domainName", domainType)))
      return;
    yield* problems;
  },
});
