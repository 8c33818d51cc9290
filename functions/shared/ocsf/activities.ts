import { lookup } from "../lookup";
import type { OcsfClass } from "./classes";

/** ECS's types for an activity, the first of which that goes with the class's categories is taken. */
const typesOfActivity: Readonly<Record<string, readonly string[]>> = {
  ...sameType(["creation"], ["create", "upload", "file create", "copy"]),
  ...sameType(
    ["access"],
    [
      ...["read", "download", "get", "head", "options", "connect", "post", "put", "trace", "list", "poll", "search"],
      ...["export", "preview", "get attributes", "get security", "file open", "file open if", "access grant"],
    ],
  ),
  ...sameType(["protocol", "access"], ["query"]),
  ...sameType(["protocol"], ["response", "tls handshake"]),
  ...sameType(["connection"], ["traffic"]),
  ...sameType(["deletion", "change"], ["delete", "remove"]),
  ...sameType(["start"], ["logon", "authentication ticket", "service ticket request", "launch", "execute", "start"]),
  ...sameType(["start"], ["load", "listen", "initial request", "connect request"]),
  ...sameType(["installation"], ["install"]),
  ...sameType(["end"], ["logoff", "terminate", "stop", "unload", "close", "reset", "disconnect"]),
  ...sameType(["denied"], ["fail", "refuse"]),
  ...sameType(["error"], ["access error"]),
};

function sameType(types: readonly string[], activities: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(activities.map((activity) => [activity, types]));
}

/** Activities that leave everything as it is; any other one that has no type above changes something. */
const harmless =
  /^(?:unknown|other|read|scan|log|collect|preauth|capture|record|connect response|initial response|access (?:deny|check)|(?:dis)?connect|query|list|search|export|trace)$/i;

/** ECS's types that go with its categories. @see https://www.elastic.co/docs/reference/ecs/ecs-category-field-values-reference */
const typesOfCategory: Readonly<Record<string, readonly string[]>> = {
  api: ["access", "admin", "allowed", "change", "creation", "deletion", "denied", "end", "info", "start", "user"],
  authentication: ["start", "end", "info"],
  configuration: ["access", "change", "creation", "deletion", "info"],
  database: ["access", "change", "info", "error"],
  driver: ["change", "end", "info", "start"],
  email: ["info"],
  file: ["access", "change", "creation", "deletion", "info"],
  host: ["access", "change", "end", "info", "start"],
  iam: ["admin", "change", "creation", "deletion", "group", "info", "user"],
  intrusion_detection: ["allowed", "denied", "info"],
  library: ["start"],
  network: ["access", "allowed", "connection", "denied", "end", "info", "protocol", "start"],
  package: ["access", "change", "deletion", "info", "installation", "start"],
  process: ["access", "change", "end", "info", "start"],
  registry: ["access", "change", "creation", "deletion"],
  session: ["start", "end", "info"],
  vulnerability: ["info"],
  web: ["access", "error", "info"],
};

/** What the types depend on. */
interface Activity {
  readonly ocsfClass: OcsfClass;
  /** `Create`, `Logon`, ... */
  readonly name: string | undefined;
  /** What a security control decided; undefined where there was none. */
  readonly allowed: boolean | undefined;
}

/** ECS's types of an activity, of those that its categories allow. */
export function typesOf({ ocsfClass, name, allowed }: Activity): readonly string[] {
  const { category, kind, type } = ocsfClass;
  const possible = new Set(category.flatMap((one) => typesOfCategory[one] ?? []));
  const changes = kind === undefined && possible.has("change") && name !== undefined && !harmless.test(name);
  const first = named(name, ocsfClass, possible) ?? (changes ? "change" : "info");
  const decision = allowed === undefined ? undefined : allowed ? "allowed" : "denied";
  const types = [first, type, decision].filter((one) => one !== undefined).filter((one) => possible.has(one));
  // A library is only ever loaded, for ECS.
  return types.length > 0 ? [...new Set(types)] : [[...possible][0] ?? "info"];
}

function named(
  name: string | undefined,
  { category, kind }: OcsfClass,
  possible: ReadonlySet<string>,
): string | undefined {
  // What happens to a finding or a list of devices does not happen to what they tell of.
  if (kind !== undefined) return "info";
  // A connection is what is opened on the network; on a host, a file or process is.
  if (name === "Open") return category[0] === "network" ? "start" : "access";
  return lookup(typesOfActivity, name?.toLowerCase())?.find((type) => possible.has(type));
}
