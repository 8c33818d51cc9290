import type { Finding } from "../../../policies/check-graph";
import type { Judgement } from "../../../policies/judge";
import type { Policy } from "../../../policies/policy";
import { nameOf } from "./counts";

/**
 * For code scanning: a run for each judgement. What cannot be decided yet is `open`, what is exempt is suppressed.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function asSarif(judgements: readonly Judgement[]): string {
  return JSON.stringify(
    { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: judgements.map(run) },
    undefined,
    2,
  );
}

function run(judgement: Judgement): object {
  const { policies, findings, exempted } = judgement;
  const extra = findings.map(({ policy }) => policy).filter(({ service }) => service === "exemptions");
  const rules = [...new Map([...policies, ...extra].map((policy) => [policy.id, policy])).values()];
  const result = (finding: Finding) =>
    resultOf(
      finding,
      rules.findIndex(({ id }) => id === finding.policy.id),
    );
  return {
    automationDetails: { id: `siem-policies/${nameOf(judgement)}` },
    tool: { driver: { name: "pulumi-aws-siem policies", rules: rules.map(rule) } },
    results: [
      ...findings.map(result),
      ...exempted.map(({ finding, exemption }) => ({
        ...result(finding),
        suppressions: [
          {
            kind: "external",
            status: "accepted",
            justification: `${exemption.reason} (${exemption.owner}, until ${exemption.expires})`,
          },
        ],
      })),
    ],
  };
}

const levelOf = ({ severity }: Policy) => (severity === "mandatory" ? "error" : "warning");

function rule(policy: Policy): object {
  const { id, title, rationale, fix, service, securityHub = [], frameworks } = policy;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: rationale },
    help: { text: fix },
    defaultConfiguration: { level: levelOf(policy) },
    properties: {
      tags: [
        service,
        ...securityHub.map((control) => `security-hub/${control}`),
        ...Object.entries(frameworks).flatMap(([name, ids]) => ids.map((control) => `${name}/${control}`)),
      ],
    },
  };
}

function resultOf({ policy, resource, outcome, message }: Finding, ruleIndex: number): object {
  const isOpen = outcome === "undecided";
  return {
    ruleId: policy.id,
    ruleIndex,
    kind: isOpen ? "open" : "fail",
    level: isOpen ? "none" : levelOf(policy),
    message: { text: `${resource.name}: ${isOpen ? `cannot be decided yet: ${message}` : message}` },
    locations: [
      {
        // Code scanning shows results at files only: the program is where its project file is.
        physicalLocation: { artifactLocation: { uri: "Pulumi.yaml" }, region: { startLine: 1 } },
        logicalLocations: [{ name: resource.name, fullyQualifiedName: resource.urn, kind: "resource" }],
      },
    ],
  };
}
