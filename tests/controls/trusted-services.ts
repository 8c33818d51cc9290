import type { GraphResource } from "../../cli/graph";
import { readPolicyDocument } from "../../policies/policy-document";
import { sourceKeys } from "../../policies/statements";

/** Roles that a service may take without that the account, resource or organization it takes them for is looked at. */
export function rolesOfAnySource(resources: readonly GraphResource[]): string[] {
  return resources
    .filter(({ type }) => type === "aws:iam/role:Role")
    .flatMap(({ name, inputs }) =>
      readPolicyDocument(inputs.assumeRolePolicy).flatMap(({ label, effect, principals, conditions }) => {
        const services = principals?.services ?? [];
        const isLookedAt = conditions.some(
          ({ key, values }) => sourceKeys.has(key) && values.length > 0 && !values.includes("*"),
        );
        return effect === "Deny" || services.length === 0 || isLookedAt
          ? []
          : [`${name}, statement ${label}: ${services.join(", ")}`];
      }),
    );
}
