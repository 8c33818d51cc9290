import { chmodSync, linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { version as awsVersion } from "@pulumi/aws/package.json";
import { version as awsxVersion } from "@pulumi/awsx/package.json";
import { build } from "esbuild";

/**
 * Writes the executables that the Pulumi engine takes for providers into `folder`, bundled so that they start at
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
    define: { AWS_VERSION: JSON.stringify(awsVersion), AWSX_VERSION: JSON.stringify(awsxVersion) },
    banner: { js: `#!${process.execPath}` },
  });
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, executable);
  // One program, which goes by the name it is started with.
  const second = join(folder, "pulumi-resource-awsx");
  rmSync(second, { force: true });
  linkSync(executable, second);
}
