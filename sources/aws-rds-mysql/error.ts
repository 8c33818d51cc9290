import type { EcsDocument } from "../../functions/shared/ecs";
import { endpoint } from "../../functions/shared/network/endpoint";
import { withoutSqlSecrets } from "../../functions/shared/secrets/sql-secrets";
import { nonEmpty, text } from "../../functions/shared/values";
import { deniedAccess } from "./denied";
import type { MysqlRecord } from "./record";

const recordPattern =
  /^(\S+|\S+ +\S+) (?:(0x[0-9a-f]+|\d+) )?\[(Note|Warning|ERROR|System)\] (?:\[(MY-\d+)\] )?(?:\[([A-Za-z_ ]+)\] )?([\s\S]*)$/;
const unlabelledStart = /^(\S+ +\S+) 0x[0-9a-f]{12}/;
const abortedPattern =
  /^Aborted connection (\d+) to db: '([^\n]{0,256})' user: '([^\n]{0,256})' host: '([^'\n]{0,256})'(?:[^(\n]{0,256}\(([^\n]{0,1000})\))?/;

/** `2026-01-02T03:04:05.123456Z 12 [Note] [MY-010926] [Server] Access denied for user ...` */
export function errorRecord(record: string): MysqlRecord {
  const match = recordPattern.exec(record);
  if (match === null) return unlabelledRecord(record);
  const [, time, thread, level = "", code, subsystem, message = ""] = match;
  const fields = messageFields(message, level);
  return {
    time,
    document: {
      ...fields,
      event: { ...fields.event, code },
      message: text(withoutSqlSecrets(message)),
      log: { level },
    },
    fields: {
      connection_id: thread === undefined || thread === "0" || thread.startsWith("0x") ? undefined : thread,
      subsystem,
      database: abortedDatabase(message),
    },
  };
}

/** What InnoDB says about deadlocks has a time and an operating system's thread, crash reports not even that. */
function unlabelledRecord(record: string): MysqlRecord {
  const [start = "", time] = unlabelledStart.exec(record) ?? [];
  return {
    time,
    document: {
      event: { category: ["database"], type: ["info"], action: "error-log", outcome: "unknown" },
      message: text(withoutSqlSecrets(record.slice(start.length).trimStart())),
    },
    fields: {},
  };
}

function abortedDatabase(message: string): string | undefined {
  const database = abortedPattern.exec(message)?.[2];
  return database === "unconnected" ? undefined : text(database);
}

function messageFields(message: string, level: string): Pick<EcsDocument, "event" | "user" | "source"> {
  const denied = deniedAccess(message);
  if (denied !== undefined) {
    const category = ["authentication", "database"];
    return { event: { category, type: ["start"], action: "access-denied", outcome: "failure" }, ...denied };
  }
  const aborted = abortedPattern.exec(message);
  if (aborted !== null) {
    const [, , , user, host, reason] = aborted;
    return {
      event: {
        category: ["session", "database"],
        type: ["end"],
        action: "aborted-connection",
        outcome: "failure",
        reason: text(reason),
      },
      user: user === "unauthenticated" ? undefined : nonEmpty({ name: text(user) }),
      source: endpoint(host),
    };
  }
  return {
    event: {
      category: ["database"],
      type: [level === "ERROR" ? "error" : "info"],
      action: level.toLowerCase(),
      outcome: level === "ERROR" ? "failure" : "unknown",
    },
  };
}
