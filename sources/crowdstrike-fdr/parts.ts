import { communityId, protocolName } from "../../functions/shared/network/network";
import { ipAddress, type JsonObject, list, nonEmpty, portNumber, text } from "../../functions/shared/values";

/** Hashes of nothing but zeros stand for none. */
export function hashOf(md5: unknown, sha1: unknown, sha256: unknown) {
  return nonEmpty({ md5: hash(md5), sha1: hash(sha1), sha256: hash(sha256) });
}

function hash(value: unknown): string | undefined {
  const digits = text(value);
  return digits === undefined || /^0+$/.test(digits) ? undefined : digits;
}

export function baseName(path: string | undefined): string | undefined {
  return path === undefined ? undefined : text(path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1));
}

/** `01-23-45-67-89-ab` in capitals, ECS's form. */
export function mac(value: unknown): string | undefined {
  const address = text(value);
  return address !== undefined && /^[0-9a-f]{2}(?:[-:][0-9a-f]{2}){5}$/i.test(address)
    ? address.replaceAll(":", "-").toUpperCase()
    : undefined;
}

const platforms: ReadonlyMap<string, string> = new Map([
  ["win", "windows"],
  ["lin", "linux"],
  ["mac", "macos"],
  ["ios", "ios"],
  ["android", "android"],
]);

/** ECS's `host.os.type` for `Win`, `Lin`, `Mac`. */
function osType(platform: unknown): string | undefined {
  return platforms.get(text(platform)?.toLowerCase() ?? "");
}

/** An event's connection as seen from the host: whoever opened it is the source. */
export interface Connection {
  readonly local: string | undefined;
  readonly localPort: unknown;
  readonly remote: string | undefined;
  readonly remotePort: unknown;
  readonly protocol: number | undefined;
  /** 0 outbound, 1 inbound, 2 neither. */
  readonly direction: number | undefined;
}

export function connectionOf(connection: Connection) {
  const local = endpoint(connection.local, connection.localPort);
  const remote = endpoint(connection.remote, connection.remotePort);
  const inbound = connection.direction === 1;
  const [source, destination] = inbound ? [remote, local] : [local, remote];
  const transport = protocolName(connection.protocol);
  if (source === undefined && destination === undefined) return {};
  return {
    source,
    destination,
    network: nonEmpty({
      transport,
      direction: inbound ? "ingress" : connection.direction === 0 ? "egress" : undefined,
      community_id: communityId({
        sourceIp: source?.ip,
        destinationIp: destination?.ip,
        protocol: connection.protocol,
        sourcePort: source?.port,
        destinationPort: destination?.port,
      }),
    }),
  };
}

function endpoint(address: string | undefined, port: unknown) {
  const ip = ipAddress(address);
  return ip === undefined ? undefined : { ip, port: portNumber(port) };
}

/** The texts of `1.2.3.4;5.6.7.8;`. */
export function separatedTexts(value: unknown): string[] | undefined {
  return list(
    text(value)
      ?.split(";")
      .map((item) => item.trim()),
  );
}

export function hostOf(record: JsonObject, more: object = {}) {
  const type = osType(record.event_platform);
  return nonEmpty({
    id: text(record.aid),
    name: text(record.ComputerName),
    os: nonEmpty({ type, version: text(record.Version) }),
    ...more,
  });
}
