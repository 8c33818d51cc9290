import { classify } from "../../functions/shared/classification";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { addressWithPort } from "../../functions/shared/network/endpoint";
import { otherMembers } from "../../functions/shared/other-members";
import { isSecret } from "../../functions/shared/secrets/secrets";
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
import { rules } from "./classes";

const mappedValues: ReadonlySet<string> = new Set([
  ...["event", "code", "uid", "ei", "time", "user", "login", "cluster_name", "sid", "addr.remote", "addr.local"],
  ...[
    "success",
    "error",
    "message",
    "method",
    "user_agent",
    "server_id",
    "server_hostname",
    "server_addr",
    "namespace",
  ],
  ...["proto", "command", "exitCode", "exitError", "program", "path", "pid", "ppid", "return_code", "action"],
  ...["src_addr", "dst_addr", "dst_port", "rx", "tx", "session_start", "session_stop", "interactive", "reason"],
  ...["kubernetes_cluster", "verb", "request_path", "resource_kind", "resource_name", "resource_namespace"],
  ...["response_code", "db_service", "db_protocol", "db_uri", "db_name", "db_user", "db_query", "db_type"],
  ...["app_name", "app_uri", "status_code", "raw_query", "desktop_name", "desktop_addr", "windows_user"],
  ...["windows_domain", "name", "id", "state", "status_message", "connector", "user_kind", "expires"],
]);
const mappedObjects: ReadonlySet<string> = new Set([
  ...["argv", "participants", "roles", "mfa_device", "server_labels", "kubernetes_users", "kubernetes_groups"],
]);

const levels: Readonly<Record<string, string>> = { I: "info", W: "warning", E: "error" };

export function mapEvent(event: JsonObject): EcsDocument {
  const action = text(event.event);
  const code = text(event.code) ?? "";
  const error = text(event.error) ?? text(event.exitError) ?? text(event.status_message);
  const remote = addressWithPort(text(event["addr.remote"]));
  const local = addressWithPort(text(event["addr.local"]));
  const agent = text(event.user_agent);
  const protocol = text(event.proto) ?? text(event.db_protocol);
  const start = time(event.session_start);
  const end = time(event.session_stop);
  const device = asRecord(event.mfa_device) ?? {};
  const status = integer(event.status_code) ?? integer(event.response_code);
  const roles = list(asArray(event.roles));
  const isUser = action?.startsWith("user.") === true && action !== "user.login";
  return {
    "@timestamp": isoTime(event.time),
    message: text(event.message),
    event: {
      kind: "event",
      ...classify(action, rules),
      action,
      id: text(event.uid),
      code: text(code),
      sequence: integer(event.ei),
      outcome: status !== undefined && status >= 400 ? "failure" : outcomeOf(event, code, error),
      reason: text(event.reason) ?? error,
      start,
      end,
    },
    log: nonEmpty({ level: levels[code.at(-1) ?? ""] }),
    error: nonEmpty({ message: error }),
    user: nonEmpty({
      name: text(event.user),
      // The account on the host, in the database or on the desktop as which the user works.
      effective: nonEmpty({
        name: text(event.login) ?? text(event.db_user) ?? text(event.windows_user),
        domain: text(event.windows_domain),
      }),
      target: isUser ? nonEmpty({ name: text(event.name), roles }) : undefined,
    }),
    source: nonEmpty(networkSource(event, remote)),
    destination: destinationOf(event),
    server: nonEmpty(local),
    host: nonEmpty({
      id: text(event.server_id),
      name: text(event.server_hostname) ?? text(event.desktop_name),
    }),
    network: protocol === undefined ? undefined : { protocol: protocol.toLowerCase() },
    user_agent: agent === undefined ? undefined : { original: agent },
    process: processOf(event, action),
    file: fileOf(event, action),
    http: nonEmpty({
      request: nonEmpty({
        method: action === "kube.request" ? text(event.verb) : status === undefined ? undefined : text(event.method),
      }),
      response: status === undefined ? undefined : { status_code: status },
    }),
    url: nonEmpty({
      path: text(event.request_path) ?? (action?.startsWith("app.") === true ? text(event.path) : undefined),
      query: text(event.raw_query),
    }),
    orchestrator: kubernetes(event),
    related: nonEmpty({ user: list(asArray(event.participants), asArray(event.kubernetes_users)) }),
    teleport: nonEmpty({
      audit: nonEmpty({
        cluster_name: text(event.cluster_name),
        session_id: text(event.sid),
        user_kind: text(event.user_kind),
        login_method: status === undefined ? text(event.method) : undefined,
        connector: text(event.connector),
        name: isUser ? undefined : text(event.name),
        roles: isUser ? undefined : roles,
        id: text(event.id),
        state: text(event.state),
        action: text(event.action),
        expires: time(event.expires),
        interactive: flag(event.interactive),
        participants: list(asArray(event.participants)),
        mfa_device: nonEmpty({
          name: text(device.mfa_device_name),
          type: text(device.mfa_device_type),
          id: text(device.mfa_device_uuid),
        }),
        server: nonEmpty({
          address: text(event.server_addr),
          namespace: text(event.namespace),
          labels: flatObject(event.server_labels),
        }),
        bytes_received: integer(event.rx),
        bytes_sent: integer(event.tx),
        kubernetes: nonEmpty({
          users: list(asArray(event.kubernetes_users)),
          groups: list(asArray(event.kubernetes_groups)),
        }),
        db: nonEmpty({
          service: text(event.db_service),
          type: text(event.db_type),
          uri: text(event.db_uri),
          name: text(event.db_name),
          query: text(event.db_query),
        }),
        app: nonEmpty({ name: text(event.app_name), uri: text(event.app_uri) }),
        desktop_address: text(event.desktop_addr),
        details: flatObject(otherMembers(event, mappedValues, mappedObjects), { isSecret }),
      }),
    }),
  };
}

function outcomeOf(event: JsonObject, code: string, error: string | undefined): "success" | "failure" {
  const success = flag(event.success);
  if (success !== undefined) return success ? "success" : "failure";
  const exit = integer(event.exitCode) ?? integer(event.return_code) ?? 0;
  return error !== undefined || exit !== 0 || /[WE]$/.test(code) ? "failure" : "success";
}

/** `0001-01-01T00:00:00Z` stands for no time. */
function time(value: unknown): string | undefined {
  const found = isoTime(value);
  return found?.startsWith("0001-") === true ? undefined : found;
}

/** Of a connection that a session opened, the connection's; else the client's. */
function networkSource(event: JsonObject, remote: object): object {
  const address = text(event.src_addr);
  const ip = ipAddress(address);
  if (address === undefined) return remote;
  return { ip, address: ip === undefined ? address : undefined };
}

function destinationOf(event: JsonObject) {
  const address = text(event.dst_addr);
  const ip = ipAddress(address);
  return nonEmpty({ ip, address: ip === undefined ? address : undefined, port: integer(event.dst_port) });
}

function processOf(event: JsonObject, action: string | undefined) {
  const exit = integer(event.exitCode) ?? integer(event.return_code);
  if (action === "exec") return nonEmpty({ command_line: text(event.command), exit_code: exit });
  const program = text(event.program);
  const parent = integer(event.ppid);
  const isCommand = action === "session.command";
  const arguments_ = list(program, asArray(event.argv));
  return nonEmpty({
    name: program,
    executable: isCommand ? text(event.path) : undefined,
    args: isCommand ? arguments_ : undefined,
    pid: integer(event.pid),
    exit_code: isCommand ? exit : undefined,
    parent: parent === undefined ? undefined : { pid: parent },
  });
}

function fileOf(event: JsonObject, action: string | undefined) {
  if (action !== "session.disk" && action !== "scp" && action?.startsWith("sftp") !== true) return undefined;
  const path = text(event.path);
  return path === undefined ? undefined : { path, name: text(path.slice(path.lastIndexOf("/") + 1)) };
}

function kubernetes(event: JsonObject) {
  const cluster = text(event.kubernetes_cluster);
  if (cluster === undefined) return undefined;
  return {
    type: "kubernetes",
    cluster: { name: cluster },
    namespace: text(event.resource_namespace),
    resource: nonEmpty({ name: text(event.resource_name), type: text(event.resource_kind) }),
  };
}
