import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { toolsFolder } from "../../local/folders";
import type { Progress } from "../../local/progress";
import { runCommand, runStep } from "../../local/toolchain/commands";
import { installOnce, isInstalled } from "../../local/toolchain/install";
import { requirePython } from "../../local/toolchain/python";

// Two environments, as the dependencies that they pin contradict each other.
const environments = {
  checkov: { name: "checkov-3.3.30", packages: ["checkov==3.3.30"], duration: "about 90 s" },
  // parliament imports pkg_resources, which setuptools has.
  policyLinters: {
    name: "policy-linters-1",
    packages: ["parliament==1.6.4", "cfn-lint==1.58.0", "setuptools==80.9.0"],
    duration: "about 90 s",
  },
} as const;

/** Installs scanners into an environment of their own, once; returns the path of its Python. */
export async function scannerPython(environment: keyof typeof environments, progress: Progress): Promise<string> {
  const { name, packages, duration } = environments[environment];
  const folder = join(toolsFolder, "python", name);
  const python = join(folder, "bin", "python");
  const what = `the scanners ${packages.join(", ")}`;
  const installation = {
    folder,
    what,
    duration,
    install: async (unfinished: string) => {
      await runStep(runCommand, "making a Python environment", "python3", ["-m", "venv", unfinished]);
      const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", ...packages];
      await runStep(runCommand, `installing ${what}`, join(unfinished, "bin", "python"), pip);
    },
  };
  if (isInstalled(installation) && !existsSync(python)) await rm(folder, { recursive: true, force: true });
  if (!isInstalled(installation)) await requirePython();
  await installOnce(installation, progress);
  return python;
}
