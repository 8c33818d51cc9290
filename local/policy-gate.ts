import { join } from "node:path";
import { ConfigurationError } from "../functions/shared/errors";
import { counted } from "../functions/shared/text/counted";
import type { Finding } from "../policies/check-graph";
import type { ResourceLike } from "../policies/graph";
import { blocking, judge } from "../policies/judge";
import { readConfigurationFile } from "../policies/read-configuration";
import type { Progress } from "./progress";

/** Findings of the policies as this project configures them. */
function judgeAsConfigured(resources: Iterable<ResourceLike>): readonly Finding[] {
  return judge(resources, readConfigurationFile(join(__dirname, "../siem-policies.yaml"))).findings;
}

/**
 * Judges the resources of a program by the policy pack before anything is deployed, as `pulumi up --policy-pack` does where
 * there is a language host. Advisory violations, and what cannot be decided before the deployment, go to `progress`.
 * @throws ConfigurationError that names policy, resource and fix of every mandatory violation
 */
export function refuseViolations(
  resources: Iterable<ResourceLike>,
  progress: Progress,
  check: (resources: Iterable<ResourceLike>) => readonly Finding[] = judgeAsConfigured,
): void {
  const findings = check(resources);
  const mandatory = blocking(findings);
  for (const finding of findings)
    if (finding.policy.severity === "advisory" && finding.outcome !== "undecided")
      progress(`advice: ${describe(finding)}`);
  for (const { policy, resource, outcome, message } of findings)
    if (outcome === "undecided") progress(`not decided: ${policy.id}: ${resource.type} "${resource.name}": ${message}`);
  if (mandatory.length === 0) return;
  const count = counted(mandatory.length, "mandatory policy violation");
  throw new ConfigurationError(`Nothing was deployed: ${count}.\n${mandatory.map(describe).join("\n")}`);
}

function describe({ policy, resource, message }: Finding): string {
  return `${policy.id}: ${resource.type} "${resource.name}": ${message}\n  fix: ${policy.fix}`;
}
