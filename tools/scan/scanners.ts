import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GraphResource } from "../../cli/graph";
import { DependencyError } from "../../functions/shared/errors";
import { policyTemplate } from "./policy-template";
import type { ScanFinding } from "./suppressions";
import { terraformPlan } from "./terraform-plan";

// The package has no module to run, and its script points to where it was installed before it was moved into place.
const cfnLintProgram = "from cfnlint.runner import main; main()";

/** Runs checkov over the resources of a stage. `python` has it installed. */
export function runCheckov(
  python: string,
  resources: readonly GraphResource[],
): { passed: number; failed: ScanFinding[] } {
  const report = checkovReport(python, resources, []);
  return {
    passed: report.summary.passed,
    failed: report.results.failed_checks.map(({ check_id: check, check_name: title, resource }) => ({
      check,
      title,
      resource,
    })),
  };
}

/** What each of some checks of checkov says of each resource. `python` has it installed. */
export function checkovVerdicts(
  python: string,
  resources: readonly GraphResource[],
  checks: readonly string[],
): { check: string; resource: string; passed: boolean }[] {
  const { results } = checkovReport(python, resources, ["--check", checks.join(",")]);
  const verdicts = (list: CheckovReport["results"]["failed_checks"], passed: boolean) =>
    list.map(({ check_id: check, resource }) => ({ check, resource, passed }));
  return [...verdicts(results.failed_checks, false), ...verdicts(results.passed_checks, true)];
}

function checkovReport(python: string, resources: readonly GraphResource[], more: readonly string[]): CheckovReport {
  const options = ["--framework", "terraform_plan", "--skip-download", "--compact", "-o", "json", ...more];
  return withFile("plan.json", terraformPlan(resources), (path) =>
    run(python, ["-m", "checkov.main", "-f", path, ...options]),
  ) as CheckovReport;
}

/** Runs cfn-lint over every policy of a stage, and parliament over those of identities. `python` has both installed. */
export function runPolicyLinters(
  python: string,
  resources: readonly GraphResource[],
): { policies: number; findings: ScanFinding[] } {
  const { policies, template } = policyTemplate(resources);
  const lintFindings = withFile("template.json", template, (path) =>
    run(python, ["-c", cfnLintProgram, "-f", "json", path]),
  ) as CfnLintFinding[];
  const ofIdentities = policies.filter(({ ofIdentity }) => ofIdentity);
  const parliamentFindings = run(
    python,
    [join(__dirname, "lint_policies.py")],
    JSON.stringify(ofIdentities),
  ) as ScanFinding[];
  const holderOf = (finding: CfnLintFinding) =>
    policies[Number(String(finding.Location.Path?.[1]).replace("Policy", ""))]?.holder ??
    "the template of all policies";
  return {
    policies: policies.length,
    findings: [
      ...lintFindings.map((finding) => ({
        check: finding.Rule.Id,
        title: finding.Message,
        resource: holderOf(finding),
      })),
      ...parliamentFindings,
    ],
  };
}

interface CheckovReport {
  readonly summary: { readonly passed: number };
  readonly results: {
    readonly failed_checks: readonly CheckovResult[];
    readonly passed_checks: readonly CheckovResult[];
  };
}

interface CheckovResult {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
}

interface CfnLintFinding {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path?: readonly (string | number)[] | null };
}

/** Runs a scanner and reads the JSON it prints; scanners exit with a code above 0 when they find something. */
function run(python: string, args: readonly string[], input = ""): unknown {
  const { stdout, stderr, error } = spawnSync(python, args, { input, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
  try {
    return JSON.parse(stdout);
  } catch (cause) {
    throw new DependencyError(
      `${python} ${args.join(" ")} printed no JSON: ${(error?.message ?? stderr).slice(-2000)}`,
      { cause },
    );
  }
}

function withFile<Result>(name: string, content: object, use: (path: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "siem-scan-"));
  try {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
