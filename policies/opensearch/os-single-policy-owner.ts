import { isGiven } from "../graph";
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
    const separate = graph.pointingAt(domain, domainPolicyType, "domainName").filter(({ inside }) => !inside);
    const places = [
      ...(isGiven(domain, "accessPolicies") ? ["accessPolicies"] : []),
      ...separate.map(({ name }) => `DomainPolicy ${name}`),
    ];
    if (places.length > 1) yield `has its access policy in ${places.join(" and ")}`;
  },
});
