import { flatObject } from "../flat-object";
import { records } from "../records";
import { isSecret } from "../secrets/secrets";
import { asRecord, type JsonObject, text } from "../values";

/** Members that are in fields of their own, or that repeat others (observables, captions of numbers, the raw text). */
const held: ReadonlySet<string> = new Set([
  ...[
    "activity_id",
    "activity_name",
    "category_name",
    "category_uid",
    "class_name",
    "class_uid",
    "type_name",
    "type_uid",
  ],
  ...[
    "time",
    "time_dt",
    "start_time",
    "start_time_dt",
    "end_time",
    "end_time_dt",
    "duration",
    "timezone_offset",
    "count",
  ],
  ...[
    "severity",
    "severity_id",
    "status",
    "status_id",
    "status_code",
    "status_detail",
    "message",
    "raw_data",
    "raw_data_hash",
  ],
  ...["action", "action_id", "disposition", "disposition_id", "confidence", "confidence_id", "confidence_score"],
  ...["risk_level", "risk_level_id", "risk_score", "rcode", "rcode_id", "http_status", "is_mfa", "app_name"],
  ...["metadata", "observables", "cloud", "traffic", "query", "answers", "accountid", "region", "eventday"],
]);

const endpointMembers = [
  ...["ip", "port", "domain", "hostname", "mac", "location", "autonomous_system", "intermediate_ips"],
  ...["uid", "instance_uid", "interface_uid", "subnet_uid", "vpc_uid", "svc_name"],
];

/** Members that are kept only where they say more than what has a field. */
const readMembers: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    src_endpoint: endpointMembers,
    dst_endpoint: endpointMembers,
    connection_info: [
      ...["protocol_name", "protocol_num", "protocol_ver", "protocol_ver_id", "direction", "direction_id"],
      ...["tcp_flags", "boundary", "boundary_id", "community_uid"],
    ],
  }).map(([name, members]) => [name, new Set(members)]),
);

/** The rest of the event, searchable by its own names, without credentials. */
export function detailsOf(event: JsonObject): Readonly<Record<string, unknown>> | undefined {
  const rest: [name: string, member: unknown][] = [];
  for (const [name, member] of Object.entries(event)) {
    if (held.has(name) || member === null) continue;
    const read = readMembers.get(name);
    const members = asRecord(member);
    if (read !== undefined && members !== undefined && Object.keys(members).every((key) => read.has(key))) continue;
    rest.push([name, readers[name]?.(member) ?? member]);
  }
  return flatObject(Object.fromEntries(rest), { isSecret: isSecretMember });
}

const readers: Readonly<Record<string, ((member: unknown) => unknown) | undefined>> = Object.assign(
  Object.create(null) as Record<string, never>,
  {
    api: (member: unknown) => {
      const api = asRecord(member);
      return api === undefined
        ? undefined
        : { ...api, request: parsedData(api.request), response: parsedData(api.response) };
    },
    http_request: requestDetails,
    resource: parsedData,
    resources: (member: unknown) => (Array.isArray(member) ? member.map(parsedData) : undefined),
    evidences: (member: unknown) => (Array.isArray(member) ? member.map(parsedData) : undefined),
    unmapped: unmappedDetails,
  },
);

/** `data` is JSON as text in Amazon Security Lake; as members, its credentials are seen. */
function parsedData(member: unknown): unknown {
  const members = asRecord(member);
  const data = members?.data;
  return typeof data === "string" ? { ...members, data: parsed(data) } : member;
}

function parsed(json: string): unknown {
  const first = json.trimStart()[0];
  if (first !== "{" && first !== "[") return json;
  try {
    return JSON.parse(json);
  } catch {
    // Not JSON after all: it stays the text it is.
    return json;
  }
}

/** Headers by name, so that it tells which are secret; of cookies the names. */
function requestDetails(member: unknown): unknown {
  const request = asRecord(member);
  if (request === undefined) return undefined;
  const { http_headers, cookies, url: _url, user_agent: _agent, ...rest } = request;
  return { ...rest, http_headers: byName(http_headers), cookies: records(cookies).map((cookie) => text(cookie.name)) };
}

function byName(pairs: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(records(pairs).map(({ name, value }) => [text(name) ?? "_", value]));
}

/** A map comes as an object, of some writers as a list of its pairs; `-` and empty texts are no values. */
function unmappedDetails(member: unknown): unknown {
  const members = asRecord(member);
  if (members === undefined && !Array.isArray(member)) return member;
  const pairs = members === undefined ? (member as readonly unknown[]).map(pairOf) : Object.entries(members);
  return Object.fromEntries(pairs.filter(([, value]) => typeof value !== "string" || text(value) !== undefined));
}

function pairOf(pair: unknown): [name: string, value: unknown] {
  if (Array.isArray(pair)) return [text(pair[0]) ?? "_", pair[1] as unknown];
  const entry = asRecord(pair);
  return [text(entry?.key) ?? "_", entry?.value];
}

/** Names may be paths: `requestParameters.masterUserPassword`. Environment variables are where credentials are kept. */
function isSecretMember(name: string): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return isSecret(last) || secretSubtrees.has(last);
}

const secretSubtrees: ReadonlySet<string> = new Set([
  ...["Environment", "EnvironmentVariables", "UserData", "userData", "environment_variables", "http_cookies"],
]);

/** A member of `unmapped`, whatever its arrangement. */
export function unmapped(event: JsonObject, name: string): string | undefined {
  const members = asRecord(unmappedDetails(event.unmapped));
  return members !== undefined && Object.hasOwn(members, name) ? text(members[name]) : undefined;
}
