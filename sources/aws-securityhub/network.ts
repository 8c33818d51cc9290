import { lookup } from "../../functions/shared/lookup";
import { ipType } from "../../functions/shared/network/network";
import {
  asRecord,
  integer,
  ipAddress,
  type JsonObject,
  nonEmpty,
  portNumber,
  text,
} from "../../functions/shared/values";

/** The connection that a finding's `Network` tells of. */
export interface Connection {
  readonly source: object | undefined;
  readonly destination: object | undefined;
  readonly network: object | undefined;
  readonly openPortRange: object | undefined;
}

const directions: Readonly<Record<string, string>> = { IN: "inbound", OUT: "outbound" };

/** @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Network.html */
export function connection(value: unknown): Connection {
  const network = asRecord(value) ?? {};
  const range = asRecord(network.OpenPortRange) ?? {};
  const source = endpoint(network, "Source");
  const destination = endpoint(network, "Destination");
  const ip = ipAddress(source?.ip) ?? ipAddress(destination?.ip);
  return {
    source: nonEmpty({ ...source, mac: mac(text(network.SourceMac)) }),
    destination,
    network: nonEmpty({
      direction: lookup(directions, text(network.Direction)),
      transport: text(network.Protocol)?.toLowerCase(),
      type: ipType(ip),
    }),
    openPortRange: nonEmpty({ begin: integer(range.Begin), end: integer(range.End) }),
  };
}

function endpoint(network: JsonObject, end: "Source" | "Destination") {
  return nonEmpty({
    ip: ipAddress(network[`${end}IpV4`]) ?? ipAddress(network[`${end}IpV6`]),
    port: portNumber(network[`${end}Port`]),
    domain: text(network[`${end}Domain`]),
  });
}

/** ECS writes MAC addresses in upper case with hyphens. */
function mac(address: string | undefined): string | undefined {
  return address?.replaceAll(":", "-").toUpperCase();
}
