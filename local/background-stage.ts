import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { DependencyError } from "../functions/shared/errors";
import { projectFolder } from "./folders";
import { killProcessGroup, processIdentity } from "./process-records";
import type { Progress } from "./progress";
import type { StageMessage } from "./stage-process";
import { readStageRecord, type StageAddresses } from "./stage-record";

/** How long a stage may take to end before it is killed. */
const STOP_TIMEOUT_MILLISECONDS = 45_000;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The file that a stage in the background writes its progress to; beside the state folder, which it empties itself. */
const logFileOf = (stateFolder: string): string => `${stateFolder}-stage.log`;

/**
 * Starts a stage in a process that stays when this one ends, and resolves when it is ready. Throws `DependencyError` when
 * it does not get ready. A signal to this process until then ends the stage as well; the result is undefined.
 */
export async function startInBackground(stateFolder: string, progress: Progress): Promise<StageAddresses | undefined> {
  const logFile = logFileOf(stateFolder);
  mkdirSync(join(stateFolder, ".."), { recursive: true });
  const log = openSync(logFile, "w");
  const child = spawn(
    process.execPath,
    ["--import", pathToFileURL(require.resolve("tsx")).href, join(__dirname, "stage-process.ts"), stateFolder],
    { cwd: projectFolder, detached: true, stdio: ["ignore", log, log, "ipc"] },
  );
  closeSync(log);
  let interrupted = false;
  const interrupt = (): void => {
    if (!interrupted) progress("interrupted: stopping the local stage, which may take half a minute");
    interrupted = true;
    child.kill("SIGTERM");
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    // What the stage still finishes is of no interest to who does not want it.
    await untilReady(child, (line) => (interrupted ? undefined : progress(line)), logFile);
  } catch (error) {
    if (!interrupted) throw error;
    return undefined;
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, interrupt);
  }
  child.disconnect();
  child.unref();
  const addresses = readStageRecord(stateFolder)?.ready;
  if (addresses === undefined)
    throw new DependencyError(`The local stage ended as soon as it was ready; see ${logFile}`);
  return addresses;
}

function untilReady(child: ChildProcess, progress: Progress, logFile: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: string | undefined;
    child.on("message", (value) => {
      const message = value as StageMessage;
      if (message.kind === "progress") progress(message.line);
      else if (message.kind === "ready") resolve();
      else failure = message.message;
    });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      const how = signal ?? `exit code ${code ?? "unknown"}`;
      reject(new DependencyError(failure ?? `The local stage ended (${how}) before it was ready; see ${logFile}`));
    });
  });
}

/** Tells the process of a stage to end and resolves when it has; kills it when it takes too long. */
export async function stopInBackground(pid: number): Promise<void> {
  const identity = processIdentity(pid);
  if (identity === undefined) return;
  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + STOP_TIMEOUT_MILLISECONDS;
  while (processIdentity(pid) === identity) {
    if (Date.now() > deadline) killProcessGroup(pid);
    await sleep(100);
  }
}
