import { isGiven, isSeparate, type ResourceNode } from "../graph";
import { definePolicy } from "../policy";
import { domainPolicyType, domainType } from "./domains";

export default definePolicy({
  id: "os-single-policy-owner",
  title: "The access policy of a search domain is in one place",
  rationale: "Of two places the one that is applied last wins, in each deployment another.",
  severity: "mandatory",
  service: "opensearch",
  fix: "Use either accessPolicies of the domain or one aws.opensearch.DomainPolicy.",
  example: `new aws.opensearch.DomainPolicy("siem", { domainName: domain.domainName, accessPolicies: document });`,
  types: [domainType],
  scope: "stack",
  *check(domain, graph) {
    const separate = (except?: ResourceNode) =>
      graph.pointingAt(domain, domainPolicyType, "domainName", (node) => isSeparate(node) && node !== except);
    const [first] = separate();
    if (first === undefined) return;
    const own = isGiven(domain, "accessPolicies") ? ["accessPolicies"] : [];
    const others = own.length > 0 ? [] : separate(first);
    const places = [...own, ...[first, ...others].map(({ name }) => `DomainPolicy ${name}`)];
    if (places.length > 1) yield `has its access policy in ${places.join(" and ")}`;
  },
});
