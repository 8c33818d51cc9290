import { lookup } from "../lookup";
import { dnsName } from "../network/dns-name";
import {
  asArray,
  asRecord,
  decimal,
  flag,
  integer,
  ipAddress,
  type JsonObject,
  list,
  nonEmpty,
  portNumber,
  text,
} from "../values";

/** One end of the connection or call that a finding is about, as ECS `source` or `destination`. */
type Endpoint = object | undefined;

/** What happened, in ECS's fields, and GuardDuty's own about it. */
export interface FindingAction {
  readonly source?: Endpoint;
  readonly destination?: Endpoint;
  readonly network?: object | undefined;
  readonly dns?: object | undefined;
  readonly userAgent?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly blocked?: boolean | undefined;
  /** Addresses of further probing hosts. */
  readonly furtherAddresses?: readonly string[] | undefined;
  readonly fields: object | undefined;
}

type ActionReader = (action: JsonObject, type: string) => FindingAction;

/**
 * By `service.action.actionType`: the member that holds the details, and how to read it.
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Action.html
 */
const readers: Readonly<Record<string, readonly [member: string, ActionReader]>> = {
  AWS_API_CALL: ["awsApiCallAction", apiCall],
  NETWORK_CONNECTION: ["networkConnectionAction", networkConnection],
  PORT_PROBE: ["portProbeAction", portProbe],
  DNS_REQUEST: ["dnsRequestAction", dnsRequest],
  KUBERNETES_API_CALL: ["kubernetesApiCallAction", kubernetesCall],
  RDS_LOGIN_ATTEMPT: ["rdsLoginAttemptAction", rdsLogin],
};

/** Reads `service.action`; runtime findings and attack sequences have an empty one, or none. */
export function findingAction(value: unknown): FindingAction {
  const action = asRecord(value) ?? {};
  const type = text(action.actionType);
  if (type === undefined) return { fields: undefined };
  const [member, read] = lookup(readers, type) ?? [];
  if (member === undefined || read === undefined) return { fields: { type } };
  return read(asRecord(action[member]) ?? {}, type);
}

function apiCall(call: JsonObject, type: string): FindingAction {
  return {
    source: remote(call),
    userAgent: text(call.userAgent),
    errorCode: text(call.errorCode),
    fields: {
      type,
      api: text(call.api),
      service_name: text(call.serviceName),
      caller_type: text(call.callerType),
      remote_account_id: text(asRecord(call.remoteAccountDetails)?.accountId),
      remote_account_affiliated: flag(asRecord(call.remoteAccountDetails)?.affiliated),
      domain: text(asRecord(call.domainDetails)?.domain),
    },
  };
}

function networkConnection(connection: JsonObject, type: string): FindingAction {
  const direction = text(connection.connectionDirection);
  const there = remote(connection, connection.remotePortDetails);
  const here = local(connection);
  const outbound = direction === "OUTBOUND";
  return {
    source: outbound ? here : there,
    destination: outbound ? there : here,
    network: nonEmpty({
      transport: transport(connection.protocol),
      direction: direction === "INBOUND" || outbound ? direction.toLowerCase() : undefined,
    }),
    blocked: flag(connection.blocked),
    fields: {
      type,
      connection_direction: direction,
      local_port_name: portName(connection.localPortDetails),
      remote_port_name: portName(connection.remotePortDetails),
      blocked: flag(connection.blocked),
    },
  };
}

function portProbe(probe: JsonObject, type: string): FindingAction {
  const probes = asArray(probe.portProbeDetails).map((item) => asRecord(item) ?? {});
  const [first = {}] = probes;
  return {
    source: remote(first),
    destination: local(first),
    network: { direction: "inbound" },
    blocked: flag(probe.blocked),
    furtherAddresses: list(probes.map((item) => remoteAddress(asRecord(item.remoteIpDetails)))),
    fields: {
      type,
      blocked: flag(probe.blocked),
      local_port_name: portName(first.localPortDetails),
      probed_ports: list(probes.map((item) => portNumber(asRecord(item.localPortDetails)?.port)))?.map(Number),
    },
  };
}

function dnsRequest(request: JsonObject, type: string): FindingAction {
  const domain = text(request.domain);
  return {
    network: { protocol: "dns", transport: transport(request.protocol) },
    dns: domain === undefined ? undefined : { question: { name: dnsName(domain) } },
    blocked: flag(request.blocked),
    fields: { type, domain, domain_with_suffix: text(request.domainWithSuffix), blocked: flag(request.blocked) },
  };
}

function kubernetesCall(call: JsonObject, type: string): FindingAction {
  const [sourceIp] = asArray(call.sourceIPs ?? call.sourceIps);
  return {
    source: remote(call) ?? nonEmpty({ ip: ipAddress(sourceIp) }),
    userAgent: text(call.userAgent),
    fields: {
      type,
      verb: text(call.verb),
      request_uri: text(call.requestUri),
      status_code: integer(call.statusCode),
      namespace: text(call.namespace),
      kubernetes_resource: text(call.resource),
    },
  };
}

function rdsLogin(attempt: JsonObject, type: string): FindingAction {
  return { source: remote(attempt), fields: { type } };
}

/** The remote host with the country, city and network that GuardDuty found for it. */
function remote(action: JsonObject, port?: unknown): Endpoint {
  const details = asRecord(action.remoteIpDetails);
  if (details === undefined) return undefined;
  const country = asRecord(details.country);
  const location = asRecord(details.geoLocation);
  const organization = asRecord(details.organization);
  const lat = decimal(location?.lat);
  const lon = decimal(location?.lon);
  // -1 stands for an unknown network.
  const asn = integer(organization?.asn);
  return nonEmpty({
    ip: remoteAddress(details),
    port: portNumber(asRecord(port)?.port),
    geo: nonEmpty({
      country_name: text(country?.countryName),
      country_iso_code: text(country?.countryCode),
      city_name: text(asRecord(details.city)?.cityName),
      location: lat === undefined || lon === undefined || !onEarth(lat, lon) ? undefined : { lat, lon },
    }),
    as: nonEmpty({
      number: asn !== undefined && asn > 0 ? asn : undefined,
      organization: nonEmpty({ name: text(organization?.asnOrg) ?? text(organization?.org) }),
    }),
  });
}

/** OpenSearch refuses a document whose point is off the globe. */
function onEarth(lat: number, lon: number): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
}

function remoteAddress(details: JsonObject | undefined): string | undefined {
  return ipAddress(details?.ipAddressV4) ?? ipAddress(details?.ipAddressV6);
}

function local(action: JsonObject): Endpoint {
  return nonEmpty({
    ip: remoteAddress(asRecord(action.localIpDetails)),
    port: portNumber(asRecord(action.localPortDetails)?.port),
  });
}

function portName(details: unknown): string | undefined {
  const name = text(asRecord(details)?.portName);
  return name === "Unknown" ? undefined : name;
}

function transport(protocol: unknown): string | undefined {
  return text(protocol)?.toLowerCase();
}
