import { csvColumns } from "../../functions/shared/text/csv";
import { type JsonObject, text } from "../../functions/shared/values";
import type { LogEntry } from "./entry";

/** @see https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-CSVLOG */
export const csvStart =
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (?:[A-Z]{1,5}|[+-]\d\d(?::?\d\d)?),(?:"[^\n]{0,128}?")?[^,\n]{0,128},[^\n]{0,256}?,\d{1,10},/;

const severityColumn = 11;
const severities: ReadonlySet<string> = new Set(
  "LOG ERROR FATAL PANIC WARNING NOTICE INFO DEBUG DEBUG1 DEBUG2 DEBUG3 DEBUG4 DEBUG5".split(" "),
);

export function isCsvEntry(record: string): boolean {
  return csvStart.test(record) && severities.has(csvColumns(record.slice(0, 2_048))[severityColumn] ?? "");
}

/** An entry of the CSV format; `undefined` if its columns are not those of one. */
export function readCsvEntry(record: string): LogEntry | undefined {
  const columns = csvColumns(record);
  if (!severities.has(columns[severityColumn] ?? "")) return undefined;
  const [time, user, database, processId, connectionFrom = "", sessionId, , commandTag, , virtualTransactionId] =
    columns;
  const colon = connectionFrom.lastIndexOf(":");
  return {
    time,
    user,
    database,
    processId,
    remoteHost: remote(colon === -1 ? connectionFrom : connectionFrom.slice(0, colon)),
    remotePort: colon === -1 ? undefined : connectionFrom.slice(colon + 1),
    sessionId,
    commandTag,
    virtualTransactionId,
    transactionId: columns[10],
    severity: columns[severityColumn],
    sqlState: columns[12],
    message: columns[13],
    detail: columns[14],
    hint: columns[15],
    internalQuery: columns[16],
    context: columns[18],
    statement: columns[19],
    applicationName: columns[22],
    backendType: columns[23],
    queryId: columns[25],
  };
}

/** @see https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-JSONLOG */
export function isJsonEntry(value: JsonObject | undefined): value is JsonObject {
  return (
    value !== undefined &&
    typeof value.error_severity === "string" &&
    typeof value.timestamp === "string" &&
    "pid" in value &&
    ("message" in value || "backend_type" in value)
  );
}

export function readJsonEntry(value: JsonObject): LogEntry {
  return {
    time: text(value.timestamp),
    user: text(value.user),
    database: text(value.dbname),
    processId: text(value.pid),
    remoteHost: remote(text(value.remote_host)),
    remotePort: text(value.remote_port),
    sessionId: text(value.session_id),
    commandTag: text(value.ps),
    virtualTransactionId: text(value.vxid),
    transactionId: text(value.txid),
    severity: text(value.error_severity),
    sqlState: text(value.state_code),
    message: text(value.message),
    detail: text(value.detail),
    hint: text(value.hint),
    internalQuery: text(value.internal_query),
    context: text(value.context),
    statement: text(value.statement),
    applicationName: text(value.application_name),
    backendType: text(value.backend_type),
    queryId: text(value.query_id),
  };
}

/** Connections by socket come from no host. */
function remote(host: string | undefined): string | undefined {
  return host === "[local]" ? undefined : host;
}
