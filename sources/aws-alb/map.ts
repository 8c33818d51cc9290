import type { LogObject, MappedRecord, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { addressWithPort } from "../../functions/shared/network/endpoint";
import { tlsProtocol } from "../../functions/shared/network/tls";
import { decimal, integer, ipAddress, isoTime, list, nonEmpty, portNumber, text } from "../../functions/shared/values";
import { type AlbLogType, albLogType, splitAlbAccessLine, splitPlainLine } from "./lines";
import { mapAccessColumns } from "./map-access";
import { type AlbRow, albRow } from "./rows";

/** Maps the records of one object; the load balancer of logs that do not name it is in the object's key. */
export function openAlbLog(object: LogObject): RecordMapper {
  const name = loadBalancerName(object.key);
  return ({ value }): MappedRecord => {
    // Test deliveries, and some tools, put comments into the files.
    if (typeof value === "string" && value.startsWith("#")) return { kind: "header" };
    const row = typeof value === "string" ? lineRow(value.trimEnd()) : albRow(value);
    if (row === undefined) {
      const what = typeof value === "string" ? "line" : "record";
      throw new RecordError(`The ${what} is of none of a load balancer's logs: access, connection, health check.`);
    }
    return { kind: "event", document: mappers[row.type](row.columns, row.name ?? name) };
  };
}

function lineRow(line: string): AlbRow | undefined {
  const type = albLogType(line);
  if (type === undefined) return undefined;
  return { type, columns: type === "access" ? splitAlbAccessLine(line) : splitPlainLine(line), name: undefined };
}

type ColumnMapper = (columns: readonly (string | undefined)[], name: string | undefined) => EcsDocument;

const mappers: Readonly<Record<AlbLogType, ColumnMapper>> = {
  access: mapAccessColumns,
  connection: mapConnectionColumns,
  "health-check": mapHealthCheckColumns,
};

/** `app/name/id` of the file name's `app.name.id`. */
function loadBalancerName(key: string): string | undefined {
  return /_elasticloadbalancing_[^_]+_(app\.[^/_]+)_/.exec(key)?.[1]?.replaceAll(".", "/");
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html#connection-log-entry-format */
function mapConnectionColumns(columns: readonly (string | undefined)[], name: string | undefined): EcsDocument {
  const [
    time,
    clientIp,
    clientPort,
    listenerPort,
    protocol,
    cipher,
    handshakeLatency,
    subject,
    validity,
    serialNumber,
    verifyStatus,
    traceId,
    keyExchange,
    ...more
  ] = columns;
  const sourceIp = ipAddress(clientIp);
  const tls = tlsProtocol(protocol);
  const [status, failure] = splitOnce(text(verifyStatus), ":");
  const [notBefore, notAfter] = splitOnce(text(validity), ";");
  return {
    "@timestamp": isoTime(time),
    event: {
      category: ["network"],
      type: ["connection"],
      action: "connection",
      outcome: status === "Failed" ? "failure" : tls.version === undefined ? "unknown" : "success",
    },
    cloud: { service: { name: "elasticloadbalancing" } },
    error: nonEmpty({ code: text(failure) }),
    source: nonEmpty({
      ip: sourceIp,
      address: sourceIp === undefined ? text(clientIp) : undefined,
      port: portNumber(clientPort),
    }),
    destination: nonEmpty({ port: portNumber(listenerPort) }),
    tls: nonEmpty({
      ...tls,
      cipher: text(cipher),
      client: nonEmpty({
        subject: text(subject),
        not_before: isoTime(notBefore?.replace("NotBefore=", "")),
        not_after: isoTime(notAfter?.replace("NotAfter=", "")),
        x509: nonEmpty({ serial_number: text(serialNumber) }),
      }),
    }),
    aws: {
      alb: {
        log_type: "connection",
        name,
        tls_handshake_latency_seconds: decimal(handshakeLatency),
        tls_verify_status: text(verifyStatus),
        tls_key_exchange: text(keyExchange),
        conn_trace_id: text(traceId),
        additional_fields: list(more),
      },
    },
  };
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-health-check-logs.html#health-check-log-entry-format */
function mapHealthCheckColumns(columns: readonly (string | undefined)[], name: string | undefined): EcsDocument {
  const [type, time, latency, target, targetGroup, status, statusCode, reasonCode, ...more] = columns;
  const targetAddress = addressWithPort(target, { portAlways: true });
  return {
    "@timestamp": isoTime(time),
    event: {
      category: ["web"],
      type: ["info"],
      action: "health-check",
      outcome: status === "PASS" ? "success" : "failure",
      reason: text(reasonCode),
    },
    cloud: { service: { name: "elasticloadbalancing" } },
    http: statusCode === undefined ? undefined : nonEmpty({ response: nonEmpty({ status_code: integer(statusCode) }) }),
    related: nonEmpty({ ip: list(targetAddress.ip) }),
    aws: {
      alb: {
        log_type: "health-check",
        name,
        type: text(type),
        target_group: text(targetGroup),
        target_ip: targetAddress.ip,
        target_address: targetAddress.address,
        target_port: targetAddress.port,
        health_check_latency_seconds: decimal(latency),
        additional_fields: list(more),
      },
    },
  };
}

function splitOnce(value: string | undefined, separator: string): [string | undefined, string | undefined] {
  const at = value?.indexOf(separator) ?? -1;
  return value === undefined || at === -1 ? [value, undefined] : [value.slice(0, at), value.slice(at + 1)];
}
