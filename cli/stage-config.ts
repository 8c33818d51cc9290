import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { ConfigurationError } from "../functions/shared/errors";
import { encryptedValue } from "../settings/definition";

/** Where the settings of this project's stages are. */
export const projectRoot = resolve(__dirname, "..");

/**
 * The configuration of a stage as Pulumi hands it to the program (`<namespace>:<key>` -> text), from Pulumi.<stage>.yaml.
 * Encrypted values cannot be read without the stack's secrets provider; they are the text `[secret]`.
 */
export function stageConfig(stage: string, folder = projectRoot): Record<string, string> {
  const path = join(folder, `Pulumi.${stage}.yaml`);
  if (!existsSync(path)) {
    throw new ConfigurationError(
      `There is no stage "${stage}"; Pulumi.<stage>.yaml exists for ${stages(folder).join(", ")}.`,
    );
  }
  const document = parseYaml(path);
  const config = member(document, "config") ?? {};
  if (typeof config !== "object" || config === null) throw new ConfigurationError(`${path} has no map under "config"`);
  const entries: [string, unknown][] = Object.entries(config);
  return Object.fromEntries(
    entries.map(([key, value]) => [key.includes(":") ? key : `siem:${key}`, configText(value)]),
  );
}

/** Name and entry point of the project whose Pulumi.yaml is in a folder; without one, of this project. */
export function projectOf(folder: string): { readonly name: string; readonly entryPoint: string } {
  const root = existsSync(join(folder, "Pulumi.yaml")) ? folder : projectRoot;
  const path = join(root, "Pulumi.yaml");
  const document = parseYaml(path);
  const [name, main] = [member(document, "name"), member(document, "main") ?? "index.ts"];
  if (typeof name !== "string" || typeof main !== "string") {
    throw new ConfigurationError(`${path} must have a name, and as main the path of the program, if any`);
  }
  return { name, entryPoint: join(root, main) };
}

function member(document: unknown, name: string): unknown {
  return typeof document === "object" && document !== null
    ? (document as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function parseYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new ConfigurationError(`${path} is no YAML: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** The stages that have a configuration file. */
export function stages(folder = projectRoot): string[] {
  if (!existsSync(folder)) throw new ConfigurationError(`There is no folder ${folder}`);
  return readdirSync(folder).flatMap((name) => /^Pulumi\.([\w-]+)\.yaml$/.exec(name)?.[1] ?? []);
}

function configText(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return "secure" in value ? encryptedValue : JSON.stringify(value);
}
