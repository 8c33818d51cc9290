import { lookup } from "../../functions/shared/lookup";
import { asArray, integer, ipAddress, list, nonEmpty, text } from "../../functions/shared/values";
import { nanoseconds } from "./common";
import type { LogMapper } from "./log-mapper";

export const files: LogMapper = {
  fields: ["filename", "mime_type", "total_bytes", "md5", "sha1", "sha256", "tx_hosts", "rx_hosts", "duration"],
  map: (record) => {
    const sent = list(asArray(record.tx_hosts).map(ipAddress));
    const received = list(asArray(record.rx_hosts).map(ipAddress));
    return {
      event: {
        category: ["file", "network"],
        type: ["info"],
        outcome: "unknown",
        duration: nanoseconds(record.duration),
      },
      file: nonEmpty({
        name: text(record.filename),
        size: integer(record.total_bytes),
        mime_type: text(record.mime_type),
        hash: nonEmpty({ md5: text(record.md5), sha1: text(record.sha1), sha256: text(record.sha256) }),
      }),
      ...(sent === undefined ? {} : { source: { ip: sent[0] } }),
      ...(received === undefined ? {} : { destination: { ip: received[0] } }),
      related: nonEmpty({ ip: list(sent, received) }),
    };
  },
};

const fileActions: Readonly<Record<string, string>> = {
  "SMB::FILE_DELETE": "deletion",
  "SMB::FILE_RENAME": "change",
  "SMB::FILE_WRITE": "change",
  "SMB::FILE_SET_ATTRIBUTE": "change",
};

export const smbFiles: LogMapper = {
  fields: ["name", "size"],
  map: (record) => {
    const name = text(record.name);
    const share = text(record.path);
    return {
      event: {
        category: ["file", "network"],
        type: [lookup(fileActions, text(record.action)) ?? "access"],
        outcome: "unknown",
      },
      file: nonEmpty({
        name: name === undefined ? undefined : text(name.slice(name.lastIndexOf("\\") + 1)),
        path: share === undefined || name === undefined ? name : `${share}\\${name}`,
        size: integer(record.size),
      }),
      network: { protocol: "smb" },
    };
  },
};
