import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { EcsFlat } from "@elastic/ecs";
import { buildSync } from "esbuild";
import type { KnownSources } from "../../functions/loader/filter-rules";
import { sources as builtInSources } from "../../functions/loader/registry.generated";
import type { LogSource } from "../../functions/loader/source";
import { mergeSources, sourceOfModule } from "../../functions/loader/source-modules";
import { ConfigurationError } from "../../functions/shared/errors";
import { sourceModuleAliases } from "./bundle";

const builtFolder = resolve(__dirname, "../../.siem/source-modules");

/**
 * The log sources that modules export, TypeScript or JavaScript, resolved as they are when they are bundled into the
 * loader.
 * @param paths absolute.
 * @throws ConfigurationError for a module that cannot be built or run, or exports no log source.
 */
export function loadSourceModules(paths: readonly string[]): readonly LogSource[] {
  return paths.map((path) => {
    if (!isAbsolute(path)) throw new ConfigurationError(`the path of a source's module must be absolute: ${path}`);
    return sourceOfModule(run(path), path);
  });
}

/** What rules and filters may name: the built-in sources, those of modules, and the fields of their documents. */
export function knownSources(modulePaths: readonly string[]): KnownSources {
  const sources = mergeSources(builtInSources, loadSourceModules(modulePaths));
  const types: ReadonlyMap<string, string> = new Map([
    ...Object.entries(EcsFlat).map(([name, { type }]) => [name, type] as const),
    ...sources.flatMap(({ fields }) => Object.entries(fields)),
    ["log.offset", "long"],
  ]);
  return {
    ids: sources.map(({ id }) => id),
    fields: [...types.keys()],
    hasField: (field) => types.has(field) || parentsOf(field).some((parent) => wholeTypes.has(types.get(parent) ?? "")),
  };
}

/** Members of such a field are not named anywhere. */
const wholeTypes: ReadonlySet<string> = new Set(["flat_object", "flattened", "object", "nested"]);

/** `a.b` and `a` of `a.b.c`. */
function parentsOf(field: string): string[] {
  const names = field.split(".");
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join("."));
}

function run(path: string): unknown {
  try {
    const { outputFiles } = buildSync({
      entryPoints: [path],
      bundle: true,
      write: false,
      platform: "node",
      target: "node20",
      format: "cjs",
      alias: sourceModuleAliases,
      logLevel: "silent",
    });
    const code = outputFiles[0]?.contents ?? new Uint8Array();
    mkdirSync(builtFolder, { recursive: true });
    const built = join(builtFolder, `${createHash("sha256").update(code).digest("hex").slice(0, 16)}.cjs`);
    writeFileSync(built, code);
    return require(built);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(`the source's module ${path} cannot be loaded: ${message}`, { cause });
  }
}
