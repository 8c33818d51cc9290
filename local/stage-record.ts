import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { processIdentity } from "./process-records";

const recordSchema = z.object({
  /** The process that runs the stage, and what tells it from a later one with the same number. */
  pid: z.number(),
  identity: z.string(),
  /** ISO 8601. */
  startedAt: z.string(),
  /** Missing while the stage is being started. */
  ready: z.optional(
    z.object({
      awsEndpoint: z.string(),
      openSearchUrl: z.string(),
      domainEndpoint: z.string(),
      controlUrl: z.string(),
      region: z.string(),
      pulumiFolder: z.string(),
      outputs: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** What other processes need to know of a running stage: the content of `<state folder>/stage.json`. */
export type StageRecord = z.infer<typeof recordSchema>;

/** How another process meets a stage that is ready. */
export type StageAddresses = NonNullable<StageRecord["ready"]>;

const recordFile = (stateFolder: string): string => join(stateFolder, "stage.json");

/** The stage that runs, or is being started, on this state folder; undefined when none does. */
export function readStageRecord(stateFolder: string): StageRecord | undefined {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(recordFile(stateFolder), "utf8"));
  } catch {
    return undefined;
  }
  const record = recordSchema.safeParse(content);
  return record.success && processIdentity(record.data.pid) === record.data.identity ? record.data : undefined;
}

/** Notes that this process runs the stage. */
export function writeStageRecord(stateFolder: string, startedAt: Date, ready?: StageAddresses): void {
  const identity = processIdentity(process.pid) ?? "unknown";
  const record: StageRecord = { pid: process.pid, identity, startedAt: startedAt.toISOString() };
  writeFileSync(
    recordFile(stateFolder),
    JSON.stringify(ready === undefined ? record : { ...record, ready }, undefined, 2),
  );
}

export function removeStageRecord(stateFolder: string): void {
  rmSync(recordFile(stateFolder), { force: true });
}
