import { chmodSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { version as awsVersion } from "@pulumi/aws/package.json";
import { version as awsxVersion } from "@pulumi/awsx/package.json";
import { build } from "esbuild";

/** The providers that the program needs: entry point and release, by the name of the package. */
const providers = {
  aws: { entryPoint: "main.ts", version: awsVersion },
  awsx: { entryPoint: "awsx/main.ts", version: awsxVersion },
};

/**
 * Writes the executables that the Pulumi engine takes for providers into `folder`, one bundled file each so that they start at
 * once. The folder belongs at the front of the engine's PATH.
 */
export async function writeProviderExecutables(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await Promise.all(Object.keys(providers).map((name) => writeExecutable(folder, name as keyof typeof providers)));
}

async function writeExecutable(folder: string, name: keyof typeof providers): Promise<void> {
  const { entryPoint, version } = providers[name];
  const executable = join(folder, `pulumi-resource-${name}`);
  const unfinished = `${executable}.${process.pid}.tmp`;
  await build({
    entryPoints: [join(__dirname, entryPoint)],
    outfile: unfinished,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    keepNames: true,
    legalComments: "none",
    logLevel: "error",
    define: { PROVIDER_VERSION: JSON.stringify(version), AWS_VERSION: JSON.stringify(awsVersion) },
    banner: { js: `#!${process.execPath}` },
  });
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, executable);
}
