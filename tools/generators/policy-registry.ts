import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Policies by folder and file name: `policies/<service>/<service or its abbreviation>-<rule>.ts`, sorted. */
export function policyFiles(root: string): string[] {
  const folder = join(root, "policies");
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .flatMap(({ name: service }) =>
      readdirSync(join(folder, service))
        // Helpers that policies of a service share have no hyphen in their names.
        .filter((file) => /^[a-z0-9]+-[a-z0-9-]+\.ts$/.test(file))
        .map((file) => `${service}/${file.slice(0, -".ts".length)}`),
    )
    .sort();
}

/** The module that lists every policy, so that adding one edits nothing but its own file. */
export function policyRegistry(root: string): string {
  const modules = policyFiles(root).map((path) => ({
    path,
    variable: path.slice(path.indexOf("/") + 1).replace(/-([a-z0-9])/g, (_, c: string) => c.toUpperCase()),
  }));
  return [
    "// Made by `npm run generate`; do not edit.",
    'import type { Policy } from "./policy";',
    ...modules.map(({ path, variable }) => `import ${variable} from "./${path}";`),
    "",
    "/** Every policy, sorted by service and id. */",
    "export const policies: readonly Policy[] = [",
    ...modules.map(({ variable }) => `  ${variable},`),
    "];",
    "",
  ].join("\n");
}
