import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { toolsFolder } from "../folders";
import { runCommand, runStep } from "./commands";
import { type Installation, installOnce, isInstalled, type Tool } from "./install";
import { requirePython } from "./python";

const MOTO_VERSION = "5.2.5";

const folder = join(toolsFolder, "python", `moto-${MOTO_VERSION}`);
const python = join(folder, "bin", "python");

const installation: Installation = {
  folder,
  what: `the AWS emulator (moto ${MOTO_VERSION})`,
  duration: "about 50 s",
  install: async (unfinished) => {
    await runStep(runCommand, "making a Python environment", "python3", ["-m", "venv", unfinished]);
    await runStep(runCommand, "installing the AWS emulator", join(unfinished, "bin", "python"), [
      "-m",
      "pip",
      "install",
      "--disable-pip-version-check",
      "--no-input",
      `moto[server]==${MOTO_VERSION}`,
    ]);
  },
};

/** The AWS emulator (moto's server) in a virtual environment of its own; the path of that one's Python. */
export const awsEmulatorPackage: Tool = {
  check: async () => {
    // The environment points to the system's Python and is of no use when that one was replaced.
    if (isInstalled(installation) && !existsSync(python)) await rm(folder, { recursive: true, force: true });
    if (!isInstalled(installation)) await requirePython();
  },
  install: async (progress) => {
    await installOnce(installation, progress);
    return python;
  },
};
