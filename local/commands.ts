import { join, resolve } from "node:path";
import pc from "picocolors";
import { INTERRUPTED, interruptible } from "../cli/interrupt";
import { logFileFault } from "../cli/log-file";
import { printable } from "../cli/text-table";
import { sources } from "../functions/loader/registry.generated";
import { ConfigurationError } from "../functions/shared/errors";
import { startInBackground, stopInBackground } from "./background-stage";
import type { Changes, Deployment } from "./deploy";
import { defaultStateFolder, projectFolder } from "./folders";
import { type Delivery, deliverFiles } from "./load";
import { describeLeftOver, describeLoad, describeTotal, isLoaded } from "./load-report";
import { objectKeyFor, refuseSetAsideKey } from "./object-key";
import { killLeftovers } from "./process-records";
import { type Progress, progressOnStderr } from "./progress";
import { clearStateFolder } from "./stage-folder";
import { readStageRecord, type StageAddresses } from "./stage-record";
import { assertServersRun } from "./stage-servers";

/**
 * Starts the local stage in the background; where it runs already, deploys to it again. Prints where it is. Exit code 0
 * when the stage is there, 130 when it was interrupted.
 */
export async function up(stateFolder = defaultStateFolder): Promise<number> {
  const progress = progressOnStderr();
  const record = readStageRecord(stateFolder);
  if (record === undefined) {
    const addresses = await startInBackground(stateFolder, progress);
    if (addresses === undefined) return INTERRUPTED;
    printAddresses(addresses, stateFolder);
    return 0;
  }
  if (record.ready === undefined) {
    throw new ConfigurationError(
      `The local stage is being started (process ${record.pid}); wait for it, or end it with: npx siem down`,
    );
  }
  const stage = record.ready;
  await assertServersRun(stage);
  const deployed = await interruptible("stopping the deployment; the local stage keeps running", async (signal) =>
    (await openDeployment(stage, stateFolder, progress, signal)).deploy(),
  );
  if (deployed === undefined) return INTERRUPTED;
  await fetch(`${stage.controlUrl}/reload`, { method: "POST" });
  console.log(`The local stage runs already; deployed again: ${describe(deployed.changes)}`);
  printAddresses(stage, stateFolder);
  return 0;
}

/** Destroys the stack of the local stage, stops all it runs and removes its state. Exit code 0, also when none runs. */
export async function down(stateFolder = defaultStateFolder): Promise<number> {
  const progress = progressOnStderr();
  const record = readStageRecord(stateFolder);
  let exitCode = 0;
  if (record === undefined) {
    console.log("No local stage is running");
  } else {
    if (record.ready !== undefined) exitCode = await destroyStack(record.ready, stateFolder, progress);
    await stopInBackground(record.pid);
    console.log("The local stage has stopped");
  }
  const killed = killLeftovers(stateFolder);
  if (killed.length > 0) console.log(`Ended what an earlier stage had left running: ${killed.join(", ")}`);
  clearStateFolder(stateFolder);
  return exitCode;
}

/**
 * Delivers log files to the running local stage and prints what became of their records. Exit code 1 when a record is not
 * accounted for or was rejected, an object is in quarantine or a file cannot be delivered. Throws `ConfigurationError` when no stage runs, a file cannot be read or the
 * loader would not read its key, `DependencyError` when a server of the stage has ended.
 */
export async function load(
  files: readonly string[],
  { key }: { readonly key?: string } = {},
  stateFolder = defaultStateFolder,
): Promise<number> {
  if (key === "") throw new ConfigurationError("--key is empty; it must be the S3 key to deliver the file under");
  if (key !== undefined && files.length !== 1) {
    throw new ConfigurationError(`--key names the key of one file, but there are ${files.length}`);
  }
  for (const file of files) {
    const fault = logFileFault(file);
    if (fault !== undefined) throw new ConfigurationError(fault);
  }
  const now = new Date();
  const deliveries: Delivery[] = files.map((file) => ({ file, key: key ?? objectKeyFor(resolve(file), sources, now) }));
  for (const delivery of deliveries) refuseSetAsideKey(delivery.file, delivery.key, now);
  const stage = readStageRecord(stateFolder)?.ready;
  if (stage === undefined) throw new ConfigurationError("No local stage is running. Start it with: npx siem up");
  const report = await deliverFiles(stage, stateFolder, deliveries, progressOnStderr());
  const { results } = report;
  for (const [index, { file, key: deliveredKey }] of deliveries.entries()) {
    console.log(`${printable(file)} -> ${printable(deliveredKey)}`);
    const result = results[index];
    if (result !== undefined) console.log(`  ${describeLoad(result)}`);
  }
  console.log(`Total: ${describeTotal(results)}`);
  for (const line of describeLeftOver(report)) console.log(line);
  const complete = results.every(isLoaded);
  if (!complete) console.log(`Logs: ${join(stateFolder, "logs")}`);
  return complete ? 0 : 1;
}

async function destroyStack(stage: StageAddresses, stateFolder: string, progress: Progress): Promise<number> {
  try {
    await assertServersRun(stage);
  } catch {
    // What is deployed there ends with its processes; without them the engine would only fail.
    console.log("A server of the local stage is not there any more: what was deployed goes without being destroyed");
    return 0;
  }
  try {
    const changes = await interruptible(
      "the stage is stopped without destroying the rest of its stack",
      async (signal) => (await openDeployment(stage, stateFolder, progress, signal)).destroy(),
    );
    if (changes === undefined) return INTERRUPTED;
    console.log(`Destroyed the stack: ${describe(changes)}`);
    return 0;
  } catch (error) {
    // Everything that was deployed ends with the emulator, so stopping must go on.
    console.error(
      pc.red(`The stack could not be destroyed: ${error instanceof Error ? error.message : String(error)}`),
    );
    return 1;
  }
}

async function openDeployment(
  stage: StageAddresses,
  stateFolder: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<Deployment> {
  // Pulumi takes a second to load, and `siem load` does without.
  const { Deployment } = await import("./deploy");
  const { pulumiFolder, awsEndpoint, region, domainEndpoint, controlUrl } = stage;
  const invokeUrl = `${controlUrl}/invoke`;
  return Deployment.open({
    pulumiFolder,
    projectFolder,
    stateFolder,
    awsEndpoint,
    region,
    domainEndpoint,
    invokeUrl,
    progress,
    signal,
  });
}

function describe(changes: Changes): string {
  const parts = Object.entries(changes).filter(([, count]) => count > 0);
  return parts.length === 0 ? "nothing to do" : parts.map(([what, count]) => `${count} ${what}`).join(", ");
}

function printAddresses(stage: StageAddresses, stateFolder: string): void {
  const archive = String(stage.outputs.archiveBucketName);
  const rows = [
    ["OpenSearch", stage.openSearchUrl],
    ["  indices", `${stage.openSearchUrl}/_cat/indices/siem-*?v`],
    ["  search", `${stage.openSearchUrl}/siem-*/_search?q=event.outcome:failure`],
    ["search domain (signed requests)", `https://${stage.domainEndpoint}`],
    ["AWS emulator", `${stage.awsEndpoint} (export AWS_ENDPOINT_URL=${stage.awsEndpoint})`],
    ["log archive", `s3://${archive}`],
    ["logs", join(stateFolder, "logs")],
  ] as const;
  console.log(pc.bold("\nThe local stage is running."));
  for (const [what, where] of rows) console.log(`  ${what.padEnd(32)} ${where}`);
  console.log(`\nLoad your own logs:  ${pc.bold("npx siem load FILE...")}`);
  console.log(`Stop everything:     ${pc.bold("npx siem down")}`);
}
