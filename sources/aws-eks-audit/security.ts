import { records } from "../../functions/shared/records";
import { asArray, asRecord, flag, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";

/** What of a pod's specification gives it power over its node. */
export interface PodSecurity {
  readonly images: string[] | undefined;
  readonly privileged: boolean | undefined;
  readonly added_capabilities: string[] | undefined;
  readonly host_network: boolean | undefined;
  readonly host_pid: boolean | undefined;
  readonly host_ipc: boolean | undefined;
  readonly host_paths: string[] | undefined;
  readonly service_account: string | undefined;
}

/** Of a pod, or of the template in a Deployment, DaemonSet, Job or CronJob. */
export function podOf(object: JsonObject | undefined): PodSecurity | undefined {
  const spec = podSpec(asRecord(object?.spec));
  if (spec === undefined) return undefined;
  const containers = [spec.containers, spec.initContainers, spec.ephemeralContainers].flatMap(records);
  const contexts = containers.map(({ securityContext }) => asRecord(securityContext));
  return nonEmpty({
    images: list(...containers.map(({ image }) => image)),
    privileged: contexts.some((context) => flag(context?.privileged) === true) ? true : undefined,
    added_capabilities: list(...contexts.flatMap((context) => asArray(asRecord(context?.capabilities)?.add))),
    host_network: flag(spec.hostNetwork),
    host_pid: flag(spec.hostPID),
    host_ipc: flag(spec.hostIPC),
    host_paths: list(...records(spec.volumes).map(({ hostPath }) => asRecord(hostPath)?.path)),
    service_account: text(spec.serviceAccountName),
  });
}

function podSpec(spec: JsonObject | undefined): JsonObject | undefined {
  if (spec === undefined || Array.isArray(spec.containers) || Array.isArray(spec.ephemeralContainers)) return spec;
  const job = asRecord(asRecord(spec.jobTemplate)?.spec);
  return asRecord(asRecord((job ?? spec).template)?.spec);
}

const bindings: ReadonlySet<string> = new Set(["clusterrolebindings", "rolebindings"]);
const roles: ReadonlySet<string> = new Set(["clusterroles", "roles"]);

/** What a role allows, or whom a binding gives a role. */
export interface Binding {
  readonly role: string | undefined;
  readonly subjects: string[] | undefined;
  readonly verbs: string[] | undefined;
  readonly resources: string[] | undefined;
}

export function bindingOf(resource: string | undefined, object: JsonObject | undefined): Binding | undefined {
  if (resource === undefined || object === undefined || !(bindings.has(resource) || roles.has(resource)))
    return undefined;
  const rules = records(object.rules);
  return nonEmpty({
    role: text(asRecord(object.roleRef)?.name),
    subjects: list(...records(object.subjects).map(({ name }) => name)),
    verbs: list(...rules.flatMap(({ verbs }) => asArray(verbs))),
    resources: list(...rules.flatMap((rule) => asArray(rule.resources))),
  });
}
