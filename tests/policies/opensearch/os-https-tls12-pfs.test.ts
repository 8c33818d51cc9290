import policy from "../../../policies/opensearch/os-https-tls12-pfs";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, resource } from "../support";

const domain = (domainEndpointOptions: unknown) => [
  resource("aws:opensearch/domain:Domain", "search", { domainEndpointOptions }),
];
const tlsSecurityPolicy = "Policy-Min-TLS-1-2-PFS-2023-10";

describePolicy(policy, {
  good: {
    "HTTPS with forward secrecy": domain({ enforceHttps: true, tlsSecurityPolicy }),
    "HTTPS with the FIPS policy": domain({
      enforceHttps: true,
      tlsSecurityPolicy: "Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08",
    }),
  },
  bad: {
    "nothing is said": {
      graph: domain(undefined),
      says: /takes plain HTTP\ntakes the TLS versions of the default policy/,
    },
    "plain HTTP": { graph: domain({ enforceHttps: false, tlsSecurityPolicy }), says: /^takes plain HTTP$/ },
    "no forward secrecy": {
      graph: domain({ enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" }),
      says: /^takes the TLS versions of Policy-Min-TLS-1-2-2019-07$/,
    },
  },
  undecided: { "the TLS policy is unknown": domain({ enforceHttps: true, tlsSecurityPolicy: UNKNOWN }) },
});
