import { isTrue, type ResourceGraph, type ResourceNode, read, readNumber, readTexts } from "../graph";
import { PolicyDocumentError } from "../policy-document";

export const domainType = "aws:opensearch/domain:Domain";
export const domainPolicyType = "aws:opensearch/domainPolicy:DomainPolicy";

/** Availability zones that a domain is spread over. @throws Undecided */
export function zonesOf(domain: ResourceNode): number {
  if (!isTrue(domain, "clusterConfig", "zoneAwarenessEnabled") && !hasStandby(domain)) return 1;
  return readNumber(
    domain,
    ["clusterConfig", "zoneAwarenessConfig", "availabilityZoneCount"],
    hasStandby(domain) ? 3 : 2,
  );
}

export function hasStandby(domain: ResourceNode): boolean {
  return isTrue(domain, "clusterConfig", "multiAzWithStandbyEnabled");
}

export function instanceTypes(domain: ResourceNode): string[] {
  return ["instanceType", "dedicatedMasterType"]
    .map((property) => read(domain, "clusterConfig", property))
    .filter((type) => typeof type === "string");
}

/** Instance types whose processor time is on credit, and that lack functions of the others. */
export const isBurstable = (type: string) => /^t\d/.test(type);

/** Kinds of logs that a domain publishes. @throws Undecided where one is unknown */
export function publishedLogs(domain: ResourceNode): string[] {
  const options = read(domain, "logPublishingOptions");
  const count = Array.isArray(options) ? options.length : 0;
  return Array.from({ length: count }, (_, index) => index)
    .filter((index) => read(domain, "logPublishingOptions", index, "enabled") !== false)
    .map((index) => String(read(domain, "logPublishingOptions", index, "logType")));
}

/** Subnets of a domain in a VPC, each once. @throws Undecided */
export function subnetsOf(domain: ResourceNode): string[] {
  return [...new Set(readTexts(domain, "vpcOptions", "subnetIds"))];
}

/** A policy of OpenSearch Serverless, which is JSON but no IAM policy. @throws Undecided, PolicyDocumentError */
export function serverlessPolicy(node: ResourceNode): unknown {
  const policy = read(node, "policy");
  if (typeof policy !== "string") return policy;
  try {
    return JSON.parse(policy);
  } catch (error) {
    throw new PolicyDocumentError("the policy is not JSON", { cause: error });
  }
}

export const securityPolicyType = "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy";

/** Serverless policies of a kind: `encryption` or `network`. */
export function securityPolicies(graph: ResourceGraph, kind: string): ResourceNode[] {
  return graph.ofType(securityPolicyType).filter((policy) => read(policy, "type") === kind);
}
