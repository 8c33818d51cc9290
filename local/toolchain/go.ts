import { missingTool, type RunCommand, runCommand, versionIn } from "./commands";

/** From this version on, `go` fetches the exact toolchain that a module asks for by itself. */
const MINIMUM_GO = [1, 21] as const;

const PURPOSE = "builds the Pulumi engine (not needed when pulumi is on PATH: https://www.pulumi.com/docs/install/)";
const INSTALL = {
  linux: "sudo apt-get install -y golang-go (where that is older than 1.21, from https://go.dev/dl/)",
  darwin: "brew install go",
};

/** Checks for Go 1.21 or newer. Throws `ConfigurationError` with the remedy. */
export async function requireGo(run: RunCommand = runCommand): Promise<void> {
  const answer = await run("go", ["version"]).catch(() => undefined);
  if (answer === undefined || answer.code !== 0) {
    throw missingTool("Go is missing (no working go on PATH)", PURPOSE, INSTALL);
  }
  const version = versionIn(answer.output, /go(\d+)\.(\d+)/);
  const [major, minor] = MINIMUM_GO;
  if (version === undefined || version[0] < major || (version[0] === major && version[1] < minor)) {
    throw missingTool(`Go is ${answer.output.trim()}; ${major}.${minor} or newer is needed`, PURPOSE, INSTALL);
  }
}
