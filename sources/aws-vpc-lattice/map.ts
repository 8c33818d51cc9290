import type { MappedRecord, RawRecord } from "../../functions/loader/source";
import { describeRequester } from "../../functions/shared/aws/requester";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { addressWithPort } from "../../functions/shared/network/endpoint";
import { ipType } from "../../functions/shared/network/network";
import { parseUrl, splitAuthority } from "../../functions/shared/network/request-line";
import { tlsProtocol } from "../../functions/shared/network/tls";
import { asRecord, integer, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";
import { latticeLogType } from "./log-type";

export function mapLatticeRecord({ value }: RawRecord): MappedRecord {
  const record = asRecord(value) ?? {};
  switch (latticeLogType(value)) {
    case "service":
      return { kind: "event", document: mapRequest(record) };
    case "resource":
      return { kind: "event", document: mapConnection(record) };
    case undefined:
      throw new RecordError(
        "not a VPC Lattice access log: expected sourceIpPort with serviceArn or resourceConfigurationArn",
      );
  }
}

/** @see https://docs.aws.amazon.com/vpc-lattice/latest/ug/monitoring-access-logs.html#monitoring-access-logs-contents */
function mapRequest(record: JsonObject): EcsDocument {
  const read = (name: string): string | undefined => text(record[name]);
  const source = addressWithPort(read("sourceIpPort"), { portAlways: true });
  const status = integer(record.responseCode);
  const milliseconds = integer(record.duration);
  const denied = read("authDeniedReason");
  const caller = describeRequester(read("callerPrincipal"));
  const host = read("hostHeader");
  const path = read("requestPath");
  const serverName = read("serverNameIndication") ?? read("ServerNameIndication");
  return {
    "@timestamp": isoTime(record.startTime),
    event: {
      category: ["web", "network"],
      type: denied === undefined ? ["access"] : ["access", "denied"],
      action: "request",
      outcome: status === undefined ? "unknown" : status < 400 ? "success" : "failure",
      reason: read("failureReason") ?? denied,
      start: isoTime(record.startTime),
      duration: milliseconds === undefined ? undefined : milliseconds * 1_000_000,
    },
    cloud: { region: regionOf(read("serviceArn")), service: { name: "vpc-lattice" } },
    source: nonEmpty({ ...source }),
    destination: nonEmpty({ ...addressWithPort(read("targetIpPort"), { portAlways: true }) }),
    network: nonEmpty({ type: ipType(source.ip) }),
    user: nonEmpty({ name: caller.userName, id: caller.userId }),
    http: nonEmpty({
      version: text(read("protocol")?.replace(/^HTTP\//, "")),
      request: nonEmpty({
        id: read("requestId"),
        method: read("requestMethod"),
        bytes: integer(record.bytesReceived),
      }),
      response: nonEmpty({ status_code: status, bytes: integer(record.bytesSent) }),
    }),
    url: nonEmpty({
      ...(path === undefined ? undefined : parseUrl(path)),
      ...(host === undefined ? undefined : splitAuthority(host)),
    }),
    user_agent: nonEmpty({ original: read("userAgent") }),
    tls: nonEmpty({
      ...tlsProtocol(read("tlsVersion")),
      cipher: read("sslCipher"),
      client: nonEmpty({
        server_name: serverName,
        x509: nonEmpty({
          subject: nonEmpty({ common_name: list(record.callerX509SubjectCN) }),
          issuer: nonEmpty({ organizational_unit: list(record.callerX509IssuerOU) }),
          alternative_names: list(record.callerX509SANDNS, record.callerX509SANNameCN, record.callerX509SANURI),
        }),
      }),
    }),
    aws: {
      vpc_lattice: {
        log_type: "service",
        ...networkFields(record),
        service_arn: read("serviceArn"),
        target_group_arn: read("targetGroupArn"),
        listener_id: read("listenerId"),
        source_vpc_id: read("sourceVpcId"),
        destination_vpc_id: read("destinationVpcId"),
        resolved_user: read("resolvedUser"),
        caller_principal: read("callerPrincipal"),
        caller_account_id: caller.accountId,
        caller_organization_id: read("callerPrincipalOrgID"),
        caller_session_name: caller.sessionName,
        auth_denied_reason: denied,
        grpc_response_code: integer(record.grpcResponseCode),
        request_to_target_milliseconds: integer(record.requestToTargetDuration),
        response_from_target_milliseconds: integer(record.responseFromTargetDuration),
      },
    },
  };
}

/** @see https://docs.aws.amazon.com/vpc-lattice/latest/ug/monitoring-access-logs.html#monitoring-resource-access-logs-contents */
function mapConnection(record: JsonObject): EcsDocument {
  const read = (name: string): string | undefined => text(record[name]);
  const source = addressWithPort(read("sourceIpPort"), { portAlways: true });
  const destination = addressWithPort(read("destinationIpPort"), { portAlways: true });
  const resource = addressWithPort(read("resourceIpPort"), { portAlways: true });
  return {
    "@timestamp": isoTime(record.eventTimestamp),
    event: { category: ["network"], type: ["connection"], action: "connection", outcome: "unknown" },
    cloud: { region: regionOf(read("resourceConfigurationArn")), service: { name: "vpc-lattice" } },
    source: nonEmpty({ ...source }),
    destination: nonEmpty({ ...destination }),
    network: nonEmpty({ type: ipType(source.ip), transport: read("protocol")?.toLowerCase() }),
    related: nonEmpty({ ip: list(resource.ip, addressWithPort(read("gatewayIpPort"), { portAlways: true }).ip) }),
    aws: {
      vpc_lattice: {
        log_type: "resource",
        ...networkFields(record),
        resource_configuration_arn: read("resourceConfigurationArn"),
        service_network_resource_association_id: read("serviceNetworkResourceAssociationId"),
        vpc_endpoint_id: read("vpcEndpointId"),
        gateway_ip_port: read("gatewayIpPort"),
        resource_ip_port: read("resourceIpPort"),
      },
    },
  };
}

function networkFields(record: JsonObject): Record<string, unknown> {
  const others = Object.entries(record).filter(([name]) => !knownNames.has(name));
  return {
    service_network_arn: text(record.serviceNetworkArn),
    source_vpc_arn: text(record.sourceVpcArn),
    // Members that AWS added since.
    additional_fields: flatObject(Object.fromEntries(others.filter(([, value]) => value !== "-"))),
  };
}

function regionOf(arn: string | undefined): string | undefined {
  return text(arn?.split(":")[3]);
}

const knownNames: ReadonlySet<string> = new Set([
  "authDeniedReason",
  "bytesReceived",
  "bytesSent",
  "callerPrincipal",
  "callerPrincipalOrgID",
  "callerX509IssuerOU",
  "callerX509SANDNS",
  "callerX509SANNameCN",
  "callerX509SANURI",
  "callerX509SubjectCN",
  "destinationIpPort",
  "destinationVpcId",
  "duration",
  "eventTimestamp",
  "failureReason",
  "gatewayIpPort",
  "grpcResponseCode",
  "hostHeader",
  "listenerId",
  "protocol",
  "requestId",
  "requestMethod",
  "requestPath",
  "requestToTargetDuration",
  "resolvedUser",
  "resourceConfigurationArn",
  "resourceIpPort",
  "responseCode",
  "responseFromTargetDuration",
  "ServerNameIndication",
  "serverNameIndication",
  "serviceArn",
  "serviceNetworkArn",
  "serviceNetworkResourceAssociationId",
  "sourceIpPort",
  "sourceVpcArn",
  "sourceVpcId",
  "sslCipher",
  "startTime",
  "targetGroupArn",
  "targetIpPort",
  "tlsVersion",
  "userAgent",
  "vpcEndpointId",
]);
