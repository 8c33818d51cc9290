import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { parseUrl } from "../../functions/shared/network/request-line";
import {
  asArray,
  asRecord,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";
import { classify, outcomeOf } from "./classes";
import { readObject } from "./objects";
import { bindingOf, podOf } from "./security";

/** An event of the Kubernetes API server's audit log. A Kubernetes Event, also of kind `Event`, has no verb. */
export function isAuditEvent(value: JsonObject | undefined): value is JsonObject {
  if (value === undefined || typeof value.verb !== "string") return false;
  if (asRecord(value.user) === undefined && asRecord(value.objectRef) === undefined) return false;
  const version = value.apiVersion;
  return version === undefined
    ? value.kind === "Event"
    : typeof version === "string" && version.startsWith("audit.k8s.io/");
}

/** @see https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/#audit-k8s-io-v1-Event */
export function mapAuditEvent(event: JsonObject): { document: EcsDocument; id: string | undefined } {
  const user = asRecord(event.user) ?? {};
  const impersonated = asRecord(event.impersonatedUser) ?? {};
  const target = asRecord(event.objectRef) ?? {};
  const status = asRecord(event.responseStatus) ?? {};
  const annotations = asRecord(event.annotations) ?? {};
  const code = integer(status.code);
  const decision = text(annotations["authorization.k8s.io/decision"]);
  const resource = text(target.resource);
  const subresource = text(target.subresource);
  const url = parseUrl(text(event.requestURI) ?? "");
  const command = commandOf(subresource, url?.query);
  const received = isoTime(event.requestReceivedTimestamp);
  const ended = isoTime(event.stageTimestamp);
  const requested = asRecord(event.requestObject);
  const binding = bindingOf(resource, requested);
  const identity = identityOf(user);
  const document: EcsDocument = {
    "@timestamp": ended ?? received,
    event: {
      ...classify(text(event.verb), resource, subresource, text(target.name), decision),
      action: text(event.verb),
      outcome: outcomeOf(code, decision),
      reason: text(annotations["authorization.k8s.io/reason"]) ?? text(status.reason),
      id: text(event.auditID),
      start: received,
      end: ended,
      duration: duration(received, ended),
    },
    message: text(status.message),
    ...sourceOf(event.sourceIPs),
    user: nonEmpty({
      name: text(user.username),
      id: text(user.uid),
      effective: nonEmpty({ name: text(impersonated.username), id: text(impersonated.uid) }),
      target: resource === "serviceaccounts" ? nonEmpty({ name: text(target.name) }) : undefined,
    }),
    user_agent: nonEmpty({ original: text(event.userAgent) }),
    url,
    http: code === undefined ? undefined : { response: { status_code: code } },
    process: command.process,
    container: command.container,
    orchestrator: {
      api_version: text(target.apiVersion),
      namespace: text(target.namespace),
      resource: nonEmpty({ type: resource, name: text(target.name), id: text(target.uid) }),
    },
    related: nonEmpty({
      ip: list(...asArray(event.sourceIPs).map(ipAddress)),
      user: list(identity?.session_name, binding?.subjects),
    }),
    aws: nonEmpty({
      eks_audit: nonEmpty({
        level: text(event.level),
        stage: text(event.stage),
        decision,
        api_group: text(target.apiGroup),
        subresource,
        dry_run: url?.query?.includes("dryRun=All") === true ? true : undefined,
        user: nonEmpty({ groups: list(user.groups), ...identity }),
        impersonated_groups: list(impersonated.groups),
        pod: podOf(requested),
        binding,
        annotations: flatObject(otherAnnotations(annotations)),
        request_object: readObject(resource, event.requestObject),
        // With a request, the response is the same object with defaults; a list may be the whole cluster.
        response_object:
          requested === undefined && !reads.has(text(event.verb) ?? "")
            ? readObject(resource, event.responseObject)
            : undefined,
      }),
    }),
  };
  return { document, id: idOf(event) };
}

const reads: ReadonlySet<string> = new Set(["get", "list", "watch"]);

/** A client may choose the audit id (header Audit-ID): by itself it would let one request hide another. */
function idOf(event: JsonObject): string | undefined {
  const parts = [event.auditID, event.stage, event.stageTimestamp, event.verb, event.requestURI].map(text);
  return parts.includes(undefined) ? undefined : parts.join("/");
}

function duration(start: string | undefined, end: string | undefined): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  const milliseconds = Date.parse(end) - Date.parse(start);
  return milliseconds >= 0 ? milliseconds * 1e6 : undefined;
}

/** Only the last address is the connection's; the ones before are what the client's headers said. */
function sourceOf(value: unknown): Pick<EcsDocument, "source" | "network"> {
  const addresses = list(value) ?? [];
  const last = addresses.at(-1);
  const ip = ipAddress(last);
  const forwarded = addresses.length > 1 ? ipAddress(addresses[0]) : undefined;
  return {
    source: nonEmpty({ ip, address: ip === undefined ? last : undefined }),
    network: forwarded === undefined ? undefined : { forwarded_ip: forwarded },
  };
}

/** Who the AWS principal behind a Kubernetes user is, as the authenticator adds it. */
function identityOf(user: JsonObject): Record<string, string | undefined> | undefined {
  const extra = asRecord(user.extra) ?? {};
  const first = (name: string): string | undefined =>
    list(extra[name])?.[0] ?? list(extra[`sigs.k8s.io/aws-iam-authenticator/${name}`])?.[0];
  return nonEmpty({
    arn: first("arn"),
    canonical_arn: first("canonicalArn"),
    access_key_id: first("accessKeyId"),
    principal_id: first("principalId"),
    session_name: first("sessionName"),
    pod_name: list(extra["authentication.kubernetes.io/pod-name"])?.[0],
    node_name: list(extra["authentication.kubernetes.io/node-name"])?.[0],
  });
}

/** What runs in a container by `exec`, from the URL: `?command=sh&command=-c&container=web`. */
function commandOf(
  subresource: string | undefined,
  query: string | undefined,
): Pick<EcsDocument, "process" | "container"> {
  if (query === undefined || (subresource !== "exec" && subresource !== "attach")) return {};
  const parameters = new URLSearchParams(query);
  const args = list(...parameters.getAll("command"));
  const whole = parameters.getAll("command").join(" ");
  const name = text(parameters.get("container"));
  return {
    process: args === undefined ? undefined : { args, command_line: whole },
    container: name === undefined ? undefined : { name },
  };
}

function otherAnnotations(annotations: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(annotations).filter(
      ([name]) => name !== "authorization.k8s.io/decision" && name !== "authorization.k8s.io/reason",
    ),
  );
}
