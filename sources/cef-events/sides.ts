import type { NamedValues } from "../../functions/shared/text/named-values";
import { decimal, integer, ipAddress, nonEmpty, portNumber } from "../../functions/shared/values";
import { take } from "./take";

interface SideKeys {
  readonly address: string;
  readonly domain: string;
  readonly port: string;
  readonly mac: string;
  readonly bytes: string;
  readonly userName: string;
  readonly userId: string;
  readonly userDomain: string;
  readonly natAddress: string;
  readonly natPort: string;
  readonly dnsDomain: string;
  readonly latitude: string;
  readonly longitude: string;
}

export const sourceKeys: SideKeys = {
  address: "src",
  domain: "shost",
  port: "spt",
  mac: "smac",
  bytes: "in",
  userName: "suser",
  userId: "suid",
  userDomain: "sntdom",
  natAddress: "sourceTranslatedAddress",
  natPort: "sourceTranslatedPort",
  dnsDomain: "sourceDnsDomain",
  latitude: "slat",
  longitude: "slong",
};

export const destinationKeys: SideKeys = {
  address: "dst",
  domain: "dhost",
  port: "dpt",
  mac: "dmac",
  bytes: "out",
  userName: "duser",
  userId: "duid",
  userDomain: "dntdom",
  natAddress: "destinationTranslatedAddress",
  natPort: "destinationTranslatedPort",
  dnsDomain: "destinationDnsDomain",
  latitude: "dlat",
  longitude: "dlong",
};

/** A side of a connection, with its user. */
export function sideOf(extension: NamedValues, keys: SideKeys) {
  const address = extension.take(keys.address);
  const ip = ipAddress(address);
  const natIp = ipAddress(extension.peek(keys.natAddress));
  const latitude = decimal(extension.peek(keys.latitude));
  const longitude = decimal(extension.peek(keys.longitude));
  const located =
    latitude !== undefined && longitude !== undefined && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  if (located) for (const key of [keys.latitude, keys.longitude]) extension.take(key);
  return nonEmpty({
    ip,
    address: ip === undefined ? address : undefined,
    domain: extension.take(keys.domain),
    registered_domain: extension.take(keys.dnsDomain),
    port: take(extension, keys.port, portNumber(extension.peek(keys.port))),
    mac: macAddress(extension, keys.mac),
    bytes: take(extension, keys.bytes, integer(extension.peek(keys.bytes))),
    nat: nonEmpty({
      ip: take(extension, keys.natAddress, natIp),
      port: take(extension, keys.natPort, portNumber(extension.peek(keys.natPort))),
    }),
    user: nonEmpty({
      name: extension.take(keys.userName),
      id: extension.take(keys.userId),
      domain: extension.take(keys.userDomain),
    }),
    geo: located ? { location: { lat: latitude, lon: longitude } } : undefined,
  });
}

export function macAddress(extension: NamedValues, name: string): string | undefined {
  const value = extension.peek(name);
  if (value === undefined || !/^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i.test(value)) return undefined;
  return take(extension, name, value.replaceAll(":", "-").toUpperCase());
}
