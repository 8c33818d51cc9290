import { controlGroups } from "../../tests/controls";
import type { Control } from "../../tests/controls/control";
import { actionsWithoutResource } from "../../tests/controls/identity";

/** The page about the controls that the stages dev and prod satisfy, from the tables that check them. */
export function controlReference(): string {
  const entries = Object.entries(controlGroups).flatMap(([group, controls]) =>
    controls.map((control) => ({ group, control })),
  );
  const rows = entries
    .toSorted((a, b) => a.control.number - b.control.number)
    .map(({ group, control }) => {
      const { number, ids, resource, setting } = control;
      return `| ${number} | ${ids} | ${resource} | ${setting} | ${stateOf(control)} | ${"check" in control ? `[${group}](../tests/controls/${group}.ts)` : ""} |`;
    });
  const count = (member: string) => entries.filter(({ control }) => member in control).length;
  const actions = Object.entries(actionsWithoutResource).map(([action, reason]) => `| \`${action}\` | ${reason} |`);
  return `<!-- Made by \`npm run generate\` from tests/controls/; do not edit. -->
# Controls

What AWS and the usual scanners ask of such a stack. ${count("check")} of ${entries.length} are checked on the resources of the stages dev and prod, of prod with \`siem:organization\` (organization), with access points, masking, replication, snapshots and a file system (options), and with OpenSearch Serverless (serverless), by
the test that is named, which also breaks each of them and looks that this is noticed; ${count("exempt")} are not followed, for the reason given.

Ids: S3.1 and the like are of AWS Security Hub (FSBP), CKV of checkov, NAG of cdk-nag, PRW of prowler.

| # | known as | resource | setting | where | test |
| --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

## What may have the resource \`*\`
No statement of a role has a \`*\` among its actions. These have one as their resource, and no others:

| action | why |
| --- | --- |
${actions.join("\n")}

In the policies of keys \`*\` is the key itself, and in those of VPC endpoints all of a service, for this account only.
`;
}

function stateOf(control: Control): string {
  if ("exempt" in control) return `not followed: ${control.exempt}`;
  return `${control.where}${control.stages === undefined ? "" : ` (${control.stages.join(", ")} only)`}`;
}
