import pc from "picocolors";
import { droppedCount, isComplete, type ObjectAccounting } from "./object-accounting";

/** Whether the loader read the object to its end and accounted for each of its records. */
export function isLoaded(accounting: ObjectAccounting | undefined): accounting is ObjectAccounting {
  return accounting !== undefined && isComplete(accounting) && !["quarantined", "missing"].includes(accounting.outcome);
}

/** What became of one object, as a line for a person; undefined where the loader gave up. */
export function describeLoad(accounting: ObjectAccounting | undefined): string {
  if (accounting === undefined) return pc.red("not loaded; see the log of the loader");
  const { source, outcome, reason, received, indexed, duplicate, rejected, dropped, trials, pipelineErrors } =
    accounting;
  const onTrial = Object.entries(trials).map(([name, count]) => `${name} ${count}`);
  const reasons = Object.entries(dropped).map(([name, count]) => `${count} ${name}`);
  const counts = [
    `${received} received`,
    `${indexed} indexed${pipelineErrors > 0 ? ` (${pipelineErrors} as pipeline errors: they could not be mapped)` : ""}`,
    `${duplicate} known already`,
    `${rejected} rejected`,
    ...(reasons.length === 0 ? [] : [`${droppedCount(accounting)} dropped (${reasons.join(", ")})`]),
    ...(onTrial.length === 0 ? [] : [`filters on trial match: ${onTrial.join(", ")}`]),
  ].join(", ");
  if (!isComplete(accounting)) return `${source}: ${counts}${pc.red(" - not all accounted for")}`;
  if (outcome === "quarantined")
    return `${source}: ${counts} - ${pc.red(`quarantined: ${reason ?? "no reason given"}`)}`;
  if (outcome === "missing") return pc.red("the object was gone before it could be read");
  if (outcome === "unrecognised")
    return `${counts} - ${pc.yellow("of unknown kind: kept as one document in siem-unrecognised-*")}`;
  if (outcome === "empty") return `${counts} - there is nothing in it`;
  return `${source}: ${counts}`;
}

/** The sums over all objects, as a line for a person. */
export function describeTotal(results: readonly (ObjectAccounting | undefined)[]): string {
  const accounted = results.filter((result) => result !== undefined);
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
  return `${results.filter(isLoaded).length} of ${results.length} files loaded${aside}: ${counts.join(", ")}`;
}
