import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { DependencyError } from "../functions/shared/errors";
import { killProcessGroup, recordProcess } from "./process-records";

export interface ProcessSpecification {
  /** What people call it: `opensearch`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The child's whole environment. */
  readonly environment: NodeJS.ProcessEnv;
  readonly workingFolder?: string;
  /** Where its output goes. */
  readonly logFile: string;
}

export interface SupervisedProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when it has ended, however that came about. */
  readonly ended: Promise<ProcessEnd>;
  /** Asks it to end (SIGTERM), kills it after `graceMilliseconds` (default 10 s); resolves when it has ended. */
  stop(graceMilliseconds?: number): Promise<void>;
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * The children of a stage. Each has a process group of its own, so that Ctrl-C reaches only us and the end is in
 * order. None outlives us: each reads its standard input and ends when that ends, which it does however we die; a record
 * file lets the next start end one that did not.
 */
export class Processes {
  readonly #stateFolder: string;
  readonly #running = new Set<SupervisedProcess>();
  readonly #killAllNow = (): void => {
    for (const { pid } of this.#running) killProcessGroup(pid);
  };

  constructor(stateFolder: string) {
    this.#stateFolder = stateFolder;
    process.on("exit", this.#killAllNow);
  }

  /** Starts a child. Throws `DependencyError` when it cannot be started. */
  async start(specification: ProcessSpecification): Promise<SupervisedProcess> {
    const { name, command, args, environment, workingFolder, logFile } = specification;
    mkdirSync(dirname(logFile), { recursive: true });
    const log = openSync(logFile, "a");
    try {
      const child = spawn(command, args, {
        cwd: workingFolder,
        env: environment,
        detached: true,
        stdio: ["pipe", log, log],
      });
      await started(child, name, command);
      return this.adopt(name, child, logFile);
    } finally {
      closeSync(log);
    }
  }

  /** Takes a child that runs already, and was spawned `detached`, under supervision. */
  adopt(name: string, child: ChildProcess, logFile: string): SupervisedProcess {
    const { pid } = child;
    if (pid === undefined) throw new DependencyError(`${name} could not be started`);
    // Writing to a child that is gone is no error of ours: its end is reported by `ended`.
    child.stdin?.on("error", () => undefined);
    const forget = recordProcess(this.#stateFolder, name, pid);
    const ended = new Promise<ProcessEnd>((resolve) => {
      child.once("exit", (code, signal) => {
        this.#running.delete(supervised);
        forget();
        resolve({ code, signal });
      });
    });
    const supervised: SupervisedProcess = {
      name,
      pid,
      logFile,
      ended,
      stop: (graceMilliseconds = 10_000) => stopGently(supervised, graceMilliseconds),
    };
    this.#running.add(supervised);
    return supervised;
  }

  /** Ends all children and resolves when none runs any more. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#running].map((supervised) => supervised.stop()));
    process.removeListener("exit", this.#killAllNow);
  }
}

async function stopGently({ pid, ended }: SupervisedProcess, graceMilliseconds: number): Promise<void> {
  killProcessGroup(pid, "SIGTERM");
  const timer = setTimeout(() => killProcessGroup(pid), graceMilliseconds);
  await ended;
  clearTimeout(timer);
}

function started(child: ChildProcess, name: string, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (cause) => {
      reject(new DependencyError(`${name} could not be started: ${command}: ${cause.message}`, { cause }));
    });
  });
}

/** The last lines of a log file, for an error message; empty when there is none. */
export function logTail(logFile: string, lines = 20): string {
  try {
    return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch {
    return "";
  }
}

/**
 * Asks `isReady` again and again until it says yes. Throws `DependencyError` with the end of the log when the process
 * ends before that or the time (seconds) is over.
 */
export async function waitUntilReady(
  supervised: SupervisedProcess,
  isReady: () => Promise<boolean>,
  timeoutSeconds: number,
): Promise<void> {
  let end: ProcessEnd | undefined;
  void supervised.ended.then((value) => {
    end = value;
  });
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    if (await isReady().catch(() => false)) return;
    const why =
      end !== undefined
        ? `ended with ${end.signal ?? `exit code ${end.code ?? "unknown"}`} while it was starting`
        : Date.now() > deadline
          ? `was not ready after ${timeoutSeconds} s`
          : undefined;
    if (why !== undefined) {
      throw new DependencyError(
        `${supervised.name} ${why}. The end of ${supervised.logFile}:\n${logTail(supervised.logFile)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
