import { withoutSqlSecrets } from "../../functions/shared/secrets/sql-secrets";
import { statementMeaning } from "../../functions/shared/sql/sql-statement";
import { csvColumns } from "../../functions/shared/text/csv";
import { integer, text } from "../../functions/shared/values";
import type { MessageMeaning } from "./message";

const auditStart = "AUDIT: ";

/** What pgaudit's classes do to the database; ROLE is about users. */
const typeOfClass: ReadonlyMap<string, string> = new Map([
  ["READ", "access"],
  ["WRITE", "change"],
  ["FUNCTION", "access"],
  ["ROLE", "change"],
  ["DDL", "change"],
  ["MISC", "info"],
  ["MISC_SET", "info"],
]);

/**
 * `AUDIT: SESSION,1,1,READ,SELECT,TABLE,public.orders,"SELECT ...",<not logged>`
 * @see https://github.com/pgaudit/pgaudit#format
 */
export function auditMeaning(message: string): MessageMeaning | undefined {
  if (!message.startsWith(auditStart)) return undefined;
  const columns = csvColumns(message.slice(auditStart.length));
  const [type, statementId, substatementId, auditClass = "", command, objectType, objectName, sql, parameters] =
    columns;
  const statement = logged(sql);
  const meaning = statementMeaning(statement ?? command ?? "");
  const isRole = auditClass === "ROLE";
  return {
    event: {
      category: isRole ? ["database", "iam"] : meaning.category,
      type: meaning.action === undefined ? [typeOfClass.get(auditClass) ?? "info"] : meaning.type,
      action: text(command) ?? "AUDIT",
      // Written before the statement is run.
      outcome: "unknown",
    },
    targets: meaning.users,
    group: meaning.group,
    statement,
    fields: {
      audit: {
        type: text(type),
        statement_id: integer(statementId),
        substatement_id: integer(substatementId),
        class: text(auditClass),
        object_type: text(objectType),
        object_name: text(objectName),
        parameters: text(withoutSqlSecrets(logged(parameters) ?? "")),
        rows: integer(columns[9]),
      },
    },
  };
}

function logged(column: string | undefined): string | undefined {
  return column === "<not logged>" || column === "<previously logged>" || column === "<none>"
    ? undefined
    : text(column);
}
