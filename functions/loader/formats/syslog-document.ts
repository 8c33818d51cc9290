import { isIP } from "node:net";
import type { EcsDocument } from "../../shared/ecs";
import { flatObject } from "../../shared/flat-object";
import { monthNumber } from "../../shared/time/common-log-time";
import { utcTime } from "../../shared/time/time-zone";
import { integer, isoTime, nonEmpty } from "../../shared/values";
import type { LogObject, RawRecord } from "../source";
import type { SyslogMessage } from "./syslog";

const day = 86_400_000;

/**
 * The time of a message as ISO 8601. Where it has no year, it is in the year that puts it before its arrival, so that
 * December's messages in a file of January are of the year before; a day is allowed for clocks and zones.
 */
export function syslogTime(
  time: string | undefined,
  object: LogObject,
  { envelope }: Pick<RawRecord, "envelope">,
): string | undefined {
  if (time === undefined) return undefined;
  const zone = object.timeZone;
  if (/^\d/.test(time)) return utcTime(time, zone) ?? isoTime(time);
  const [name, date = "", ...others] = time.replace("  ", " ").split(" ");
  const year = others.find((part) => /^\d{4}$/.test(part));
  const clockTime = others.find((part) => part.includes(":"))?.replace(",", ".");
  const local = `${monthNumber(name)}-${date.padStart(2, "0")}T${clockTime}`;
  if (year !== undefined) return utcTime(`${year}-${local}`, zone);
  const reference = envelope?.time === undefined ? object.lastModified : new Date(envelope.time);
  if (reference === undefined || Number.isNaN(reference.getTime())) return undefined;
  const latest = reference.getTime() + day;
  // February 29th was at most eight years ago.
  for (let candidate = new Date(latest).getUTCFullYear(); candidate > reference.getUTCFullYear() - 9; candidate -= 1) {
    const found = utcTime(`${candidate}-${local}`, zone);
    if (found !== undefined && Date.parse(found) <= latest) return found;
  }
  return undefined;
}

/** @see https://www.rfc-editor.org/rfc/rfc5424#section-6.2.1 */
const facilities = [
  ...[
    "kernel",
    "user-level",
    "mail",
    "daemon",
    "auth",
    "syslogd",
    "printer",
    "news",
    "uucp",
    "cron",
    "authpriv",
    "ftp",
  ],
  ...["ntp", "audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"],
];
const severities = ["emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug"];

/** What the header says, in ECS. */
export function syslogDocument(
  message: SyslogMessage,
  object: LogObject,
  record: RawRecord,
): Pick<EcsDocument, "@timestamp" | "host" | "process" | "log"> {
  const { priority, host, program, processId } = message;
  const pid = integer(processId);
  const facility = priority === undefined ? undefined : priority >> 3;
  const severity = priority === undefined ? undefined : priority & 7;
  const level = severity === undefined ? undefined : severities[severity];
  return {
    "@timestamp": syslogTime(message.time, object, record),
    host:
      host === undefined ? undefined : { name: host, ip: isIP(host) === 0 || host.includes("%") ? undefined : [host] },
    process: nonEmpty({ ...programParts(program), pid: pid !== undefined && pid >= 0 ? pid : undefined }),
    log: nonEmpty({
      level,
      syslog: nonEmpty({
        priority,
        facility: facility === undefined ? undefined : { code: facility, name: facilities[facility] },
        severity: severity === undefined ? undefined : { code: severity, name: level },
        procid: pid === undefined ? processId : undefined,
        msgid: message.messageId,
        structured_data: flatObject(message.structuredData),
      }),
    }),
  };
}

function programParts(program: string | undefined): { name?: string; executable?: string } {
  if (program?.startsWith("/") !== true) return program === undefined ? {} : { name: program };
  const name = program.slice(program.lastIndexOf("/") + 1);
  return name === "" ? { executable: program } : { name, executable: program };
}
