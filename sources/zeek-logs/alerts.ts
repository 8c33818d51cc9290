import { lookup } from "../../functions/shared/lookup";
import { asArray, flag, ipAddress, list, nonEmpty, portNumber, text } from "../../functions/shared/values";
import type { LogMapper } from "./log-mapper";
import { field } from "./record";

export const notice: LogMapper = {
  fields: ["note", "msg", "src", "dst", "p", "file_mime_type"],
  map: (record) => {
    const source = ipAddress(record.src);
    const destination = ipAddress(record.dst);
    const mime = text(record.file_mime_type);
    const hasConnection = field(record, "id.orig_h") !== undefined;
    return {
      message: text(record.msg),
      event: {
        kind: "alert",
        category: ["intrusion_detection", "network"],
        type: [flag(record.dropped) === true ? "denied" : "info"],
        outcome: "unknown",
      },
      rule: nonEmpty({ name: text(record.note) }),
      ...(hasConnection || source === undefined ? {} : { source: { ip: source } }),
      ...(hasConnection || destination === undefined
        ? {}
        : { destination: { ip: destination, port: portNumber(record.p) } }),
      related: nonEmpty({ ip: list(source, destination) }),
      file: mime === undefined ? undefined : { mime_type: mime },
    };
  },
};

const indicatorTypes: Readonly<Record<string, string>> = {
  "Intel::DOMAIN": "domain-name",
  "Intel::URL": "url",
  "Intel::EMAIL": "email-addr",
  "Intel::FILE_HASH": "file",
  "Intel::CERT_HASH": "x509-certificate",
  "Intel::USER_NAME": "user-account",
  "Intel::SOFTWARE": "software",
};

export const intel: LogMapper = {
  fields: ["seen", "seen.indicator", "seen.indicator_type", "sources"],
  map: (record) => {
    const type = text(field(record, "seen.indicator_type"));
    const indicator = text(field(record, "seen.indicator"));
    const ip = ipAddress(indicator);
    return {
      event: { kind: "alert", category: ["threat", "network"], type: ["indicator"], outcome: "unknown" },
      threat: {
        indicator: nonEmpty({
          type: ip === undefined ? lookup(indicatorTypes, type) : ip.includes(":") ? "ipv6-addr" : "ipv4-addr",
          name: indicator,
          ip,
          provider: list(asArray(record.sources))?.join(", "),
        }),
      },
      related: nonEmpty({ ip: list(ip) }),
    };
  },
};

export const weird: LogMapper = {
  fields: ["name"],
  map: (record) => ({
    event: { category: ["network"], type: ["info"], outcome: "unknown" },
    rule: nonEmpty({ name: text(record.name) }),
  }),
};
