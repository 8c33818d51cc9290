import type { Finding } from "../../../policies/check-graph";
import type { Judgement } from "../../../policies/judge";
import { countsOf, nameOf } from "./counts";

/** For programs: everything that is known of each finding. */
export function asJson(judgements: readonly Judgement[]): string {
  return JSON.stringify(judgements.map(plain), undefined, 2);
}

function plain(judgement: Judgement): object {
  return {
    name: nameOf(judgement),
    stack: judgement.stack,
    preset: judgement.preset,
    policies: judgement.policies.length,
    resources: judgement.resources,
    counts: countsOf(judgement),
    findings: judgement.findings.map(finding),
    exempted: judgement.exempted.map(({ finding: exempt, exemption: { reason, owner, expires } }) => ({
      ...finding(exempt),
      exemption: { reason, owner, expires },
    })),
  };
}

function finding({ policy, resource, outcome, message }: Finding): object {
  const { id, title, severity, service, securityHub, frameworks, fix } = policy;
  const { type, name, urn } = resource;
  const about = { policy: id, title, severity, service, securityHub, frameworks, fix };
  return { ...about, outcome, message, resource: { type, name, urn } };
}
