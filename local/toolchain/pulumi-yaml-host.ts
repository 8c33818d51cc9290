import { join } from "node:path";
import { toolsFolder } from "../folders";
import { buildGoProgram, requireGo } from "./go";
import { type Installation, installOnce, isInstalled, type Tool } from "./install";

const VERSION = "1.25.0";

const installation: Installation = {
  folder: join(toolsFolder, "pulumi-yaml", VERSION),
  what: `the host of Pulumi YAML ${VERSION}, built from its source`,
  duration: "about 3 minutes",
  install: (folder) =>
    buildGoProgram(folder, {
      what: "the host of Pulumi YAML",
      package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
      version: VERSION,
      program: "pulumi-language-yaml",
      linkerFlags: "-s -w",
    }),
};

/** The folder of `pulumi-language-yaml`, with which the engine runs programs that are written in YAML. */
export const pulumiYamlHost: Tool = {
  check: async () => {
    if (!isInstalled(installation)) await requireGo();
  },
  install: async (progress) => {
    await installOnce(installation, progress);
    return installation.folder;
  },
};
