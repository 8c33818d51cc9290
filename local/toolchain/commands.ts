import { type SpawnOptions, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { ConfigurationError, DependencyError } from "../../functions/shared/errors";

/** How to install a tool, by system. */
export interface InstallCommands {
  /** Debian, Ubuntu. */
  readonly linux: string;
  /** macOS with Homebrew. */
  readonly darwin: string;
}

/** What a program printed, and how it ended. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end; rejects only when it cannot be started. */
export type RunCommand = (command: string, args: readonly string[], options?: SpawnOptions) => Promise<CommandResult>;

export const runCommand: RunCommand = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
    // An interrupted installation leaves only its temporary folder, which the next one removes.
    const kill = (): void => void child.kill("SIGKILL");
    process.once("exit", kill);
    child.once("error", (error) => {
      process.removeListener("exit", kill);
      reject(error);
    });
    child.once("close", (code) => {
      process.removeListener("exit", kill);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8") });
    });
  });

/** Runs one step of an installation; throws `DependencyError` with the end of its output when it fails. */
export async function runStep(
  run: RunCommand,
  what: string,
  command: string,
  args: readonly string[],
  options?: SpawnOptions,
): Promise<string> {
  const { code, output } = await run(command, args, options);
  if (code === 0) return output;
  const tail = output.trimEnd().split("\n").slice(-15).join("\n");
  throw new DependencyError(`${what} failed: ${command} ended with exit code ${code}:\n${tail}`);
}

/** The full path of a program that PATH has; undefined when it has none. */
export function findOnPath(program: string, path = process.env.PATH ?? ""): string | undefined {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, program);
    try {
      accessSync(candidate, constants.X_OK);
      if (folder !== "") return candidate;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** The error that says which tool is missing, what for, and the command that installs it on this system. */
export function missingTool(
  what: string,
  purpose: string,
  install: InstallCommands,
  platform: NodeJS.Platform = process.platform,
): ConfigurationError {
  const command = platform === "darwin" ? install.darwin : install.linux;
  return new ConfigurationError(`${what}. It ${purpose}. Install it with: ${command}`);
}

/** The version (major, minor) in a program's answer; undefined when `pattern`, with two groups, does not match. */
export function versionIn(output: string, pattern: RegExp): readonly [number, number] | undefined {
  const match = pattern.exec(output);
  return match === null ? undefined : [Number(match[1]), Number(match[2] ?? 0)];
}
