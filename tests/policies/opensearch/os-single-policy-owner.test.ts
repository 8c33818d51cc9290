import policy from "../../../policies/opensearch/os-single-policy-owner";
import { describePolicy, document, domain, resource, UNKNOWN } from "../support";

const separate = (name: string, domainName: unknown = "siem") =>
  resource("aws:opensearch/domainPolicy:DomainPolicy", name, { domainName, accessPolicies: document() });

describePolicy(policy, {
  good: {
    inside: [domain({ accessPolicies: document() })],
    outside: [domain(), separate("policy")],
    none: [domain()],
  },
  bad: {
    both: {
      graph: [domain({ accessPolicies: document() }), separate("policy")],
      says: /in accessPolicies and DomainPolicy policy/,
    },
    "two outside": { graph: [domain({ a: 1 }), separate("one"), separate("two")], says: /DomainPolicy/ },
  },
  undecided: { "which domain a policy is for is unknown": [domain(), separate("one", UNKNOWN)] },
});
