import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { alarmReference } from "./generators/alarm-reference";
import { componentArgs } from "./generators/component-args";
import { componentSchema } from "./generators/component-schema";
import { controlReference } from "./generators/control-reference";
import { ecsFields } from "./generators/ecs-fields";
import { limitReference } from "./generators/limit-reference";
import { policyReference } from "./generators/policy-reference";
import { policyRegistry } from "./generators/policy-registry";
import { policySchema } from "./generators/policy-schema";
import { sourceReference } from "./generators/source-reference";
import { sourceRegistry } from "./generators/source-registry";

export interface GeneratedFile {
  /** Path from the root of the project. */
  readonly path: string;
  /** The whole text the file should have. */
  readonly content: (root: string) => string | Promise<string>;
}

/** A folder in which all files are generated. */
export interface GeneratedFolder {
  /** Path from the root of the project. */
  readonly folder: string;
  /** The whole texts of the files it should have, by name. */
  readonly contents: (root: string) => Promise<ReadonlyMap<string, string>>;
}

const registry: GeneratedFile = { path: "functions/loader/registry.generated.ts", content: sourceRegistry };
const referenceOfSources: GeneratedFolder = { folder: "docs/sources", contents: sourceReference };

/** What changes with the log sources. */
export const filesOfSources: readonly (GeneratedFile | GeneratedFolder)[] = [registry, referenceOfSources];

/** One row per generated file or folder. Order matters only where a later one imports an earlier one. */
const generatedFiles: readonly (GeneratedFile | GeneratedFolder)[] = [
  registry,
  { path: "functions/configurator/ecs-fields.generated.ts", content: ecsFields },
  { path: "policies/registry.generated.ts", content: policyRegistry },
  { path: "policies/configuration.schema.generated.json", content: policySchema },
  { path: "provider/components/siem-args.generated.ts", content: componentArgs },
  { path: "provider/schema.generated.json", content: componentSchema },
  { folder: "docs/policies", contents: policyReference },
  { path: "docs/limits.md", content: limitReference },
  { path: "docs/controls.md", content: controlReference },
  { path: "docs/monitoring.md", content: alarmReference },
  referenceOfSources,
];

/**
 * Brings the generated files up to date, or with `check` only looks.
 * @returns the paths that were (or are) stale
 */
export async function generate(
  root: string,
  {
    check = false,
    files = generatedFiles,
  }: { check?: boolean; files?: readonly (GeneratedFile | GeneratedFolder)[] } = {},
): Promise<string[]> {
  const stale: string[] = [];
  for (const generated of files) {
    for (const [path, wanted] of await contentsOf(generated, root)) {
      const file = join(root, path);
      if ((existsSync(file) ? readFileSync(file, "utf8") : undefined) === wanted) continue;
      stale.push(path);
      if (check) continue;
      mkdirSync(dirname(file), { recursive: true });
      if (wanted === undefined) rmSync(file);
      else writeFileSync(file, wanted);
    }
  }
  return stale;
}

/** What each file should hold, by path; undefined for one that should not be there. */
async function contentsOf(
  generated: GeneratedFile | GeneratedFolder,
  root: string,
): Promise<ReadonlyMap<string, string | undefined>> {
  if ("path" in generated) return new Map([[generated.path, await generated.content(root)]]);
  const folder = join(root, generated.folder);
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const contents = await generated.contents(root);
  return new Map([...present, ...contents.keys()].map((name) => [`${generated.folder}/${name}`, contents.get(name)]));
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
