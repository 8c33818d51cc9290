import type { LogObject, MappedRecord, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { endpoint } from "../../functions/shared/network/endpoint";
import { withoutSqlSecrets } from "../../functions/shared/secrets/sql-secrets";
import { type RdsDatabase, rdsDatabase } from "../../functions/shared/sql/rds";
import { unknownZoneTag } from "../../functions/shared/time/time-zone";
import { asRecord, integer, list, nonEmpty, text } from "../../functions/shared/values";
import { csvStart, isJsonEntry, readCsvEntry, readJsonEntry } from "./csv-and-json";
import { type LogEntry, postgresqlTime } from "./entry";
import { messageMeaning } from "./message";
import { readTextEntry } from "./text";

export function openPostgresqlLog({ timeZone }: LogObject): RecordMapper {
  return ({ value, envelope }): MappedRecord => {
    const entry = readEntry(value);
    if (entry === undefined) {
      throw new RecordError(
        "The record has neither the prefix of RDS (time:host(port):user@database:[process]:) nor the form of a CSV or JSON log.",
      );
    }
    return { kind: "event", document: mapEntry(entry, timeZone, rdsDatabase(envelope)) };
  };
}

function readEntry(value: unknown): LogEntry | undefined {
  if (typeof value === "string") return csvStart.test(value) ? readCsvEntry(value) : readTextEntry(value);
  const record = asRecord(value);
  return isJsonEntry(record) ? readJsonEntry(record) : undefined;
}

function mapEntry(entry: LogEntry, timeZone: string | undefined, database: RdsDatabase): EcsDocument {
  const meaning = messageMeaning(entry.severity, entry.message ?? "", entry.statement);
  const failed = meaning.event.outcome === "failure";
  // A statement of its own is not written twice.
  const message = meaning.statement === undefined ? shown(entry.message) : undefined;
  const target = meaning.targets?.[0];
  const { utc, unknownZone } = postgresqlTime(entry.time, timeZone);
  const processId = integer(entry.processId);
  return {
    "@timestamp": utc,
    event: unknownZone === undefined ? meaning.event : { ...meaning.event, timezone: unknownZone },
    tags: unknownZone === undefined ? undefined : [unknownZoneTag],
    message: failed ? undefined : message,
    error: nonEmpty({
      code: entry.sqlState === "00000" ? undefined : text(entry.sqlState),
      message: failed ? message : undefined,
    }),
    log: nonEmpty({ level: text(entry.severity) }),
    cloud: { service: { name: "rds" } },
    source: endpoint(meaning.host ?? entry.remoteHost, meaning.port ?? entry.remotePort),
    user: nonEmpty({
      name: meaning.user ?? text(entry.user),
      target: target === undefined ? undefined : { name: target },
    }),
    group: nonEmpty({ name: meaning.group }),
    related: nonEmpty({ user: list(meaning.targets) }),
    process: processId === undefined ? undefined : { pid: processId },
    tls: meaning.tls,
    aws: nonEmpty({
      rds_postgresql: nonEmpty({
        ...database,
        database: meaning.database ?? text(entry.database),
        application_name: meaning.applicationName ?? text(entry.applicationName),
        session_id: text(entry.sessionId),
        command_tag: text(entry.commandTag),
        transaction_id: entry.transactionId === "0" ? undefined : text(entry.transactionId),
        virtual_transaction_id: text(entry.virtualTransactionId),
        backend_type: text(entry.backendType),
        query_id: entry.queryId === "0" ? undefined : text(entry.queryId),
        statement: shown(meaning.statement ?? entry.statement),
        internal_query: shown(entry.internalQuery),
        detail: shown(entry.detail),
        hint: shown(entry.hint),
        context: shown(entry.context),
        ...withoutEmptyAudit(meaning.fields),
      }),
    }),
  };
}

function withoutEmptyAudit(fields: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, unknown>> {
  const audit = asRecord(fields?.audit);
  return audit === undefined ? { ...fields } : { ...fields, audit: nonEmpty({ ...audit }) };
}

function shown(sql: string | undefined): string | undefined {
  return text(withoutSqlSecrets(sql ?? ""));
}
