import type {
  Policies as CrossGuardPolicies,
  PolicyConfigSchema,
  ReportViolation,
  ResourceRemediation,
  ResourceValidation,
  StackValidation,
} from "@pulumi/policy";
import { checkResource, type Finding } from "./check-graph";
import { type Configuration, parametersOf, policiesOf } from "./configuration";
import { applyExemptions } from "./exemptions";
import { ResourceGraph } from "./graph";
import { judge, stackOf } from "./judge";
import { type Parameters, parameterKinds } from "./parameters";
import type { Policy } from "./policy";
import { policies as allPolicies } from "./registry.generated";
import { SeenResources } from "./seen-resources";
import { holdsUnknown, plain } from "./unknown";

/**
 * The policies as CrossGuard takes them. All of them are there, disabled where the configuration does not run them, so
 * that `--policy-pack-config` can still enable one.
 */
export function packPolicies(
  configuration: Configuration = {},
  all: readonly Policy[] = allPolicies,
): CrossGuardPolicies {
  const running = new Map(policiesOf(configuration, all).map((policy) => [policy.id, policy]));
  const seen = new SeenResources();
  const packed = all.map((policy, index): CrossGuardPolicies[number] => {
    const context = { policy: running.get(policy.id) ?? policy, index, configuration, seen };
    const remediates = configuration.remediate === true && policy.remediation !== undefined;
    const severity = running.get(policy.id)?.severity ?? "disabled";
    return {
      ...describe(policy),
      enforcementLevel: remediates && severity !== "disabled" ? "remediate" : severity,
      // Both kinds of functions together are allowed: a stack policy may have something to remediate too.
      ...(policy.remediation !== undefined && { remediateResource: remediation(policy) }),
      ...(policy.scope === "resource"
        ? { validateResource: resourceValidation(context) }
        : { validateStack: stackValidation(context) }),
    };
  });
  return [recorder(seen), ...packed, exemptionPolicy(configuration, all, seen)];
}

/** What CrossGuard shows of a policy. */
function describe({ id, title, rationale, service, fix, parameters, frameworks }: Policy) {
  return {
    name: id,
    displayName: title,
    description: `${title}. ${rationale}`,
    tags: [service, ...Object.keys(frameworks)],
    remediationSteps: fix,
    ...(parameters !== undefined && {
      configSchema: {
        properties: Object.fromEntries(
          parameters.map((name) => [
            name,
            { ...parameterKinds[name].schema, description: parameterKinds[name].description },
          ]),
        ),
      } as PolicyConfigSchema,
    }),
  };
}

interface Context {
  readonly policy: Policy;
  /** Place among the pack's policies: the engine's server runs them in order. */
  readonly index: number;
  readonly configuration: Configuration;
  readonly seen: SeenResources;
}

function resourceValidation({ policy, configuration }: Context): ResourceValidation {
  return ({ type, name, urn, props, opts, getConfig }, reportViolation) => {
    const graph = new ResourceGraph([{ type, name, urn, props, protect: opts.protect }]);
    report(findingsOf(policy, graph, configuration, getConfig()), reportViolation);
  };
}

function stackValidation({ policy, index, configuration, seen }: Context): StackValidation {
  return ({ resources, getConfig }, reportViolation) => {
    report(findingsOf(policy, seen.graphFor(index, resources), configuration, getConfig()), reportViolation);
  };
}

function findingsOf(policy: Policy, graph: ResourceGraph, configuration: Configuration, given: object): Finding[] {
  // What the engine was given for a policy stands above the pack's own configuration.
  const parameters: Parameters = { ...parametersOf(configuration), ...given };
  const found = graph.ofType(...policy.types).flatMap((resource) => checkResource(policy, resource, graph, parameters));
  const { findings } = applyExemptions(found, configuration.exemptions ?? [], {
    // What is wrong with exemptions is found by a policy of its own.
    policies: [],
    stack: stackOf(graph.nodes),
    today: new Date(),
    severity: "advisory",
  });
  return findings.filter((finding) => finding.policy === policy);
}

/** The person who reads it is at the command line: a message names the fix too. */
function report(findings: readonly Finding[], reportViolation: ReportViolation): void {
  for (const { policy, resource, outcome, message } of findings) {
    if (outcome !== "undecided") {
      reportViolation(`${resource.name}: ${message}. ${policy.fix}`, resource.urn);
      continue;
    }
    // Neither a violation nor silence. The server takes violations with a level of their own, which its types hide.
    const undecided: unknown = {
      urn: resource.urn,
      message: `${resource.name}: cannot be decided yet: ${message}`,
      enforcementLevel: "advisory",
    };
    (reportViolation as (violation: unknown) => void)(undecided);
  }
}

function remediation({ remediation: change }: Policy): ResourceRemediation {
  return ({ type, props }) => {
    if (change === undefined || !change.types.includes(type)) return undefined;
    const known = plain(props) as Readonly<Record<string, unknown>>;
    const changed = change.change(known);
    // A value that is unknown now may be right later; CrossGuard would take it for a text.
    if (changed === undefined || Object.keys(changed).some((name) => holdsUnknown(known[name]))) return undefined;
    return { ...unwrapped(props), ...changed };
  };
}

// The property by which CrossGuard's own code asks a proxy for what is behind it (@pulumi/policy/proxy).
const getSpecialProxyTarget = "__getSpecialProxyTarget";

/** What CrossGuard's proxy, which throws where a value is unknown, stands for: unknown values are to stay as they are. */
function unwrapped(props: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const target = props[getSpecialProxyTarget];
  return typeof target === "object" && target !== null ? (target as Readonly<Record<string, unknown>>) : props;
}

/**
 * Remembers what the program says of each resource. Stack policies are shown outputs, in which AWS fills in what the
 * program leaves out: a bucket whose versioning is a resource of its own has it inside as well.
 */
function recorder(seen: SeenResources): CrossGuardPolicies[number] {
  return {
    name: "siem-inputs",
    description: "Remembers the inputs of resources for the policies of the whole stack; it finds nothing itself.",
    enforcementLevel: "advisory",
    validateResource: ({ urn, props }) => {
      seen.record(urn, props);
    },
  };
}

/** Expired, unused and unexplained exemptions of the configuration. */
function exemptionPolicy(
  configuration: Configuration,
  all: readonly Policy[],
  seen: SeenResources,
): CrossGuardPolicies[number] {
  return {
    name: "siem-exemptions",
    displayName: "Exemptions are explained, used and not expired",
    description: "Exemptions are explained, used and not expired.",
    enforcementLevel:
      configuration.preset === undefined || configuration.preset === "siem-baseline" ? "advisory" : "mandatory",
    validateStack: ({ resources }, reportViolation) => {
      if ((configuration.exemptions ?? []).length === 0) return;
      const { findings } = judge(seen.resourcesOf(resources), configuration, { all });
      for (const { policy, resource, message } of findings.filter(({ policy }) => policy.service === "exemptions"))
        reportViolation(`${resource.name}: ${message}. ${policy.fix}`);
    },
  };
}
