import policy from "../../../policies/opensearch/os-access-policy-no-anonymous";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, document, resource } from "../support";

const all = { Sid: "All", Effect: "Allow", Principal: { AWS: "*" }, Action: "es:*", Resource: "*" };
const open = document(all);
const guarded = { vpcOptions: { subnetIds: UNKNOWN }, advancedSecurityOptions: { enabled: true } };
const domain = (props: Record<string, unknown>) => [
  resource("aws:opensearch/domain:Domain", "search", { domainName: "siem", ...props }),
];
const policyOf = (domainName: unknown, accessPolicies: unknown) =>
  resource("aws:opensearch/domainPolicy:DomainPolicy", "policy", { domainName, accessPolicies });
const everyone = /statement All allows es:\* to everyone/;

describePolicy(policy, {
  good: {
    "a role is named": domain({
      accessPolicies: document({ ...all, Principal: { AWS: "arn:aws:iam::111122223333:role/x" } }),
    }),
    "a role is named by a policy of its own": [
      ...domain({}),
      policyOf("siem", document({ ...all, Principal: { AWS: "arn:aws:iam::111122223333:role/x" } })),
    ],
    "there is no policy": domain({}),
    "an address range is named": domain({
      accessPolicies: document({ ...all, Condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } } }),
    }),
    "the domain is in a VPC with fine-grained access control": domain({ accessPolicies: open, ...guarded }),
    "so is the domain of a policy of its own": [...domain(guarded), policyOf("siem", open)],
  },
  bad: {
    "everyone is allowed": { graph: domain({ accessPolicies: open }), says: everyone },
    "everyone is allowed by a policy of its own": { graph: [...domain({}), policyOf("siem", open)], says: everyone },
    "fine-grained access control without a VPC": {
      graph: domain({ accessPolicies: open, advancedSecurityOptions: { enabled: true } }),
      says: everyone,
    },
  },
  undecided: {
    "the document is unknown": domain({ accessPolicies: UNKNOWN }),
    "fine-grained access control is unknown": domain({
      accessPolicies: open,
      ...guarded,
      advancedSecurityOptions: UNKNOWN,
    }),
  },
});
