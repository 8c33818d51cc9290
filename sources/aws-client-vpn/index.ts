import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { ipType } from "../../functions/shared/network/network";
import {
  asRecord,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  nonEmpty,
  portNumber,
  sum,
  text,
} from "../../functions/shared/values";

export default defineSource({
  id: "aws-client-vpn",
  title: "AWS Client VPN connection logs",
  documentation: "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-logging.html",
  module: "aws",
  dataset: "aws.client_vpn",
  indexPeriod: "month",
  delivery:
    "Turn on connection logging of the endpoint to a log group, and send that to a Firehose stream that ends in the archive.",
  format: "json",
  keys: [],
  recognises: (value) => isConnection(asRecord(value)),
  open: () => mapRecord,
  fields: {
    "aws.client_vpn.endpoint_id": "keyword",
    "aws.client_vpn.attempt_status": "keyword",
    "aws.client_vpn.reset_status": "keyword",
    "aws.client_vpn.common_name": "keyword",
    "aws.client_vpn.device_type": "keyword",
    "aws.client_vpn.additional_fields": "flat_object",
  },
});

function isConnection(value: JsonObject | undefined): value is JsonObject {
  return typeof value?.["connection-log-type"] === "string" && "client-vpn-endpoint-id" in value;
}

function mapRecord({ value }: RawRecord): MappedRecord {
  const entry = asRecord(value);
  if (!isConnection(entry)) {
    throw new RecordError(
      "not a Client VPN connection: expected an object with connection-log-type and client-vpn-endpoint-id",
    );
  }
  return { kind: "event", document: mapConnection(entry) };
}

const outcomes: Readonly<Record<string, string>> = { successful: "success", failed: "failure" };

const absent: ReadonlySet<unknown> = new Set(["NA", "N/A"]);

/** Members that have a place of their own. */
const known: ReadonlySet<string> = new Set([
  ...[
    "connection-log-type",
    "connection-attempt-status",
    "connection-reset-status",
    "connection-attempt-failure-reason",
  ],
  ...["connection-id", "client-vpn-endpoint-id", "transport-protocol", "connection-start-time", "connection-end-time"],
  ...["connection-last-update-time", "client-ip", "common-name", "device-type", "device-ip", "port", "username"],
  ...["ingress-bytes", "egress-bytes", "ingress-packets", "egress-packets"],
]);

function mapConnection(entry: JsonObject): EcsDocument {
  const said = (name: string): string | undefined => (absent.has(entry[name]) ? undefined : text(entry[name]));
  const type = said("connection-log-type");
  const status = said("connection-attempt-status");
  const started = isoTime(said("connection-start-time"));
  const ended = isoTime(said("connection-end-time"));
  const device = said("device-ip");
  const deviceIp = ipAddress(device);
  const assigned = ipAddress(said("client-ip"));
  const commonName = said("common-name");
  const received = { bytes: integer(said("ingress-bytes")), packets: integer(said("ingress-packets")) };
  const sent = { bytes: integer(said("egress-bytes")), packets: integer(said("egress-packets")) };
  return {
    "@timestamp": isoTime(said("connection-last-update-time")) ?? ended ?? started,
    event: {
      category: ["network", "session", "authentication"],
      type: typesOf(type, status),
      action: type,
      outcome: lookup(outcomes, status) ?? "unknown",
      reason: said("connection-attempt-failure-reason"),
      id: said("connection-id"),
      start: started,
      end: ended,
      duration: started === undefined || ended === undefined ? undefined : duration(started, ended),
    },
    cloud: { service: { name: "client-vpn" } },
    source: nonEmpty({
      ip: deviceIp,
      address: deviceIp === undefined ? device : undefined,
      port: portNumber(said("port")),
      // The address that the device has behind the endpoint.
      nat: assigned === undefined ? undefined : { ip: assigned },
      ...received,
    }),
    destination: nonEmpty(sent),
    network: nonEmpty({
      transport: said("transport-protocol")?.toLowerCase(),
      type: ipType(deviceIp),
      bytes: sum(received.bytes, sent.bytes),
      packets: sum(received.packets, sent.packets),
    }),
    // With certificates alone, the certificate's name is the only one there is.
    user: nonEmpty({ name: said("username") ?? commonName }),
    aws: nonEmpty({
      client_vpn: nonEmpty({
        endpoint_id: said("client-vpn-endpoint-id"),
        attempt_status: status,
        reset_status: said("connection-reset-status"),
        common_name: commonName,
        device_type: said("device-type"),
        additional_fields: flatObject(Object.fromEntries(Object.entries(entry).filter(([name]) => !known.has(name)))),
      }),
    }),
  };
}

function typesOf(type: string | undefined, status: string | undefined): string[] {
  if (type === "connection-reset") return ["connection", "end"];
  return ["connection", "start", ...(status === "failed" ? ["denied"] : status === "successful" ? ["allowed"] : [])];
}

function duration(start: string, end: string): number | undefined {
  const milliseconds = Date.parse(end) - Date.parse(start);
  return milliseconds >= 0 ? milliseconds * 1e6 : undefined;
}
