import { isTrue, read } from "../graph";
import { definePolicy } from "../policy";

/** TLS 1.2 or later, with forward secrecy. The default of the service still takes TLS 1.0. */
const accepted: ReadonlySet<unknown> = new Set([
  "Policy-Min-TLS-1-2-PFS-2023-10",
  "Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08",
]);

export default definePolicy({
  id: "os-https-tls12-pfs",
  title: "Every search domain takes HTTPS only, with TLS 1.2 and forward secrecy",
  rationale: "Logs and queries would otherwise cross the network readable, or readable to whoever gets the key later.",
  severity: "mandatory",
  service: "opensearch",
  frameworks: { fsbp: ["OpenSearch.8"], "nist-800-53": ["AC-17(2)", "SC-8", "SC-13"] },
  fix: 'Set domainEndpointOptions to {enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10"}.',
  types: ["aws:opensearch/domain:Domain"],
  scope: "resource",
  *check(domain) {
    if (!isTrue(domain, "domainEndpointOptions", "enforceHttps")) yield "takes plain HTTP";
    const policy = read(domain, "domainEndpointOptions", "tlsSecurityPolicy");
    if (!accepted.has(policy)) yield `takes the TLS versions of ${String(policy ?? "the default policy")}`;
  },
});
