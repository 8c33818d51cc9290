import { missingTool, type RunCommand, runCommand, runStep, versionIn } from "./commands";

/** From this version on, `go` fetches the exact toolchain that a module asks for by itself. */
const MINIMUM_GO = [1, 21] as const;

const PURPOSE =
  "builds the Pulumi engine (not needed when pulumi is on PATH: https://www.pulumi.com/docs/install/), and the host of Pulumi YAML for a test";
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

/** A program of Pulumi that no package registry has but as source. */
export interface GoProgram {
  /** What it is, in messages. */
  readonly what: string;
  /** Import path of its main package. */
  readonly package: string;
  /** Without `v`. */
  readonly version: string;
  /** Name of the executable. */
  readonly program: string;
  readonly linkerFlags: string;
}

/**
 * Builds a program into `folder`. `go install` refuses packages whose modules have replace directives; as the tool of a
 * module of its own it builds.
 */
export async function buildGoProgram(folder: string, build: GoProgram): Promise<void> {
  // A workspace around the clone must not reach this build.
  const environment = { ...process.env, GOWORK: "off" };
  const go = (what: string, ...args: string[]): Promise<string> =>
    runStep(runCommand, what, "go", args, { cwd: folder, env: environment });
  await go(`preparing the build of ${build.what}`, "mod", "init", `siem.local/${build.program}`);
  await go(`downloading the source of ${build.what}`, "get", "-tool", `${build.package}@v${build.version}`);
  const options = ["-buildvcs=false", "-ldflags", build.linkerFlags, "-o", build.program];
  await go(`building ${build.what}`, "build", ...options, build.package);
}
