import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import {
  LocalWorkspace,
  type ProjectSettings,
  PulumiCommand,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { ConfigurationError, DependencyError } from "../functions/shared/errors";
import { writeProviderExecutables } from "./provider/launcher";

export interface WorkspaceOptions {
  /** Folder that holds the `pulumi` program. */
  readonly pulumiFolder: string;
  /** Where Pulumi.yaml and Pulumi.<stage>.yaml are; nothing is written there. */
  readonly projectFolder: string;
  /** The state folder of the local stage; the engine's files go to `pulumi/` in it. */
  readonly stateFolder: string;
  readonly stage: string;
  /** What the engine and, through it, the provider find in their environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly program: PulumiFn;
}

// The state of the local stage holds nothing that is secret outside it; Pulumi insists on a passphrase.
const PASSPHRASE = "local-stage";

/** The stack of the local stage, ready for use: created when missing, freed of what an interrupted run left. */
export async function openStack(options: WorkspaceOptions): Promise<Stack> {
  const folder = join(options.stateFolder, "pulumi");
  const [workDir, backend] = [join(folder, "project"), join(folder, "backend")];
  for (const path of [workDir, backend]) mkdirSync(path, { recursive: true });
  const projectSettings = copyProject(options, workDir);
  restoreCheckpoint(join(backend, ".pulumi", "stacks", projectSettings.name, `${options.stage}.json`));
  const pulumiCommand = await writeExecutables(folder, options.pulumiFolder);
  // The Automation API puts the folder of its `pulumi`, where our provider is too, at the front of PATH.
  const args = { stackName: options.stage, projectName: projectSettings.name, program: options.program };
  const stack = await LocalWorkspace.createOrSelectStack(args, {
    workDir,
    projectSettings,
    pulumiCommand,
    pulumiHome: join(folder, "home"),
    envVars: {
      ...options.environment,
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      PULUMI_CONFIG_PASSPHRASE_FILE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // The stand-in provider is found on PATH, which the engine calls an ambient plugin.
      PULUMI_IGNORE_AMBIENT_PLUGINS: "false",
    },
  });
  await recover(stack, join(backend, ".pulumi", "locks"));
  return stack;
}

/**
 * An engine that is killed while it writes its checkpoint leaves half of it, or of the attributes that its store keeps in a
 * file beside each, which no later engine can read. The checkpoint before is there too; attributes can be missing. What was
 * made in between is found by the provider when it is made again.
 */
export function restoreCheckpoint(file: string): void {
  const backup = `${file}.bak`;
  for (const attributes of [`${file}.attrs`, `${backup}.attrs`]) if (isCut(attributes)) rmSync(attributes);
  if (!isCut(file)) return;
  if (existsSync(backup) && !isCut(backup)) copyFileSync(backup, file);
  else rmSync(file);
}

function isCut(file: string): boolean {
  return existsSync(file) && !isJson(file);
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}

/** Puts the engine where the Automation API looks for it, `bin/pulumi` of some folder, and the providers beside it. */
async function writeExecutables(folder: string, pulumiFolder: string): Promise<PulumiCommand> {
  const binaries = join(folder, "bin");
  const engine = join(binaries, "pulumi");
  mkdirSync(binaries, { recursive: true });
  rmSync(engine, { force: true });
  symlinkSync(join(pulumiFolder, "pulumi"), engine);
  const [command] = await Promise.all([
    PulumiCommand.get({ root: folder, skipVersionCheck: true }),
    writeProviderExecutables(binaries),
  ]);
  return command;
}

/**
 * Copies the project's files, so that what the engine adds to them (the salt of its passphrase) stays out of the clone.
 * Returns the project's settings without an entry point: the program runs inside this process.
 */
function copyProject({ projectFolder, stage }: WorkspaceOptions, workDir: string): ProjectSettings {
  const { main: _main, backend: _backend, ...project } = readYaml(join(projectFolder, "Pulumi.yaml"));
  if (typeof project.name !== "string") throw new ConfigurationError("Pulumi.yaml has no name.");
  const stackFile = `Pulumi.${stage}.yaml`;
  const copy = join(workDir, stackFile);
  const { encryptionsalt } = existsSync(copy) ? readYaml(copy) : {};
  const settings = {
    ...readYaml(join(projectFolder, stackFile)),
    ...(encryptionsalt === undefined ? {} : { encryptionsalt }),
  };
  writeFileSync(copy, stringify(settings));
  return { ...project, name: project.name, runtime: "nodejs" };
}

function readYaml(path: string): Record<string, unknown> {
  try {
    return (parse(readFileSync(path, "utf8")) ?? {}) as Record<string, unknown>;
  } catch (cause) {
    throw new ConfigurationError(`Cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** Removes what a deployment left that was killed: its lock, and the operations it did not finish. */
async function recover(stack: Stack, locksFolder: string): Promise<void> {
  for (const path of lockFiles(locksFolder)) {
    const { pid } = JSON.parse(readFileSync(path, "utf8")) as { pid?: number };
    if (pid !== undefined && isRunning(pid)) {
      throw new DependencyError(
        `Another deployment of the local stage is running (process ${pid}). Wait for it, or stop it with: kill -INT ${pid}`,
      );
    }
    await stack.cancel();
  }
  // Operations without an end would make the engine refuse. The provider takes over what they made, so they can be forgotten.
  const state = await stack.exportStack();
  const { pending_operations: pending, ...deployment } = (state.deployment ?? {}) as Record<string, unknown>;
  if (Array.isArray(pending) && pending.length > 0) await stack.importStack({ ...state, deployment });
}

function lockFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(folder, name));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
