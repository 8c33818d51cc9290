import type { LogObject, MappedRecord, RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { rdsDatabase } from "../../functions/shared/sql/rds";
import { readServerAudit, serverAuditEvent, serverAuditFields } from "../../functions/shared/sql/server-audit";
import { nonEmpty } from "../../functions/shared/values";
import { errorRecord } from "./error";
import { generalRecord } from "./general";
import { isHeader, type LogKind, logKind } from "./kinds";
import type { MysqlRecord } from "./record";
import { isTimeAlone, slowQueryRecord, slowQueryTime } from "./slow";
import { mysqlTime } from "./times";

const readers: Readonly<Record<LogKind, (record: string) => MysqlRecord>> = {
  audit: auditRecord,
  error: errorRecord,
  general: generalRecord,
  slowquery: slowQueryRecord,
};

/** Maps the records of one object; remembers the time that general and slow query logs write once for a second. */
export function openMysqlLog({ timeZone }: LogObject): RecordMapper {
  let lastTime: string | undefined;
  return ({ value, envelope }): MappedRecord => {
    if (typeof value !== "string") throw new RecordError(`A record is a line or lines of text, not ${typeof value}.`);
    if (isHeader(value)) return { kind: "header" };
    const kind = logKind(value) ?? (envelope?.logGroup?.endsWith("/error") === true ? "error" : undefined);
    if (kind === undefined) {
      throw new RecordError(
        "The record starts like those of no MySQL or MariaDB log (audit, error, general, slow query).",
      );
    }
    if (kind === "slowquery" && isTimeAlone(value)) {
      lastTime = slowQueryTime(value);
      return { kind: "header" };
    }
    const { time, document, fields } = readers[kind](value);
    lastTime = time ?? (envelope?.time === undefined ? lastTime : undefined);
    return {
      kind: "event",
      document: {
        "@timestamp": lastTime === undefined ? undefined : mysqlTime(lastTime, timeZone),
        ...document,
        cloud: { service: { name: "rds" } },
        aws: { rds_mysql: nonEmpty({ ...rdsDatabase(envelope), log_type: kind, ...fields }) },
      },
    };
  };
}

function auditRecord(line: string): MysqlRecord {
  const record = readServerAudit(line);
  if (record === undefined) {
    throw new RecordError("The record is none of the audit plugin: timestamp,serverhost,username,host,...");
  }
  return { time: record.time, document: serverAuditEvent(record), fields: serverAuditFields(record) };
}
