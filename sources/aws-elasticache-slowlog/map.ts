import type { MappedRecord, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { endpointWithPort } from "../../functions/shared/network/endpoint";
import { withoutSqlSecrets } from "../../functions/shared/secrets/sql-secrets";
import { spelledTime } from "../../functions/shared/time/common-log-time";
import { integer, isoTime, nonEmpty } from "../../functions/shared/values";
import { commandType } from "./commands";
import { cacheRecord, type EngineLogRecord, type SlowLogRecord } from "./read";

export { cacheRecord };

export function openCacheLog(): RecordMapper {
  return ({ value }): MappedRecord => {
    const record = cacheRecord(value);
    if (record === undefined) {
      throw new RecordError("The record is neither of ElastiCache's slow log nor of its engine log, in JSON or TEXT.");
    }
    const document = record.kind === "slow-log" ? slowDocument(record) : engineDocument(record);
    return { kind: "event", document };
  };
}

const secretArguments = /^(\s*(?:auth|hello|acl)\b).*$/is;

function slowDocument(record: SlowLogRecord): EcsDocument {
  const microseconds = integer(record.duration);
  const verb = /^[a-z][a-z._-]{0,63}(?=\s|$)/i.exec(record.command ?? "")?.[0].toUpperCase();
  return {
    "@timestamp": isoTime(record.timestamp),
    event: {
      category: ["database"],
      type: [commandType(verb)],
      action: verb ?? "slow-log",
      // The slow log does not say what came of the command.
      outcome: "unknown",
      duration: microseconds === undefined ? undefined : microseconds * 1_000,
    },
    source: endpointWithPort(record.clientAddress),
    cloud: { service: { name: "elasticache" } },
    aws: {
      elasticache_slowlog: {
        log_type: record.kind,
        cache_cluster_id: record.cluster,
        cache_node_id: record.node,
        id: record.id,
        command: record.command === undefined ? undefined : withoutArguments(record.command),
        client_name: record.clientName,
      },
    },
  };
}

/** Of commands that take passwords nothing but their name is kept. */
function withoutArguments(command: string): string {
  return withoutSqlSecrets(command.replace(secretArguments, "$1 REDACTED"));
}

function engineDocument(record: EngineLogRecord): EcsDocument {
  return {
    "@timestamp": spelledTime(record.time) ?? isoTime(record.time),
    event: { category: ["database"], type: ["info"], action: "engine-log", outcome: "unknown" },
    message: record.message === undefined ? undefined : withoutSqlSecrets(record.message),
    log: nonEmpty({ level: record.level }),
    cloud: { service: { name: "elasticache" } },
    aws: {
      elasticache_slowlog: {
        log_type: record.kind,
        cache_cluster_id: record.cluster,
        cache_node_id: record.node,
        role: record.role,
      },
    },
  };
}
