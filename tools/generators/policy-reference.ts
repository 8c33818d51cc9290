import { frameworkNames, frameworks } from "../../policies/controls";
import { parameterKinds } from "../../policies/parameters";
import type { Policy } from "../../policies/policy";
import { presetNames, presets } from "../../policies/presets";
import { policies } from "../../policies/registry.generated";

const head = "<!-- Made by `npm run generate`; do not edit. -->";
const byNumbers = new Intl.Collator("en", { numeric: true });

/** The pages of docs/policies: one for each policy, and the matrices of policies, frameworks, controls and tests. */
export function policyReference(): Promise<ReadonlyMap<string, string>> {
  const pages = policies.map((policy): [string, string] => [`${policy.id}.md`, page(policy)]);
  return Promise.resolve(new Map([["README.md", overview()], ["controls.md", controlMatrix()], ...pages]));
}

function page(policy: Policy): string {
  const { id, title, rationale, severity, service, types, scope, fix, example } = policy;
  const { securityHub = [], parameters = [], checkov = [] } = policy;
  const controls = frameworks.flatMap((framework) => {
    const ids = policy.frameworks[framework];
    return ids === undefined ? [] : [`| ${frameworkNames[framework]} | ${ids.join(", ")} |`];
  });
  return [
    head,
    `# ${id}`,
    `**${title}.** ${rationale}`,
    "",
    "| | |",
    "| --- | --- |",
    `| severity | ${severity} |`,
    `| service | ${service} |`,
    `| judges | ${types.map((type) => `\`${type}\``).join(", ")} |`,
    `| when | ${scope === "resource" ? "before each resource is made" : "when all resources of the stack are known"} |`,
    ...(securityHub.length > 0 ? [`| AWS Security Hub | ${securityHub.join(", ")} |`] : []),
    ...controls,
    ...(checkov.length > 0 ? [`| asked for by checkov too | ${checkov.join(", ")} |`] : []),
    ...parameters.map((name) => `| parameter \`${name}\` | ${parameterKinds[name].description} |`),
    ...(policy.remediation ? [`| remediates | \`${policy.remediation.types.join("`, `")}\` |`] : []),
    "",
    "## Fix",
    fix,
    "",
    "```ts",
    example,
    "```",
    "",
    `[Source](../../policies/${service}/${id}.ts), [tests](../../tests/policies/${service}/${id}.test.ts), [all policies](README.md)`,
    "",
  ].join("\n");
}

function overview(): string {
  const count = (severity: string) => policies.filter((policy) => policy.severity === severity).length;
  const columns = [...frameworks];
  const services = [...new Set(policies.map(({ service }) => service))];
  const serving = (framework: (typeof frameworks)[number]) =>
    policies.filter((policy) => policy.frameworks[framework] !== undefined).length;
  return [
    head,
    "# Policies",
    `${policies.length} policies: ${count("mandatory")} mandatory, ${count("advisory")} advisory, ${count("disabled")} disabled. [How to use them](../policies.md), [controls and their tests](controls.md).`,
    "",
    "| preset | policies | what runs |",
    "| --- | --- | --- |",
    ...presetNames.map((name) => {
      const running = policies.filter((policy) => presets[name].severity(policy) !== "disabled").length;
      return `| \`${name}\` | ${running} | ${presets[name].description} |`;
    }),
    "",
    "A policy helps with the controls of its row; few controls ask for that alone. Columns of frameworks hold what the sources below relate to the controls of Security Hub that the policy serves, which its page names; where a cell is empty, they relate none. The preset of a framework runs the policies that have a cell in its column.",
    "",
    `Policies by framework: ${columns.map((framework) => `${frameworkNames[framework]} ${serving(framework)}`).join(", ")}.`,
    ...services.flatMap((service) => [
      "",
      `## ${service}`,
      `| policy | severity | what it asks for | ${columns.join(" | ")} |`,
      `| --- | --- | --- | ${columns.map(() => "---").join(" | ")} |`,
      ...policies
        .filter((policy) => policy.service === service)
        .map(
          (policy) =>
            `| [${policy.id}](${policy.id}.md) | ${policy.severity} | ${policy.title} | ${columns.map((framework) => (policy.frameworks[framework] ?? []).join(", ")).join(" | ")} |`,
        ),
    ]),
    "",
    ...sources,
    "",
  ].join("\n");
}

/** Where the ids of controls come from, and what was not found there. */
const sources = [
  "## Sources of the controls",
  "| framework | source |",
  "| --- | --- |",
  "| fsbp | the list of controls of [that standard](https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html) in Security Hub |",
  '| cis, nist-800-53, pci-dss | the "related requirements" of each [control of Security Hub](https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html) |',
  "| hipaa | what AWS relates to the same rule of AWS Config, in its [conformance pack](https://docs.aws.amazon.com/config/latest/developerguide/operational-best-practices-for-hipaa_security.html) as [its rules for CloudFormation Guard](https://github.com/aws-cloudformation/aws-guard-rules-registry/blob/main/mappings/rule_set_hipaa_security.json) and [cdk-nag](https://github.com/cdklabs/cdk-nag/blob/main/RULES.md) carry it; Security Hub has no such standard |",
  "",
  "All were compared with stored copies of these documents, the newest of which know CIS 5.0. Not found there, and therefore from elsewhere:",
  "- CIS 1.16 of iam-no-star is from the benchmark itself: Security Hub relates only the same recommendation of CIS 1.4 to IAM.1. The numbers 3.2 of ct-validation and 3.4 of s3-access-logging are from prowler's copy of the benchmark; Security Hub's list for CIS 3.0 has their controls without numbers.",
  "- PCI DSS 10.3.2 of ct-validation is prowler's: Security Hub's list for PCI DSS 4.0.1 has CloudTrail.4 without numbers.",
  "- HIPAA of ct-multi-region, gd-enabled and kms-rotation is prowler's: AWS's rules for Guard have none for these.",
  "- SQS.3, SNS.4, KMS.5, EFS.7 and EFS.8 are related to nothing in these frameworks.",
  "",
  "An id here is no proof of compliance: AWS says so of its own lists too.",
];

function controlMatrix(): string {
  return [
    head,
    "# Controls, policies and tests",
    "Each control with the policies that serve it, and the test that proves each policy by graphs that satisfy it, violate it and leave it undecided.",
    ...frameworks.flatMap((framework) => {
      const controls = new Map<string, Policy[]>();
      for (const policy of policies) {
        for (const id of policy.frameworks[framework] ?? []) controls.set(id, [...(controls.get(id) ?? []), policy]);
      }
      return [
        "",
        `## ${frameworkNames[framework]}`,
        "| control | policies and their tests |",
        "| --- | --- |",
        ...[...controls]
          .sort(([a], [b]) => byNumbers.compare(a, b))
          .map(([control, serving]) => `| ${control} | ${serving.map(link).join(", ")} |`),
      ];
    }),
    "",
  ].join("\n");
}

const link = ({ id, service }: Policy) => `[${id}](${id}.md) ([test](../../tests/policies/${service}/${id}.test.ts))`;
