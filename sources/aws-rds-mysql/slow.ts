import { flatObject } from "../../functions/shared/flat-object";
import { endpoint } from "../../functions/shared/network/endpoint";
import { withoutSqlSecrets } from "../../functions/shared/secrets/sql-secrets";
import { statementMeaning } from "../../functions/shared/sql/sql-statement";
import { decimal, integer, isoTime, list, nonEmpty, text } from "../../functions/shared/values";
import type { MysqlRecord } from "./record";

const timePattern = /^# Time: {0,8}(\S[^\n]{0,63})/;
const userPattern = /^# User@Host: ([^[\]]*)\[([^\]]*)\] @ +(?:(\S+) +)?\[([^\]]*)\](?: +Id: +(\d+))?/;
const attributePattern = /([A-Za-z_]{1,64}): {1,8}(\S+)/g;
const administratorCommand = /^# administrator command: ([^\n;]*)/;

/** Attributes that have a field of their own, or of ECS. */
const namedAttributes: ReadonlySet<string> = new Set([
  "Query_time",
  "Lock_time",
  "Rows_sent",
  "Rows_examined",
  "Rows_affected",
  "Bytes_sent",
  "Bytes_received",
  "Thread_id",
  "Schema",
  "Errno",
  "Start",
  "End",
]);

/** Whether the record is a time alone: the lines of the statement follow as a record of their own. */
export function isTimeAlone(record: string): boolean {
  return record.startsWith("# Time:") && !record.includes("\n");
}

export function slowQueryTime(record: string): string | undefined {
  return timePattern.exec(record)?.[1]?.trimEnd();
}

/** Lines of attributes (`# Query_time: 2.03  Lock_time: 0.000119 ...`), then `use`, `SET timestamp` and the statement. */
export function slowQueryRecord(record: string): MysqlRecord {
  const lines = record.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("#") || administratorCommand.test(line));
  const attributeLines = end === -1 ? lines : lines.slice(0, end);
  const attributes = new Map<string, string>();
  let connection: RegExpExecArray | null = null;
  for (const line of attributeLines) {
    if (line.startsWith("# User@Host:")) connection = userPattern.exec(line);
    else if (!line.startsWith("# Time:"))
      for (const [, name = "", value = ""] of line.matchAll(attributePattern)) attributes.set(name, value);
  }
  const { database, statement } = readStatement(end === -1 ? [] : lines.slice(end));
  const administrator = administratorCommand.exec(statement ?? "");
  const meaning = statementMeaning(administrator === null ? (statement ?? "") : "");
  const seconds = decimal(attributes.get("Query_time"));
  const errorNumber = integer(attributes.get("Errno"));
  const failed = errorNumber !== undefined && errorNumber !== 0;
  const target = meaning.users[0];
  return {
    time: slowQueryTime(record),
    document: {
      event: {
        category: meaning.category,
        type: meaning.type,
        action: text(administrator?.[1]?.trim()) ?? meaning.action ?? "slow-query",
        outcome: failed ? "failure" : errorNumber === 0 ? "success" : "unknown",
        duration: seconds === undefined ? undefined : Math.round(seconds * 1e9),
        start: isoTime(attributes.get("Start")),
        end: isoTime(attributes.get("End")),
      },
      error: failed ? { code: String(errorNumber) } : undefined,
      user: nonEmpty({
        name: text(connection?.[2]) ?? text(connection?.[1]?.trim()),
        target: target === undefined ? undefined : { name: target },
      }),
      group: nonEmpty({ name: meaning.group }),
      source: endpoint(text(connection?.[4]) ?? connection?.[3]),
      related: nonEmpty({ user: list(meaning.users) }),
    },
    fields: {
      connection_id: connection?.[5] ?? attributes.get("Thread_id"),
      database: database ?? text(attributes.get("Schema")),
      lock_seconds: decimal(attributes.get("Lock_time")),
      rows_sent: integer(attributes.get("Rows_sent")),
      rows_examined: integer(attributes.get("Rows_examined")),
      rows_affected: integer(attributes.get("Rows_affected")),
      bytes_sent: integer(attributes.get("Bytes_sent")),
      bytes_received: integer(attributes.get("Bytes_received")),
      statement: administrator === null ? text(withoutSqlSecrets(statement ?? "")) : undefined,
      statistics: flatObject(
        Object.fromEntries([...attributes].filter(([name]) => !namedAttributes.has(name) && name !== "__proto__")),
      ),
    },
  };
}

function readStatement(lines: readonly string[]): { database: string | undefined; statement: string | undefined } {
  const rest = [...lines];
  const database = /^use ([^;]+);$/.exec(rest[0] ?? "")?.[1];
  if (database !== undefined) rest.shift();
  if (/^SET timestamp=\d+;$/.test(rest[0] ?? "")) rest.shift();
  return { database: text(database), statement: text(rest.join("\n").replaceAll("\0", "").replace(/;$/, "")) };
}
