import { lookup } from "../lookup";
import { records } from "../records";
import { asArray, asRecord, integer, ipAddress, type JsonObject, list, nonEmpty, text } from "../values";
import { hashesOf } from "./hashes";
import { userOf } from "./identity";
import { timeOf } from "./times";

/** By `os.type_id`. */
const osTypes: Readonly<Record<string, string>> = {
  100: "windows",
  200: "linux",
  201: "android",
  300: "macos",
  301: "ios",
};

/** @see https://schema.ocsf.io/1.5.0/objects/device */
export function hostOf(event: JsonObject): object | undefined {
  const device = asRecord(event.device);
  if (device === undefined) return undefined;
  const os = asRecord(device.os) ?? {};
  const addresses = [device.ip, ...records(device.network_interfaces).map((one) => one.ip)];
  return nonEmpty({
    id: text(device.uid) ?? text(device.instance_uid),
    name: text(device.name) ?? text(device.hostname),
    hostname: text(device.hostname),
    domain: text(device.domain),
    ip: list(addresses.map(ipAddress)),
    mac: list(text(device.mac)?.replaceAll(":", "-").toUpperCase()),
    type: text(device.type),
    os: nonEmpty({
      name: text(os.name),
      version: text(os.version),
      kernel: text(os.kernel_release),
      type: lookup(osTypes, text(os.type_id)),
    }),
  });
}

/** The process that was started or ended; for other activities the one that acted. */
export function processOf(event: JsonObject): object | undefined {
  const acting = asRecord(asRecord(event.actor)?.process);
  const process = asRecord(event.process);
  if (process === undefined) return processFields(acting, asRecord(acting?.parent_process));
  return processFields(process, asRecord(process.parent_process) ?? acting);
}

/** @see https://schema.ocsf.io/1.5.0/objects/process */
function processFields(process: JsonObject | undefined, parent?: JsonObject): object | undefined {
  if (process === undefined) return undefined;
  const file = asRecord(process.file);
  const user = userOf(asRecord(process.user));
  return nonEmpty({
    name: text(process.name) ?? text(file?.name),
    pid: integer(process.pid),
    entity_id: text(process.uid),
    command_line: text(process.cmd_line),
    executable: text(file?.path),
    working_directory: text(process.working_directory),
    hash: hashesOf(file?.hashes),
    start: timeOf(process, "created_time"),
    end: timeOf(process, "terminated_time"),
    user: nonEmpty({ id: user?.id, name: user?.name }),
    parent: parent === undefined ? undefined : processFields(withoutUser(parent)),
  });
}

/** `process.parent.user` has fewer fields in ECS than the process's own. */
function withoutUser({ user: _, ...parent }: JsonObject): JsonObject {
  return parent;
}

/** @see https://schema.ocsf.io/1.5.0/objects/file */
export function fileOf(file: JsonObject | undefined): object | undefined {
  if (file === undefined) return undefined;
  return nonEmpty({
    path: text(file.path) ?? text(file.uri),
    name: text(file.name),
    size: integer(file.size),
    mime_type: text(file.mime_type),
    owner: text(asRecord(file.owner)?.name),
    created: timeOf(file, "created_time"),
    mtime: timeOf(file, "modified_time"),
    accessed: timeOf(file, "accessed_time"),
    hash: hashesOf(file.hashes),
  });
}

/** @see https://schema.ocsf.io/1.5.0/objects/container */
export function containerOf(event: JsonObject): object | undefined {
  const container = asRecord(event.container) ?? asRecord(asRecord(event.device)?.container);
  const image = asRecord(container?.image);
  return nonEmpty({
    id: text(container?.uid),
    name: text(container?.name),
    runtime: text(container?.runtime),
    image: nonEmpty({ name: text(image?.name), tag: list(image?.tag, container?.tag) }),
  });
}

/** Hosts, addresses, users and hashes that the event lists itself, by `observables[].type_id`. */
export function observablesOf(event: JsonObject): {
  readonly ip?: string[] | undefined;
  readonly hosts?: string[] | undefined;
  readonly user?: string[] | undefined;
  readonly hash?: string[] | undefined;
} {
  const found = records(asArray(event.observables).slice(0, 200));
  const values = (type: number) => found.filter((one) => integer(one.type_id) === type).map((one) => one.value);
  return { ip: list(values(2).map(ipAddress)), hosts: list(values(1)), user: list(values(4)), hash: list(values(8)) };
}
