import { records } from "../../functions/shared/records";
import { asRecord, type JsonObject } from "../../functions/shared/values";

const actions: ReadonlySet<unknown> = new Set(["added", "removed", "snapshot"]);

/** The result of a query: a row that was added or removed, a snapshot of all rows, or a batch of differences. */
function isResult(record: JsonObject): boolean {
  if (typeof record.name !== "string") return false;
  if (asRecord(record.diffResults) !== undefined) return "hostIdentifier" in record;
  if (!actions.has(record.action)) return false;
  return Array.isArray(record.snapshot) || asRecord(record.columns) !== undefined;
}

/** What osquery says about itself. */
export function isStatus(record: JsonObject): boolean {
  return "severity" in record && "filename" in record && "line" in record && typeof record.message === "string";
}

export function isRecord(record: JsonObject): boolean {
  return isResult(record) || (isStatus(record) && ("hostIdentifier" in record || "calendarTime" in record));
}

/** Each row of a snapshot or a batch as a result of its own; `undefined` for what has one row or none. */
export function rowsOf(record: JsonObject): readonly JsonObject[] | undefined {
  const { snapshot, diffResults, ...shared } = record;
  if (Array.isArray(snapshot)) {
    const rows = records(snapshot);
    // A row that is no object would be lost.
    return rows.length === snapshot.length ? rows.map((columns) => ({ ...shared, columns })) : undefined;
  }
  const differences = asRecord(diffResults);
  if (differences === undefined) return undefined;
  return (["added", "removed"] as const).flatMap((action) =>
    records(differences[action]).map((columns) => ({ ...shared, action, columns })),
  );
}
