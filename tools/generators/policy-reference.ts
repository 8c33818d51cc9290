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
  const { id, title, rationale, severity, service, types, scope, fix, example, parameters = [], checkov = [] } = policy;
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
    `Framework columns hold the ids of controls that AWS documents as related; where a cell is empty, AWS relates none. Policies by framework: ${columns.map((framework) => `${frameworkNames[framework]} ${serving(framework)}`).join(", ")}.`,
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
  ].join("\n");
}

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
