import { intel, notice, weird } from "./alerts";
import { ssl, x509 } from "./certificates";
import { conn } from "./connections";
import { files, smbFiles } from "./files";
import type { LogMapper } from "./log-mapper";
import { dhcp, dns } from "./names-and-addresses";
import { field } from "./record";
import { signIn, ssh } from "./sign-ins";
import { http, smtp } from "./web-and-mail";

/** By the name of the log; the others have what all have. */
export const logMappers: Readonly<Record<string, LogMapper>> = {
  conn,
  dns,
  http,
  ssl,
  files,
  x509,
  notice,
  intel,
  weird,
  ssh,
  smtp,
  dhcp,
  smb_files: smbFiles,
  ftp: signIn("user"),
  rdp: signIn("cookie"),
  ntlm: signIn("username", { domain: "domainname", success: "success" }),
  kerberos: signIn("client", { success: "success" }),
  radius: signIn("username"),
};

export const otherLog: LogMapper = {
  fields: [],
  map: (record) => ({
    event: {
      category: ["network"],
      type: [field(record, "id.orig_h") === undefined ? "info" : "connection"],
      outcome: "unknown",
    },
  }),
};
