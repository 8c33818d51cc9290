import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { endpoint } from "../../functions/shared/network/endpoint";
import { withoutSqlSecrets } from "../../functions/shared/secrets/sql-secrets";
import { statementMeaning } from "../../functions/shared/sql/sql-statement";
import { list, nonEmpty, text } from "../../functions/shared/values";
import { deniedAccess } from "./denied";
import type { MysqlRecord } from "./record";

const recordPattern = /^([^\t]*)\t+ *(\d+) ([A-Za-z]+(?: [A-Za-z]+)*)(?:\t([\s\S]*))?$/;
const connectPattern = /^(\S*)@([^@\s]*)(?: as (\S*))? on (\S*)(?: using (.*))?$/;

/** Commands whose argument is a statement; that of prepared ones is known where they are prepared, too. */
const statementCommands: ReadonlySet<string> = new Set(["Query", "Prepare", "Execute"]);

const eventOfCommand: ReadonlyMap<string, { readonly category: readonly string[]; readonly type: readonly string[] }> =
  new Map([
    ["Connect", { category: ["authentication", "database"], type: ["start"] }],
    ["Change user", { category: ["authentication", "database"], type: ["info"] }],
    ["Quit", { category: ["session", "database"], type: ["end"] }],
    ["Binlog Dump", { category: ["database"], type: ["access"] }],
    ["Binlog Dump GTID", { category: ["database"], type: ["access"] }],
    ["Field List", { category: ["database"], type: ["access"] }],
    ["Create DB", { category: ["database"], type: ["change"] }],
    ["Drop DB", { category: ["database"], type: ["change"] }],
    ["Kill", { category: ["database"], type: ["change"] }],
    ["Shutdown", { category: ["database"], type: ["change"] }],
  ]);

/** `2026-01-02T03:04:05.123456Z	   12 Query	SELECT 1` */
export function generalRecord(record: string): MysqlRecord {
  const match = recordPattern.exec(record);
  if (match === null) throw new RecordError("The record is none of a general log: time, thread, command, argument.");
  const [, time = "", thread, command = "", argument = ""] = match;
  const event =
    command === "Connect" || command === "Change user"
      ? connectEvent(command, argument)
      : statementCommands.has(command)
        ? statementEvent(command, argument)
        : commandEvent(command, argument);
  return { time: text(time), document: event.document, fields: { command, connection_id: thread, ...event.fields } };
}

type CommandEvent = Pick<MysqlRecord, "document" | "fields">;

function connectEvent(command: string, argument: string): CommandEvent {
  const denied = deniedAccess(argument);
  const meaning = eventOfCommand.get(command);
  const event = { category: [...(meaning?.category ?? [])], type: [...(meaning?.type ?? [])], action: command };
  if (denied !== undefined) {
    return { document: { event: { ...event, outcome: "failure", reason: argument }, ...denied }, fields: {} };
  }
  const [, user, host, effective, database, transport] = connectPattern.exec(argument) ?? [];
  const document: EcsDocument = {
    // The access may still be denied; then a second record says so.
    event: { ...event, outcome: "unknown" },
    message: user === undefined ? text(withoutSqlSecrets(argument)) : undefined,
    user: nonEmpty({ name: text(user), effective: nonEmpty({ name: text(effective) }) }),
    source: endpoint(host),
  };
  return { document, fields: { database: text(database), connection_type: text(transport) } };
}

function statementEvent(command: string, statement: string): CommandEvent {
  const meaning = statementMeaning(statement);
  const target = meaning.users[0];
  return {
    document: {
      event: {
        category: meaning.category,
        type: meaning.type,
        action: meaning.action ?? command,
        // The log is written before a statement is run.
        outcome: "unknown",
      },
      user: target === undefined ? undefined : { target: { name: target } },
      group: nonEmpty({ name: meaning.group }),
      related: nonEmpty({ user: list(meaning.users) }),
    },
    fields: { statement: text(withoutSqlSecrets(statement)) },
  };
}

function commandEvent(command: string, argument: string): CommandEvent {
  const meaning = eventOfCommand.get(command) ?? { category: ["database"], type: ["info"] };
  const isDatabase = command === "Init DB" || command === "Create DB" || command === "Drop DB";
  return {
    document: {
      event: { category: [...meaning.category], type: [...meaning.type], action: command, outcome: "unknown" },
      message: isDatabase ? undefined : text(withoutSqlSecrets(argument)),
    },
    fields: { database: isDatabase ? text(argument) : undefined },
  };
}
