import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Ids of the log sources: the folders under `sources/` that have an `index.ts`, sorted. */
export function sourceIds(root: string): string[] {
  const folder = join(root, "sources");
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "index.ts")))
    .map(({ name }) => name)
    .sort();
}

/** The module that lists every log source, so that adding one edits nothing but its own folder. */
export function sourceRegistry(root: string): string {
  const modules = sourceIds(root).map((id) => ({
    id,
    variable: id.replace(/-([a-z0-9])/g, (_, c: string) => c.toUpperCase()),
  }));
  return [
    "// Made by `npm run generate`; do not edit.",
    ...modules.map(({ id, variable }) => `import ${variable} from "../../sources/${id}";`),
    'import type { LogSource } from "./source";',
    "",
    "/** Every log source, sorted by id. */",
    `export const sources: readonly LogSource[] = [${modules.map(({ variable }) => variable).join(", ")}];`,
    "",
  ].join("\n");
}
