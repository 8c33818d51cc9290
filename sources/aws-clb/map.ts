import { outcomeOf, processingTime, requestFields } from "../../functions/loader/formats/elb/request";
import type { MappedRecord, RawRecord } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { addressWithPort } from "../../functions/shared/network/endpoint";
import { ipType } from "../../functions/shared/network/network";
import { tlsProtocol } from "../../functions/shared/network/tls";
import { byteCount, integer, isoTime, list, nonEmpty, text } from "../../functions/shared/values";
import { isClassicAccessLine, splitClassicLine } from "./line";

export function mapClassicRecord({ value }: RawRecord): MappedRecord {
  if (typeof value !== "string") throw new RecordError(`A load balancer log record is a line, not ${typeof value}.`);
  // Some tools put comments into the files.
  if (value.startsWith("#")) return { kind: "header" };
  if (!isClassicAccessLine(value)) {
    throw new RecordError("The line does not start as a Classic Load Balancer's: <time> <name> <client:port> ...");
  }
  return { kind: "event", document: mapLine(value.trimEnd()) };
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html#access-log-entry-format */
function mapLine(line: string): EcsDocument {
  const [
    time,
    name,
    clientField,
    backendField,
    requestTime,
    backendTime,
    responseTime,
    statusCode,
    backendStatusCode,
    receivedBytes,
    sentBytes,
    request,
    userAgent,
    cipher,
    protocol,
    ...more
  ] = splitClassicLine(line);
  const client = addressWithPort(clientField, { portAlways: true });
  const backend = addressWithPort(backendField, { portAlways: true });
  // TCP and SSL listeners see no request: they log dashes.
  const isHttp = text(request?.replace(/[ -]+/g, "")) !== undefined || text(statusCode) !== undefined;
  const received = byteCount(receivedBytes);
  const sent = byteCount(sentBytes);
  const handled = isHttp
    ? requestFields({ request, userAgent, statusCode, receivedBytes, sentBytes })
    : {
        network: {
          transport: "tcp",
          type: ipType(client.ip),
          bytes: received === undefined || sent === undefined ? undefined : received + sent,
        },
      };
  return {
    "@timestamp": isoTime(time),
    event: isHttp
      ? { category: ["web"], type: ["access"], action: "request", outcome: outcomeOf(integer(statusCode)) }
      : {
          category: ["network"],
          type: ["connection"],
          action: "connection",
          // No instance took it.
          outcome: text(backendField) === undefined ? "failure" : "success",
        },
    cloud: { service: { name: "elasticloadbalancing" } },
    source: nonEmpty({
      ip: client.ip,
      address: client.address,
      port: client.port,
      bytes: isHttp ? undefined : received,
    }),
    destination: isHttp ? undefined : nonEmpty({ bytes: sent }),
    ...handled,
    tls: nonEmpty({ ...tlsProtocol(protocol), cipher: text(cipher) }),
    related: nonEmpty({ ip: list(backend.ip) }),
    aws: nonEmpty({
      clb: nonEmpty({
        name: text(name),
        backend_ip: backend.ip,
        backend_address: backend.address,
        backend_port: backend.port,
        backend_status_code: integer(backendStatusCode),
        processing_seconds: nonEmpty({
          request: processingTime(requestTime),
          backend: processingTime(backendTime),
          response: processingTime(responseTime),
        }),
        additional_fields: list(more),
      }),
    }),
  };
}
