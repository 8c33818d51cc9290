import { spelledTime } from "../../functions/shared/time/common-log-time";
import { flag, integer, list, nonEmpty, text } from "../../functions/shared/values";
import type { RedshiftRecord } from "./map";

const typesOfAction: ReadonlyMap<string, readonly string[]> = new Map([
  ["create", ["user", "creation"]],
  ["drop", ["user", "deletion"]],
  ["alter", ["user", "change"]],
  ["rename", ["user", "change"]],
]);

/** Who changed the user is not in this log, but in that of user activity, under the same transaction. */
export function userDocument(record: string): RedshiftRecord {
  const columns = record.split("|").map((column) => column.trim());
  const [id, name, oldName, action = "", createDatabases, superuser, updateCatalogs, validUntil] = columns;
  const [processId, transactionId, time, ...more] = columns.slice(8);
  const pid = integer(processId);
  const renamedFrom = text(oldName);
  return {
    document: {
      "@timestamp": spelledTime(time),
      event: {
        category: ["iam", "database"],
        type: [...(typesOfAction.get(action) ?? ["user", "info"])],
        action: text(action) ?? "user",
        outcome: "success",
      },
      user: nonEmpty({
        target: nonEmpty({ id: text(id), name: renamedFrom ?? text(name) }),
        changes: renamedFrom === undefined ? undefined : nonEmpty({ name: text(name) }),
      }),
      process: pid === undefined ? undefined : { pid },
    },
    fields: {
      can_create_databases: numericFlag(createDatabases),
      is_superuser: numericFlag(superuser),
      can_update_catalogs: numericFlag(updateCatalogs),
      valid_until: text(validUntil),
      transaction_id: text(transactionId),
      additional_fields: list(more),
    },
  };
}

function numericFlag(value: string | undefined): boolean | undefined {
  if (value === "1" || value === "t") return true;
  return value === "0" || value === "f" ? false : flag(value);
}
