import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "../functions/shared/errors";
import { killLeftovers } from "./process-records";
import type { Progress } from "./progress";
import { readStageRecord } from "./stage-record";

/**
 * Makes the state folder ready for a new stage: ends what a killed stage left running and removes its state, for the
 * emulator starts empty and the state of the stack would speak of what is gone. Throws `ConfigurationError` when a stage runs there.
 */
export function prepareStateFolder(stateFolder: string, progress: Progress): void {
  const record = readStageRecord(stateFolder);
  if (record !== undefined) {
    throw new ConfigurationError(
      `A local stage runs already (process ${record.pid}, since ${record.startedAt}). Stop it with: npx siem down`,
    );
  }
  const killed = killLeftovers(stateFolder);
  if (killed.length > 0) progress(`ended what an earlier stage had left running: ${killed.join(", ")}`);
  rmSync(stateFolder, { recursive: true, force: true });
  mkdirSync(stateFolder, { recursive: true });
}

/** Removes what a stage wrote, but for its logs. */
export function clearStateFolder(stateFolder: string): void {
  let names: string[];
  try {
    names = readdirSync(stateFolder);
  } catch {
    return;
  }
  for (const name of names) {
    if (name !== "logs") rmSync(join(stateFolder, name), { recursive: true, force: true });
  }
}
