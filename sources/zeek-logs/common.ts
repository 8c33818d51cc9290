import { communityId, ipType } from "../../functions/shared/network/network";
import {
  decimal,
  flag,
  integer,
  ipAddress,
  type JsonObject,
  nonEmpty,
  portNumber,
  sum,
  text,
} from "../../functions/shared/values";
import { field } from "./record";

/** Fields of all logs that ECS holds. */
export const commonFields = [
  ...[
    "ts",
    "uid",
    "fuid",
    "_path",
    "_write_ts",
    "_system_name",
    "id",
    "id.orig_h",
    "id.orig_p",
    "id.resp_h",
    "id.resp_p",
  ],
  ...["proto", "service", "community_id", "local_orig", "local_resp", "orig_l2_addr", "resp_l2_addr"],
  ...["vlan", "inner_vlan"],
];

const protocolNumbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17 };

/** `00:1b:44:11:3a:b7` as `00-1B-44-11-3A-B7`, ECS's form. */
function mac(value: unknown): string | undefined {
  const address = text(value);
  return address !== undefined && /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(address)
    ? address.replaceAll(":", "-").toUpperCase()
    : undefined;
}

function endpoint(record: JsonObject, side: "orig" | "resp") {
  const address = text(field(record, `id.${side}_h`));
  const ip = ipAddress(address);
  const port = portNumber(field(record, `id.${side}_p`));
  const packets = integer(record[`${side}_pkts`]);
  return nonEmpty({
    ip,
    address: ip === undefined ? address : undefined,
    port,
    mac: mac(record[`${side}_l2_addr`]),
    packets,
    bytes:
      packets === undefined ? undefined : (integer(record[`${side}_ip_bytes`]) ?? integer(record[`${side}_bytes`])),
  });
}

/** Who talked with whom, and over what. */
export function connection(record: JsonObject) {
  const source = endpoint(record, "orig");
  const destination = endpoint(record, "resp");
  const transport = text(record.proto)?.toLowerCase();
  const sourceIp = source?.ip;
  const destinationIp = destination?.ip;
  const vlan = text(record.vlan);
  const inner = text(record.inner_vlan);
  return {
    source,
    destination,
    network: nonEmpty({
      transport: transport === "unknown_transport" ? undefined : transport,
      protocol: text(text(record.service)?.toLowerCase().split(",")[0]),
      type: ipType(sourceIp),
      direction: direction(flag(record.local_orig), flag(record.local_resp)),
      community_id:
        text(record.community_id) ??
        communityId({
          sourceIp,
          destinationIp,
          protocol:
            transport === undefined || !Object.hasOwn(protocolNumbers, transport)
              ? undefined
              : protocolNumbers[transport],
          sourcePort: source?.port,
          destinationPort: destination?.port,
        }),
      bytes: sum(source?.bytes, destination?.bytes),
      packets: sum(source?.packets, destination?.packets),
      vlan: vlan === undefined ? undefined : { id: vlan },
      inner: inner === undefined ? undefined : { vlan: { id: inner } },
    }),
  };
}

function direction(from: boolean | undefined, to: boolean | undefined): string | undefined {
  if (from === undefined || to === undefined) return undefined;
  if (from) return to ? "internal" : "outbound";
  return to ? "inbound" : "external";
}

/** Seconds with a fraction as nanoseconds. */
export function nanoseconds(value: unknown): number | undefined {
  const seconds = decimal(value);
  return seconds === undefined || seconds < 0 || seconds > 1e6 ? undefined : Math.round(seconds * 1e9);
}
