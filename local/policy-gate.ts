import { ConfigurationError } from "../functions/shared/errors";
import { checkGraph, type Finding } from "../policies/check-graph";
import type { ResourceLike } from "../policies/graph";
import type { Progress } from "./progress";

/**
 * Judges the resources of a program by the policy pack before anything is deployed, as `pulumi up --policy-pack` does where
 * there is a language host. Advisory violations, and what cannot be decided before the deployment, go to `progress`.
 * @throws ConfigurationError that names policy, resource and fix of every mandatory violation
 */
export function refuseViolations(
  resources: Iterable<ResourceLike>,
  progress: Progress,
  check: (resources: Iterable<ResourceLike>) => readonly Finding[] = checkGraph,
): void {
  const findings = check(resources);
  const violations = findings.filter(({ outcome }) => outcome === "violation");
  const mandatory = violations.filter(({ policy }) => policy.severity === "mandatory");
  for (const finding of violations)
    if (finding.policy.severity === "advisory") progress(`advice: ${describe(finding)}`);
  for (const { policy, resource, outcome, message } of findings)
    if (outcome === "undecided") progress(`not decided: ${policy.id}: ${resource.type} "${resource.name}": ${message}`);
  if (mandatory.length === 0) return;
  const count =
    mandatory.length === 1 ? "1 mandatory policy violation" : `${mandatory.length} mandatory policy violations`;
  throw new ConfigurationError(`Nothing was deployed: ${count}.\n${mandatory.map(describe).join("\n")}`);
}

function describe({ policy, resource, message }: Finding): string {
  return `${policy.id}: ${resource.type} "${resource.name}": ${message}\n  fix: ${policy.fix}`;
}
