import type { EcsDocument } from "../../../shared/ecs";
import { lookup } from "../../../shared/lookup";
import { communityId, ipType, protocolName } from "../../../shared/network/network";
import { integer, ipAddress, list, nonEmpty, portNumber, text } from "../../../shared/values";
import type { EventData } from "./event";

/* Readers for what many events have in common. Each takes the values that it has put into a field. */

export type User = NonNullable<EcsDocument["user"]>;
export type Process = NonNullable<EcsDocument["process"]>;
type File = NonNullable<EcsDocument["file"]>;

/** An account in the members `<prefix>UserName`, `<prefix>DomainName` and `<prefix>UserSid` or `<prefix>Sid`. */
export function account(data: EventData, prefix: string): User | undefined {
  return user(
    data.take(`${prefix}UserName`),
    data.take(`${prefix}DomainName`, `${prefix}UserDomain`),
    data.take(`${prefix}UserSid`, `${prefix}Sid`),
  );
}

export function user(name: string | undefined, domain?: string, sid?: string): User | undefined {
  return nonEmpty({
    name,
    domain: domain === "NT_AUTHORITY" ? "NT AUTHORITY" : domain,
    id: sid,
  });
}

/** `DOMAIN\name`. */
export function userOfDomain(name: string | undefined): User | undefined {
  const backslash = name?.indexOf("\\") ?? -1;
  if (name === undefined || backslash === -1) return user(name);
  return user(name.slice(backslash + 1) || undefined, name.slice(0, backslash) || undefined);
}

/** The last part of a Windows or POSIX path. */
export function baseName(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  return path.slice(Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1) || undefined;
}

/** `0x1f4` or `500`. */
export function number(value: string | undefined): number | undefined {
  return value !== undefined && /^0x[0-9a-f]{1,13}$/i.test(value) ? Number.parseInt(value, 16) : integer(value);
}

export function process(
  executable: string | undefined,
  pid: string | undefined,
  more: Partial<Process> = {},
): Process | undefined {
  const id = number(pid);
  // Network logons have no process: 0 stands for none.
  return nonEmpty({
    executable,
    name: baseName(executable),
    pid: id === 0 && executable === undefined ? undefined : id,
    ...more,
  });
}

export function file(path: string | undefined, more: Partial<File> = {}): File | undefined {
  if (path === undefined) return nonEmpty(more);
  const name = baseName(path);
  const dot = name?.lastIndexOf(".") ?? -1;
  const directory = path.slice(0, Math.max(path.lastIndexOf("\\"), 0));
  return {
    path,
    name,
    directory: directory === "" ? undefined : directory,
    extension: name !== undefined && dot > 0 ? name.slice(dot + 1) || undefined : undefined,
    ...more,
  };
}

/** `SHA1=...,MD5=...,SHA256=...,IMPHASH=...` of Sysmon. */
export function hashes(value: string | undefined): {
  hash: { md5?: string; sha1?: string; sha256?: string } | undefined;
  imphash: string | undefined;
  all: string[] | undefined;
} {
  const hash: { md5?: string; sha1?: string; sha256?: string } = {};
  let imphash: string | undefined;
  for (const part of value?.split(",") ?? []) {
    const [name = "", digest = ""] = part.trim().split("=", 2);
    if (!/^[0-9a-f]{32,64}$/i.test(digest) || /^0+$/.test(digest)) continue;
    const lower = digest.toLowerCase();
    if (name === "MD5") hash.md5 = lower;
    else if (name === "SHA1") hash.sha1 = lower;
    else if (name === "SHA256") hash.sha256 = lower;
    else if (name === "IMPHASH") imphash = lower;
  }
  return { hash: nonEmpty(hash), imphash, all: list(hash.md5, hash.sha1, hash.sha256) };
}

/** An endpoint of a connection; IPv4 addresses written as IPv6 ones are IPv4. */
export function endpoint(
  address: string | undefined,
  port?: string,
  domain?: string,
): { ip?: string; address?: string; port?: number; domain?: string } | undefined {
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, "");
  // Logons from the console have no port, or 0.
  const ip = ipAddress(plain);
  const number = portNumber(port);
  return nonEmpty({
    ...(ip === undefined ? (plain === undefined ? {} : { address: plain }) : { ip }),
    ...(number === undefined || number === 0 ? {} : { port: number }),
    ...(domain === undefined ? {} : { domain }),
  });
}

/** The name of a computer; some events write two backslashes before it. */
export function computer(name: string | undefined): string | undefined {
  return text(name?.replace(/^\\\\/, ""));
}

/** The address members of a record: `IpAddress` and `IpPort`, with the name of the machine. */
export function sourceOf(data: EventData): ReturnType<typeof endpoint> {
  return endpoint(
    data.take("IpAddress", "ClientAddress"),
    data.take("IpPort"),
    computer(data.take("WorkstationName", "Workstation", "ClientName")),
  );
}

/** Names of a flow's protocol and version of IP, and its Community ID. */
export function network(
  source: ReturnType<typeof endpoint>,
  destination: ReturnType<typeof endpoint>,
  protocol: number | undefined,
  direction?: string,
): NonNullable<EcsDocument["network"]> | undefined {
  const ip = source?.ip ?? destination?.ip;
  return nonEmpty({
    transport: protocolName(protocol),
    iana_number: protocol === undefined ? undefined : String(protocol),
    type: ipType(ip),
    direction,
    community_id: communityId({
      sourceIp: source?.ip,
      destinationIp: destination?.ip,
      protocol,
      sourcePort: source?.port,
      destinationPort: destination?.port,
    }),
  });
}

/** `HKLM\System\Key\Value`, or `\REGISTRY\MACHINE\System\Key`, with the value's name apart where the event has it so. */
export function registry(
  path: string | undefined,
  value: string | undefined,
  withValue: boolean,
): NonNullable<EcsDocument["registry"]> | undefined {
  if (path === undefined) return undefined;
  const parts = path.replace(/^\\REGISTRY\\/i, "").split("\\");
  const hive = lookup(hives, parts[0]?.toUpperCase()) ?? parts[0];
  const last = withValue && value === undefined && parts.length > 2 ? parts.at(-1) : value;
  const key = (withValue && value === undefined && parts.length > 2 ? parts.slice(1, -1) : parts.slice(1)).join("\\");
  return {
    path: value === undefined ? path : `${path}\\${value}`,
    hive: hive === "" ? undefined : hive,
    key: key === "" ? undefined : key,
    value: last === "" ? undefined : last,
  };
}

const hives: Readonly<Record<string, string>> = {
  MACHINE: "HKLM",
  HKEY_LOCAL_MACHINE: "HKLM",
  USER: "HKU",
  HKEY_USERS: "HKU",
  HKEY_CURRENT_USER: "HKCU",
  HKEY_CLASSES_ROOT: "HKCR",
};
