import type { MappedRecord, RecordEnvelope, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { endpointWithPort } from "../../functions/shared/network/endpoint";
import { isSecret } from "../../functions/shared/secrets/secrets";
import {
  asArray,
  asRecord,
  flag,
  integer,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";
import { auditType } from "./types";

export function isAuditEvent(value: JsonObject | undefined): value is JsonObject {
  return value !== undefined && typeof value.atype === "string" && "ts" in value && "timestamp_utc" in value;
}

export function openDocumentdbAudit(): RecordMapper {
  return ({ value, envelope }): MappedRecord => {
    const event = asRecord(value);
    if (!isAuditEvent(event)) throw new RecordError("The record is no object with atype, ts and timestamp_utc.");
    return { kind: "event", document: mapEvent(event, envelope) };
  };
}

/** Members of `param` that have a field of their own, or of ECS. */
const namedParameters: ReadonlySet<string> = new Set([
  "ns",
  "command",
  "mechanism",
  "userName",
  "roles",
  "error",
  "success",
  "message",
]);

function mapEvent(event: JsonObject, envelope: RecordEnvelope | undefined): EcsDocument {
  const action = text(event.atype);
  const param = asRecord(event.param) ?? {};
  const command = text(param.command);
  const { category, type } = auditType(action, command);
  const users = asArray(event.users).map((user) => asRecord(user) ?? {});
  // Who logs in is not among the users yet.
  const name = text(users[0]?.user) ?? (action === "authenticate" ? text(param.user) : undefined);
  const target = text(param.userName) ?? (type.includes("user") ? text(param.user) : undefined);
  const code = integer(event.result) ?? integer(param.error);
  const failed = code === undefined ? flag(param.success) === false : code !== 0;
  const succeeded = code === 0 || flag(param.success) === true;
  const others = Object.entries(param).filter(
    ([member, value]) => !namedParameters.has(member) && !(member === "user" && (value === name || value === target)),
  );
  return {
    "@timestamp": isoTime(event.ts) ?? isoTime(event.timestamp_utc),
    event: {
      category: [...category],
      type: [...type],
      action,
      outcome: failed ? "failure" : succeeded ? "success" : "unknown",
    },
    error: failed ? nonEmpty({ code: text(code), message: text(param.message) }) : undefined,
    source: endpointWithPort(text(event.remote_ip)),
    user: nonEmpty({
      name,
      target: target === undefined ? undefined : { name: target },
    }),
    cloud: { service: { name: "documentdb" } },
    aws: nonEmpty({
      documentdb_audit: nonEmpty({
        cluster: /^\/aws\/docdb\/([^/]+)\//.exec(envelope?.logGroup ?? "")?.[1],
        instance: text(envelope?.logStream),
        namespace: text(param.ns),
        command,
        mechanism: text(param.mechanism),
        user_databases: list(users.map((user) => user.db)),
        roles: list(asArray(param.roles).map((role) => roleText(role))),
        param: flatObject(Object.fromEntries(others), { isSecret: (member) => member === "pwd" || isSecret(member) }),
      }),
    }),
  };
}

function roleText(role: unknown): string | undefined {
  const members = asRecord(role);
  if (members === undefined) return text(role);
  const name = text(members.role);
  const database = text(members.db);
  return name === undefined || database === undefined ? name : `${database}.${name}`;
}
