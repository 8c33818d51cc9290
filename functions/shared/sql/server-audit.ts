import type { EcsDocument } from "../ecs";
import { endpointWithPort } from "../network/endpoint";
import { withoutSqlSecrets } from "../secrets/sql-secrets";
import { integer, list, nonEmpty, text } from "../values";
import { statementMeaning } from "./sql-statement";

/*
 * The records of MariaDB's audit plugin, which RDS for MySQL, RDS for MariaDB and Aurora MySQL have with times of their own:
 * `time,server,user,host,connection,query,operation,database,object,return code[,connection type]`.
 */

/** The columns of a record, as they are but for the object, whose escapes are undone. */
export interface ServerAuditRecord {
  readonly time: string;
  readonly serverHost: string;
  readonly user: string;
  readonly host: string;
  readonly connectionId: string;
  readonly queryId: string;
  readonly operation: string;
  readonly database: string;
  readonly object: string;
  readonly returnCode: string | undefined;
  readonly connectionType: string | undefined;
}

/** Connection, query and operation. Known operations come first, so that users named like columns do not shift them. */
const operationColumns: readonly RegExp[] = [
  /,(\d*),(\d*),(CONNECT|FAILED_CONNECT|DISCONNECT|CHANGEUSER|PROXY_CONNECT|QUERY|QUERY_DDL|QUERY_DML|QUERY_DCL|READ|WRITE|CREATE|ALTER|RENAME|DROP|TABLE),/g,
  /,(\d+),(\d+),([A-Z_]{2,32}),/g,
];

/** Reads a record; `undefined` if it is none. The client chooses its user and database, with any commas in them. */
export function readServerAudit(line: string): ServerAuditRecord | undefined {
  const [time, serverHost] = line.split(",", 2);
  if (time === undefined || serverHost === undefined) return undefined;
  const rest = line.slice(time.length + serverHost.length + 2);
  for (const pattern of operationColumns) {
    for (const match of rest.matchAll(pattern)) {
      const [columns, connectionId = "", queryId = "", operation = ""] = match;
      const comma = rest.lastIndexOf(",", match.index - 1);
      if (match.index === 0 || comma === -1) continue;
      const [user, host] = [rest.slice(0, comma), rest.slice(comma + 1, match.index)];
      const object = readObject(operation, rest.slice(match.index + columns.length));
      return { time, serverHost, user, host, connectionId, queryId, operation, ...object };
    }
  }
  return undefined;
}

type ObjectColumns = Pick<ServerAuditRecord, "database" | "object" | "returnCode" | "connectionType">;

/** What stands behind the database: no object, a quoted one or a name; a record that was cut has no end. */
const endOfConnection = /,,(-?\d*)(?:,(\d*))?$/;
const endOfStatement = /',(-?\d*)(?:,(\d*))?$/;
const endOfName = /,(-?\d*)$/;

function readObject(operation: string, text: string): ObjectColumns {
  const isStatement = isStatementOperation(operation);
  const pattern = isStatement ? endOfStatement : connectionOperations.has(operation) ? endOfConnection : endOfName;
  const [ending = "", returnCode, connectionType] = pattern.exec(text) ?? [];
  const kept = text.slice(0, text.length - ending.length);
  if (pattern === endOfConnection) return { database: kept, object: "", returnCode, connectionType };
  const start = isStatement ? kept.indexOf(",'") : kept.indexOf(",");
  if (start === -1) return { database: "", object: kept, returnCode, connectionType };
  const object = isStatement ? unescaped(kept.slice(start + 2)) : kept.slice(start + 1);
  return { database: kept.slice(0, start), object, returnCode, connectionType };
}

const connectionOperations: ReadonlySet<string> = new Set(["CONNECT", "FAILED_CONNECT", "DISCONNECT", "CHANGEUSER"]);

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["'", "'"],
  ["\\", "\\"],
]);

function unescaped(object: string): string {
  return object.replace(/\\(.)/g, (sequence, character: string) => escapes.get(character) ?? sequence);
}

const eventOfOperation: ReadonlyMap<
  string,
  { readonly category: readonly string[]; readonly type: readonly string[] }
> = new Map([
  ["CONNECT", { category: ["authentication", "database"], type: ["start"] }],
  ["FAILED_CONNECT", { category: ["authentication", "database"], type: ["start"] }],
  ["CHANGEUSER", { category: ["authentication", "database"], type: ["info"] }],
  ["PROXY_CONNECT", { category: ["authentication", "database"], type: ["info"] }],
  ["DISCONNECT", { category: ["session", "database"], type: ["end"] }],
  ["READ", { category: ["database"], type: ["access"] }],
  ["WRITE", { category: ["database"], type: ["change"] }],
  ["CREATE", { category: ["database"], type: ["change"] }],
  ["ALTER", { category: ["database"], type: ["change"] }],
  ["RENAME", { category: ["database"], type: ["change"] }],
  ["DROP", { category: ["database"], type: ["change"] }],
  ["TABLE", { category: ["database"], type: ["access"] }],
]);

/** QUERY, its kinds, and what may be added to them. */
function isStatementOperation(operation: string): boolean {
  return !eventOfOperation.has(operation);
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.AuditPlugin.html */
const connectionTypes: ReadonlyMap<string, string> = new Map([
  ["1", "tcp-ip"],
  ["2", "socket"],
  ["3", "named-pipe"],
  ["4", "ssl-tls"],
  ["5", "shared-memory"],
]);

/** A record's ECS fields, without time and service. */
export function serverAuditEvent(record: ServerAuditRecord): EcsDocument {
  const { operation, object } = record;
  const isStatement = isStatementOperation(operation);
  const statement = isStatement ? statementMeaning(object) : undefined;
  const meaning = statement ?? eventOfOperation.get(operation) ?? { category: ["database"], type: ["info"] };
  const code = integer(record.returnCode);
  const failed = operation === "FAILED_CONNECT" || (code !== undefined && code !== 0);
  const target = statement?.users[0];
  return {
    event: {
      category: [...meaning.category],
      type: [...meaning.type],
      action: statement?.action ?? operation,
      outcome: failed ? "failure" : code === 0 ? "success" : "unknown",
    },
    error: failed ? nonEmpty({ code: text(record.returnCode) }) : undefined,
    host: nonEmpty({ name: text(record.serverHost) }),
    source: endpointWithPort(record.host),
    user: nonEmpty({ name: text(record.user), target: target === undefined ? undefined : { name: target } }),
    group: nonEmpty({ name: statement?.group }),
    related: nonEmpty({ user: list(statement?.users) }),
  };
}

/** A record's own fields, under the source's name. */
export function serverAuditFields(record: ServerAuditRecord): Readonly<Record<string, string | undefined>> {
  const isStatement = isStatementOperation(record.operation);
  return {
    operation: record.operation,
    connection_id: text(record.connectionId),
    query_id: record.queryId === "0" ? undefined : text(record.queryId),
    connection_type: connectionTypes.get(record.connectionType ?? ""),
    database: text(record.database),
    statement: isStatement ? text(withoutSqlSecrets(record.object)) : undefined,
    object: isStatement ? undefined : text(record.object),
  };
}
