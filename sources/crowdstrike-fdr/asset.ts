import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { otherMembers } from "../../functions/shared/other-members";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { ipAddress, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";
import { hostOf, mac } from "./parts";

const mapped: ReadonlySet<string> = new Set([
  ...["aid", "cid", "aip", "Time", "_time", "timestamp", "ComputerName", "MachineDomain", "LocalAddressIP4", "Version"],
  ...[
    "MAC",
    "event_platform",
    "City",
    "Country",
    "Continent",
    "AgentVersion",
    "FirstSeen",
    "UserName",
    "UserSid_readable",
  ],
  ...["User", "CurrentLocalIP", "NeighborName", "LogonDomain"],
]);

/**
 * What FDR tells of hosts (`aidmaster`), of their interfaces (`managedassets`), of hosts without a sensor
 * (`notmanaged`) and of users (`userinfo`).
 */
export function mapAsset(asset: JsonObject, folder: string | undefined): EcsDocument {
  const isUser = "UserSid_readable" in asset && !("aid" in asset);
  const external = ipAddress(asset.aip);
  const addresses = list(ipAddress(asset.LocalAddressIP4), ipAddress(asset.CurrentLocalIP));
  const address = mac(asset.MAC);
  const geo = nonEmpty({
    city_name: text(asset.City),
    country_name: text(asset.Country),
    continent_name: text(asset.Continent),
  });
  return {
    "@timestamp": isoTime(asset.Time) ?? isoTime(asset._time) ?? isoTime(asset.timestamp),
    event: {
      kind: "asset",
      category: [isUser ? "iam" : "host"],
      type: isUser ? ["user", "info"] : ["info"],
      action: folder,
    },
    host: hostOf(asset, {
      name: text(asset.ComputerName) ?? text(asset.NeighborName),
      domain: text(asset.MachineDomain),
      ip: addresses,
      mac: address === undefined ? undefined : [address],
      geo,
    }),
    user: nonEmpty({
      id: text(asset.UserSid_readable),
      name: text(asset.UserName) ?? text(asset.User),
      domain: text(asset.LogonDomain),
    }),
    related: nonEmpty({ ip: list(external) }),
    crowdstrike: nonEmpty({
      fdr: nonEmpty({
        cid: text(asset.cid),
        sensor_version: text(asset.AgentVersion),
        external_ip: external,
        first_seen: isoTime(asset.FirstSeen),
        details: flatObject(otherMembers(asset, mapped), { isSecret }),
      }),
    }),
  };
}
