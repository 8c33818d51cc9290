import { isTrue, read } from "../graph";
import { definePolicy } from "../policy";
import { domainType } from "./domains";

const advised = "Policy-Min-TLS-1-2-PFS-2023-10";
/** TLS 1.2 or later, with forward secrecy. The default of the service still takes TLS 1.0. */
const accepted: ReadonlySet<unknown> = new Set([advised, "Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08"]);

export default definePolicy({
  id: "os-https-tls12-pfs",
  title: "Every search domain takes HTTPS only, with TLS 1.2 and forward secrecy",
  rationale: "Logs and queries would otherwise cross the network readable, or readable to whoever gets the key later.",
  severity: "mandatory",
  service: "opensearch",
  securityHub: ["Opensearch.8"],
  checkov: ["CKV_AWS_83"],
  fix: `Set domainEndpointOptions to {enforceHttps: true, tlsSecurityPolicy: "${advised}"}.`,
  example: `new aws.opensearch.Domain("siem", {
  domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "${advised}" },
  ...cluster,
});`,
  types: [domainType],
  scope: "resource",
  remediation: {
    types: [domainType],
    change: ({ domainEndpointOptions }) => {
      const options = domainEndpointOptions as Readonly<Record<string, unknown>> | undefined;
      if (options?.enforceHttps === true && accepted.has(options.tlsSecurityPolicy)) return undefined;
      return { domainEndpointOptions: { ...options, enforceHttps: true, tlsSecurityPolicy: advised } };
    },
  },
  *check(domain) {
    if (!isTrue(domain, "domainEndpointOptions", "enforceHttps")) yield "takes plain HTTP";
    const policy = read(domain, "domainEndpointOptions", "tlsSecurityPolicy");
    if (!accepted.has(policy)) yield `takes the TLS versions of ${String(policy ?? "the default policy")}`;
  },
});
