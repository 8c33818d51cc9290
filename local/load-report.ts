import pc from "picocolors";
import type { Group } from "../cli/rescue/groups";
import { renderGroups } from "../cli/rescue/render-groups";
import { printable } from "../cli/text-table";
import { counted } from "../functions/shared/text/counted";
import {
  droppedCount,
  isComplete,
  type ObjectAccounting,
  type ObjectAccountings,
  type ObjectVersion,
} from "./object-accounting";

/** What became of a file that was to be delivered. */
export type LoadResult =
  | {
      readonly kind: "delivered";
      /** Undefined where the loader gave up. */
      readonly accounting: ObjectAccounting | undefined;
      /** Why the loader gave up, or has not come to the end yet, as far as it said so. */
      readonly reason?: string | undefined;
    }
  /** An earlier file has the same content and the same key: it is one object. */
  | { readonly kind: "same"; readonly as: string; readonly accounting: ObjectAccounting | undefined }
  | { readonly kind: "failed"; readonly reason: string };

/** What became of files that were to be delivered. */
export interface LoadReport {
  readonly results: readonly LoadResult[];
  /** The records that OpenSearch refused for good, by reason. */
  readonly refused: readonly Group[];
}

const failedOutcomes: readonly string[] = ["quarantined", "missing", "continued"];

/** Whether the loader read the object to its end and accounted for each of its records. */
function isWholeObject(accounting: ObjectAccounting | undefined): boolean {
  return accounting !== undefined && isComplete(accounting) && !failedOutcomes.includes(accounting.outcome);
}

/** Whether all of a file is loaded, each of its records included. */
export function isLoaded(result: LoadResult): boolean {
  return result.kind !== "failed" && isWholeObject(result.accounting) && result.accounting?.rejected === 0;
}

/** What became of one file, as a line for a person. */
export function describeLoad(result: LoadResult): string {
  if (result.kind === "same") return `the same as ${printable(result.as)}: delivered once`;
  if (result.kind === "failed") return pc.red(`not delivered: ${printable(result.reason)}`);
  const { accounting } = result;
  const reason = printable(result.reason ?? "see the log of the loader");
  if (accounting === undefined) return pc.red(`not loaded: ${reason}`);
  const line = describeAccounting(accounting);
  return accounting.outcome === "continued" ? `${line} - ${pc.red(`the rest is not loaded: ${reason}`)}` : line;
}

function describeAccounting(accounting: ObjectAccounting): string {
  const { outcome, reason, received, indexed, duplicate, rejected, dropped, trials, pipelineErrors } = accounting;
  const source = printable(accounting.source);
  const onTrial = Object.entries(trials).map(([name, count]) => `${printable(name)} ${count}`);
  const reasons = Object.entries(dropped).map(([name, count]) => `${count} ${printable(name)}`);
  const counts = [
    `${received} received`,
    `${indexed} indexed${pipelineErrors > 0 ? ` (${pipelineErrors} as pipeline errors: they could not be mapped)` : ""}`,
    `${duplicate} known already`,
    rejected === 0 ? "0 rejected" : pc.red(`${rejected} rejected`),
    ...(reasons.length === 0 ? [] : [`${droppedCount(accounting)} dropped (${reasons.join(", ")})`]),
    ...(onTrial.length === 0 ? [] : [`filters on trial match: ${onTrial.join(", ")}`]),
  ].join(", ");
  if (!isComplete(accounting)) return `${source}: ${counts}${pc.red(" - not all accounted for")}`;
  if (outcome === "quarantined")
    return `${source}: ${counts} - ${pc.red(`quarantined: ${printable(reason ?? "no reason given")}`)}`;
  if (outcome === "missing") return pc.red("the object was gone before it could be read");
  if (outcome === "unrecognised")
    return `${counts} - ${pc.yellow("of unknown kind: kept as one document in siem-unrecognised-*")}`;
  if (outcome === "empty") return `${counts} - there is nothing in it`;
  return `${source}: ${counts}`;
}

/** The sums over all files, as a line for a person. */
export function describeTotal(results: readonly LoadResult[]): string {
  const accounted = results.flatMap((result) => (result.kind === "delivered" ? (result.accounting ?? []) : []));
  const sum = (count: (result: ObjectAccounting) => number): number =>
    accounted.reduce((total, result) => total + count(result), 0);
  const counts = [
    `${sum(({ received }) => received)} received`,
    `${sum(({ indexed }) => indexed)} indexed`,
    `${sum(({ duplicate }) => duplicate)} known already`,
    `${sum(({ rejected }) => rejected)} rejected`,
    `${sum(droppedCount)} dropped`,
    `${sum(({ pipelineErrors }) => pipelineErrors)} pipeline errors`,
  ];
  const quarantined = accounted.filter(({ outcome }) => outcome === "quarantined").length;
  const aside = quarantined === 0 ? "" : `, ${quarantined} quarantined`;
  return `${results.filter(isLoaded).length} of ${counted(results.length, "file")} loaded${aside}: ${counts.join(", ")}`;
}

/** What is not loaded and why, where it is kept and what to do, as lines for a person; none where all is loaded. */
export function describeLeftOver({ results, refused }: LoadReport): string[] {
  const lines: string[] = [];
  if (refused.length > 0) {
    lines.push(
      "",
      ...renderGroups(refused),
      "OpenSearch refused these records; they are kept in the archive. Look: npx siem rejected list, npx siem rejected show. Mend what the reason says, then load them: npx siem rejected replay",
    );
  }
  const outcomes = results.map((result) => (result.kind === "failed" ? undefined : result.accounting?.outcome));
  if (outcomes.includes("quarantined")) {
    lines.push(
      "What is in quarantine is kept in the archive. Look: npx siem rejected list --kind quarantined. Once it can be read, load it: npx siem rejected replay --kind quarantined",
    );
  }
  if (results.some((result) => result.kind === "delivered" && result.accounting === undefined)) {
    lines.push(
      "What was given up is in the dead-letter queue. Look: npx siem dlq list. Mend the reason, then load it: npx siem dlq redrive",
    );
  }
  return lines;
}

/** What is waited for, as a line for a person. */
export function describeWaiting(objects: readonly ObjectVersion[], accountings: ObjectAccountings): string {
  const open = objects.filter((object) => !accountings.isWhole(object));
  const records = open.reduce((sum, object) => sum + (accountings.of(object)?.received ?? 0), 0);
  const [first] = open.flatMap((object) => {
    const reason = accountings.reason(object);
    return reason === undefined ? [] : `${printable(object.key)} waits: ${printable(reason)}`;
  });
  return [
    `waiting for the loader: ${objects.length - open.length} of ${counted(objects.length, "file")} accounted for`,
    ...(records === 0 ? [] : [`, and ${counted(records, "record")} of those that it has begun`]),
    ...(first === undefined ? [] : [`; ${first}`]),
  ].join("");
}
