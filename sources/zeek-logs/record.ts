import { asRecord, isoTime, type JsonObject, text } from "../../functions/shared/values";

/** A field by its name in Zeek; `id.orig_h` may have become `{"id": {"orig_h": ...}}` on the way. */
export function field(record: JsonObject, name: string): unknown {
  const value = record[name];
  if (value !== undefined) return value;
  const dot = name.indexOf(".");
  return dot === -1 ? undefined : asRecord(record[name.slice(0, dot)])?.[name.slice(dot + 1)];
}

/** Fields that tell a log that does not say its path; the first row of which a record has all. */
const paths: readonly { readonly path: string; readonly fields: readonly string[] }[] = [
  { path: "conn", fields: ["id.orig_h", "conn_state"] },
  { path: "dns", fields: ["id.orig_h", "trans_id", "rejected"] },
  { path: "smtp", fields: ["id.orig_h", "trans_depth", "helo"] },
  { path: "http", fields: ["id.orig_h", "trans_depth"] },
  { path: "ssl", fields: ["id.orig_h", "established"] },
  { path: "ssh", fields: ["id.orig_h", "auth_attempts"] },
  { path: "notice", fields: ["note", "actions", "suppress_for"] },
  { path: "intel", fields: ["seen.indicator", "seen.where"] },
  { path: "weird", fields: ["name", "notice", "peer"] },
  { path: "x509", fields: ["certificate.subject", "certificate.issuer"] },
  { path: "files", fields: ["fuid", "source", "analyzers"] },
  { path: "dhcp", fields: ["uids", "msg_types"] },
  { path: "tunnel", fields: ["id.orig_h", "tunnel_type"] },
  { path: "software", fields: ["host", "software_type"] },
  { path: "ntlm", fields: ["id.orig_h", "domainname", "username"] },
  { path: "kerberos", fields: ["id.orig_h", "request_type", "service"] },
  { path: "smb_files", fields: ["id.orig_h", "action", "name", "times.modified"] },
  { path: "ftp", fields: ["id.orig_h", "command", "user"] },
];

/** The name of the log that a record is of. */
export function pathOf(record: JsonObject): string | undefined {
  const path = text(record._path);
  if (path !== undefined) return path;
  return paths.find(({ fields }) => fields.every((name) => field(record, name) !== undefined))?.path;
}

const keyPath = /(?:^|\/)([a-z][a-z0-9]*(?:_[a-z][a-z0-9]*)*)[^/]*\.(?:log|json)(?:\.gz)?$/;

/** The name of the log in the name of its file, `conn.02:00:00-03:00:00.log.gz`, `smb_files_20260102.log`. */
export function pathOfKey(key: string): string | undefined {
  return keyPath.exec(key)?.[1];
}

/** Whether a JSON value is a log of Zeek: it says its path, has the id of a connection, or the fields of a log. */
export function isLog(record: JsonObject): boolean {
  if (typeof record.ts !== "number" && typeof record.ts !== "string") return false;
  const { uid, _path: path } = record;
  if (typeof path === "string") return /^[a-z][a-z0-9_]*$/.test(path);
  if (typeof uid === "string" && /^C[A-Za-z0-9]{8,}$/.test(uid)) return field(record, "id.orig_h") !== undefined;
  return pathOf(record) !== undefined;
}

/** Seconds since 1970 with their fraction, or ISO 8601. */
export function timeOf(value: unknown): string | undefined {
  const seconds = /^(\d{9,10})\.(\d{1,9})$/.exec(text(value) ?? "");
  if (seconds === null) return isoTime(value);
  return isoTime(Number(seconds[1]))?.replace("Z", `.${seconds[2]}Z`);
}
