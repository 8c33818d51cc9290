import type { MappedRecord, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { endpoint } from "../../functions/shared/network/endpoint";
import { isSecret, jsonWithoutSecrets } from "../../functions/shared/secrets/secrets";
import { withoutSqlSecrets } from "../../functions/shared/secrets/sql-secrets";
import {
  asArray,
  asRecord,
  flag,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";
import { categoryMeaning } from "./categories";

export interface AuditRecord {
  readonly members: JsonObject;
  /** OpenSearch Service cuts records at 10,000 characters: what is no JSON then is read as far as it goes. */
  readonly truncated: boolean;
}

export function auditRecord(value: unknown): AuditRecord | undefined {
  const members = asRecord(value);
  if (members !== undefined) {
    const isAudit = typeof members.audit_category === "string" && "audit_format_version" in members;
    return isAudit ? { members, truncated: false } : undefined;
  }
  if (typeof value !== "string" || !/^\s*\{/.test(value) || !value.includes('"audit_category"')) return undefined;
  const cut = membersOfCutText(value);
  return typeof cut.audit_category === "string" ? { members: cut, truncated: true } : undefined;
}

const memberPattern = /"(audit_[a-z_]{1,48}|@timestamp)"\s{0,8}:\s{0,8}(?:"((?:[^"\\]|\\.)*)"|(\d{1,15}|true|false))/g;

function membersOfCutText(text: string): JsonObject {
  const members = new Map<string, string>();
  for (const [, name = "", string, scalar] of text.matchAll(memberPattern)) {
    if (!members.has(name)) members.set(name, string === undefined ? (scalar ?? "") : unescaped(string));
  }
  return Object.fromEntries(members);
}

function unescaped(string: string): string {
  try {
    return String(JSON.parse(`"${string}"`));
  } catch {
    return string;
  }
}

const userAgentHeader = /^user-agent$/i;

export function openAuditLog(): RecordMapper {
  return ({ value }): MappedRecord => {
    const record = auditRecord(value);
    if (record === undefined) {
      throw new RecordError("The record is no object with audit_category and audit_format_version.");
    }
    return { kind: "event", document: mapAudit(record) };
  };
}

function mapAudit({ members, truncated }: AuditRecord): EcsDocument {
  const category = text(members.audit_category);
  const meaning = categoryMeaning(category);
  const [account, domain] = splitClusterName(text(members.audit_cluster_name));
  const effective = text(members.audit_request_effective_user);
  const initiating = text(members.audit_request_initiating_user);
  const acts = initiating !== undefined && initiating !== effective;
  const headers = asRecord(members.audit_rest_request_headers);
  const exception = text(members.audit_request_exception_stacktrace);
  return {
    "@timestamp": isoTime(members["@timestamp"]) ?? isoTime(members.audit_utc_timestamp),
    event: {
      category: [...meaning.category],
      type: [...meaning.type],
      action: category,
      outcome: meaning.outcome,
    },
    cloud: {
      account: account === undefined ? undefined : { id: account },
      service: { name: "opensearch" },
    },
    host: nonEmpty({
      name: text(members.audit_node_name) ?? text(members.audit_node_host_name),
      ip: list(ipAddress(text(members.audit_node_host_address))),
    }),
    source: endpoint(members.audit_request_remote_address),
    user: nonEmpty({
      name: acts ? initiating : effective,
      effective: acts ? nonEmpty({ name: effective }) : undefined,
    }),
    related: nonEmpty({ ip: list(ipAddress(text(members.audit_node_host_address))) }),
    http: nonEmpty({ request: nonEmpty({ method: text(members.audit_rest_request_method) }) }),
    url: nonEmpty({ path: text(members.audit_rest_request_path) }),
    user_agent: nonEmpty({ original: userAgentOf(headers) }),
    error: nonEmpty({ stack_trace: exception === undefined ? undefined : withoutSqlSecrets(exception) }),
    aws: nonEmpty({ opensearch_audit: nonEmpty(auditFields(members, domain, truncated)) }),
  };
}

/** `111122223333:domain` */
function splitClusterName(name: string | undefined): [account: string | undefined, domain: string | undefined] {
  const match = /^(\d{12}):(.+)$/.exec(name ?? "");
  return match === null ? [undefined, name] : [match[1], match[2]];
}

function userAgentOf(headers: JsonObject | undefined): string | undefined {
  const name = Object.keys(headers ?? {}).find((header) => userAgentHeader.test(header));
  const value = name === undefined ? undefined : headers?.[name];
  return text(Array.isArray(value) ? asArray(value)[0] : value);
}

function auditFields(members: JsonObject, domain: string | undefined, truncated: boolean): Record<string, unknown> {
  return {
    domain,
    format_version: text(members.audit_format_version),
    node_id: text(members.audit_node_id),
    request_layer: text(members.audit_request_layer),
    request_origin: text(members.audit_request_origin),
    request_privilege: text(members.audit_request_privilege),
    request_effective_user_is_admin: flag(members.audit_request_effective_user_is_admin),
    request_body: bodyText(members.audit_request_body),
    rest_request_params: parameters(members.audit_rest_request_params),
    rest_request_headers: parameters(withoutUserAgent(members.audit_rest_request_headers)),
    transport_request_type: text(members.audit_transport_request_type),
    transport_headers: parameters(members.audit_transport_headers),
    trace_task_id: text(members.audit_trace_task_id),
    trace_task_parent_id: text(members.audit_trace_task_parent_id),
    trace_doc_id: text(members.audit_trace_doc_id),
    trace_shard_id: integer(members.audit_trace_shard_id),
    trace_indices: list(members.audit_trace_indices),
    trace_resolved_indices: list(members.audit_trace_resolved_indices),
    compliance_operation: text(members.audit_compliance_operation),
    compliance_doc_version: integer(members.audit_compliance_doc_version),
    compliance_diff_is_noop: flag(members.audit_compliance_diff_is_noop),
    compliance_diff_content: bodyText(members.audit_compliance_diff_content),
    truncated: truncated ? true : undefined,
  };
}

function parameters(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return flatObject(asRecord(value), { isSecret });
}

function withoutUserAgent(value: unknown): unknown {
  const headers = asRecord(value);
  if (headers === undefined) return undefined;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !userAgentHeader.test(name)));
}

/** A request may set a password. */
function bodyText(value: unknown): string | undefined {
  const body = typeof value === "object" && value !== null ? jsonWithoutSecrets(value) : text(value);
  return body === undefined || body === "{}" || body === "[]" ? undefined : withoutSqlSecrets(body);
}
