import { dirname, join } from "node:path";
import { toolsFolder } from "../folders";
import { findOnPath, runCommand, versionIn } from "./commands";
import { buildGoProgram, requireGo } from "./go";
import { type Installation, installOnce, isInstalled, type Tool } from "./install";

const ENGINE_VERSION = "3.274.1";
const ENGINE_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

/** The engine that a program with this project's `@pulumi/pulumi` may meet: of its own version or newer, below 4. */
const COMPATIBLE = { major: 3, minimumMinor: 248 } as const;

const installation: Installation = {
  folder: join(toolsFolder, "pulumi", ENGINE_VERSION),
  what: `the Pulumi engine ${ENGINE_VERSION}, built from its source`,
  duration: "about 5 minutes",
  install: buildEngine,
};

/** The folder of a compatible `pulumi` program: the one on PATH when its version will do, else one built from source. */
export const pulumiEngine: Tool = {
  check: async () => {
    if ((await compatibleOnPath()) === undefined && !isInstalled(installation)) await requireGo();
  },
  install: async (progress) => {
    const present = await compatibleOnPath();
    if (present !== undefined) return dirname(present);
    await installOnce(installation, progress);
    return installation.folder;
  },
};

async function compatibleOnPath(): Promise<string | undefined> {
  const pulumi = findOnPath("pulumi");
  if (pulumi === undefined) return undefined;
  const environment = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const answer = await runCommand(pulumi, ["version"], { env: environment }).catch(() => undefined);
  return answer?.code === 0 && isCompatible(answer.output) ? pulumi : undefined;
}

/** Whether the engine that answers `pulumi version` with this can run the program. */
export function isCompatible(answer: string): boolean {
  const version = versionIn(answer, /v?(\d+)\.(\d+)/);
  return version !== undefined && version[0] === COMPATIBLE.major && version[1] >= COMPATIBLE.minimumMinor;
}

function buildEngine(folder: string): Promise<void> {
  return buildGoProgram(folder, {
    what: "the Pulumi engine",
    package: ENGINE_PACKAGE,
    version: ENGINE_VERSION,
    program: "pulumi",
    linkerFlags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${ENGINE_VERSION}`,
  });
}
