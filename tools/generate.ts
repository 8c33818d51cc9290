import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ecsFields } from "./generators/ecs-fields";
import { policyRegistry } from "./generators/policy-registry";
import { sourceRegistry } from "./generators/source-registry";

export interface GeneratedFile {
  /** Path from the root of the project. */
  readonly path: string;
  /** The whole text the file should have. */
  readonly content: (root: string) => string | Promise<string>;
}

/** One row per generated file. Order matters only where a later one imports an earlier one. */
const generatedFiles: readonly GeneratedFile[] = [
  { path: "functions/loader/registry.generated.ts", content: sourceRegistry },
  { path: "functions/configurator/ecs-fields.generated.ts", content: ecsFields },
  { path: "policies/registry.generated.ts", content: policyRegistry },
];

/**
 * Brings the generated files up to date, or with `check` only looks.
 * @returns the paths that were (or are) stale
 */
export async function generate(
  root: string,
  { check = false, files = generatedFiles }: { check?: boolean; files?: readonly GeneratedFile[] } = {},
): Promise<string[]> {
  const stale: string[] = [];
  for (const { path, content } of files) {
    const file = join(root, path);
    const wanted = await content(root);
    if (existsSync(file) && readFileSync(file, "utf8") === wanted) continue;
    stale.push(path);
    if (!check) writeFileSync(file, wanted);
  }
  return stale;
}

async function main(): Promise<void> {
  const check = process.argv.includes("--check");
  const stale = await generate(resolve(__dirname, ".."), { check });
  if (!check) {
    for (const path of stale) console.log(`wrote ${path}`);
  } else if (stale.length > 0) {
    console.error(`Stale generated files: ${stale.join(", ")}. Run \`npm run generate\` and commit the result.`);
    process.exitCode = 1;
  }
}

if (require.main === module) void main();
