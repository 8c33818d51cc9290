import { chmodSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { version } from "@pulumi/aws/package.json";
import { build } from "esbuild";

/**
 * Writes the executables that the Pulumi engine takes for providers into `folder`, one bundled file each so that they start at
 * once. The folder belongs at the front of the engine's PATH.
 */
export async function writeProviderExecutables(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const executable = join(folder, "pulumi-resource-aws");
  const unfinished = `${executable}.${process.pid}.tmp`;
  await build({
    entryPoints: [join(__dirname, "main.ts")],
    outfile: unfinished,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    keepNames: true,
    legalComments: "none",
    logLevel: "error",
    define: { PROVIDER_VERSION: JSON.stringify(version) },
    banner: { js: `#!${process.execPath}` },
  });
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, executable);
}
