import {
  PolicyPack,
  type PolicyResource,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { checkResource } from "./check-graph";
import { ResourceGraph, type ResourceLike } from "./graph";
import type { Policy } from "./policy";
import { policies } from "./registry.generated";

/** What CrossGuard shows of a policy. */
function describe({ id, title, rationale, severity, service, fix }: Policy) {
  return {
    name: id,
    displayName: title,
    description: `${title}. ${rationale}`,
    enforcementLevel: severity,
    tags: [service],
    remediationSteps: fix,
  };
}

/** A message names the fix too: the person who reads it is at the command line. */
const explain = (message: string, { fix }: Policy) => `${message}. ${fix}`;

function resourcePolicy(policy: Policy): ResourceValidationPolicy {
  return {
    ...describe(policy),
    validateResource: ({ type, name, urn, props }, reportViolation) => {
      const graph = new ResourceGraph([{ type, name, urn, props }]);
      for (const resource of graph.ofType(...policy.types)) {
        for (const { outcome, message } of checkResource(policy, resource, graph)) {
          if (outcome === "violation") reportViolation(explain(message, policy));
        }
      }
    },
  };
}

function resourceLike({
  type,
  name,
  urn,
  props,
  parent,
  dependencies,
  propertyDependencies,
}: PolicyResource): ResourceLike {
  const urns = (resources: readonly PolicyResource[]) => resources.map((resource) => resource.urn);
  return {
    type,
    name,
    urn,
    props,
    parent: parent?.urn,
    deps: urns(dependencies),
    propertyDeps: Object.fromEntries(Object.entries(propertyDependencies).map(([key, of]) => [key, urns(of)])),
  };
}

function stackPolicy(policy: Policy): StackValidationPolicy {
  return {
    ...describe(policy),
    validateStack: ({ resources }, reportViolation) => {
      const graph = new ResourceGraph(resources.map(resourceLike));
      for (const resource of graph.ofType(...policy.types)) {
        for (const { outcome, message } of checkResource(policy, resource, graph)) {
          if (outcome === "violation") reportViolation(explain(message, policy), resource.urn);
        }
      }
    },
  };
}

// Making the pack starts its server: whoever wants the policies only imports `check-graph`.
new PolicyPack("pulumi-aws-siem", {
  policies: policies.map((policy) => (policy.scope === "resource" ? resourcePolicy(policy) : stackPolicy(policy))),
});
