import { missingTool, type RunCommand, runCommand, versionIn } from "./commands";

/** The oldest Python that moto 5 supports. */
const MINIMUM_PYTHON = [3, 9] as const;

const PURPOSE = "runs the AWS emulator";
const INSTALL = { linux: "sudo apt-get install -y python3 python3-venv", darwin: "brew install python@3.12" };

/** Checks for Python 3.9 or newer with `venv` and `ensurepip`. Throws `ConfigurationError` with the remedy. */
export async function requirePython(run: RunCommand = runCommand): Promise<void> {
  const answer = await run("python3", ["--version"]).catch(() => undefined);
  if (answer === undefined || answer.code !== 0) {
    throw missingTool("Python is missing (no working python3 on PATH)", PURPOSE, INSTALL);
  }
  const version = versionIn(answer.output, /Python (\d+)\.(\d+)/);
  const [major, minor] = MINIMUM_PYTHON;
  if (version === undefined || version[0] < major || (version[0] === major && version[1] < minor)) {
    throw missingTool(`python3 is ${answer.output.trim()}; ${major}.${minor} or newer is needed`, PURPOSE, INSTALL);
  }
  // Debian ships venv without ensurepip, and says so only when an environment is made.
  const modules = await run("python3", ["-c", "import venv, ensurepip"]);
  if (modules.code !== 0) {
    throw missingTool("Python's venv module is missing", "keeps the AWS emulator apart from the system", INSTALL);
  }
}
