import pc from "picocolors";
import { graphOf } from "../../cli/graph";
import { counted } from "../../functions/shared/text/counted";
import { progressOnStderr } from "../../local/progress";
import { scannerPython } from "./environments";
import { runCheckov, runPolicyLinters } from "./scanners";
import { judge, type Suppression } from "./suppressions";

/**
 * Scans the resources of stages; returns the number of findings that nobody has accepted.
 * @param stages Names, with the project's folder where it is another one: `examples/organization/prod`.
 */
async function scan(stages: readonly string[]): Promise<number> {
  const progress = progressOnStderr();
  const checkovPython = await scannerPython("checkov", progress);
  const lintersPython = await scannerPython("policyLinters", progress);
  let unaccepted = 0;
  const unused: Suppression[][] = [];
  for (const stage of stages) {
    const resources = await graphOf(stage);
    progress(`${stage}: ${counted(resources.length, "resource")}; running checkov, cfn-lint and parliament`);
    const checkov = runCheckov(checkovPython, resources);
    const linters = runPolicyLinters(lintersPython, resources);
    const judged = judge([...checkov.failed, ...linters.findings]);
    console.log(
      `${stage}: checkov passed ${counted(checkov.passed, "check")}, ${counted(linters.policies, "policy", "policies")} linted; ` +
        `${counted(judged.accepted.length, "finding")} accepted, ${judged.unaccepted.length} not`,
    );
    for (const { finding, reason } of judged.accepted) {
      console.log(pc.dim(`  accepted  ${finding.check} ${finding.resource}: ${reason}`));
    }
    for (const { check, resource, title } of judged.unaccepted) console.log(pc.red(`  ${check} ${resource}: ${title}`));
    unaccepted += judged.unaccepted.length;
    unused.push([...judged.unused]);
  }
  const unusedEverywhere = (unused[0] ?? []).filter((suppression) =>
    unused.every((each) => each.includes(suppression)),
  );
  for (const { check, resource } of unusedEverywhere) {
    console.log(pc.red(`  The suppression of ${check} on ${String(resource)} suppresses nothing; remove it`));
  }
  return unaccepted + unusedEverywhere.length;
}

scan(process.argv.slice(2)).then(
  (findings) => {
    process.exitCode = findings === 0 ? 0 : 1;
  },
  (error: unknown) => {
    console.error(pc.red(error instanceof Error ? error.message : String(error)));
    process.exitCode = 1;
  },
);
