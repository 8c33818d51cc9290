import type { LogObject, MappedRecord, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { requestedUrl } from "../../functions/shared/network/connect-request";
import { parseRequestLine, splitAuthority } from "../../functions/shared/network/request-line";
import { utcTime } from "../../functions/shared/time/time-zone";
import { integer, ipAddress, nonEmpty, text } from "../../functions/shared/values";
import { type ErrorEntry, parseErrorEntry } from "./line";

export function openErrorLog({ timeZone }: LogObject): RecordMapper {
  return ({ value }): MappedRecord => {
    const entry = typeof value === "string" ? parseErrorEntry(value.trimEnd()) : undefined;
    if (entry === undefined) {
      throw new RecordError("The record does not start as an error log's entry: 2026/01/02 02:50:11 [error] 1234#0:");
    }
    return { kind: "event", document: mapEntry(entry, timeZone) };
  };
}

const errorLevels: ReadonlySet<string> = new Set(["emerg", "alert", "crit", "error"]);

function mapEntry({ request, ...entry }: ErrorEntry, timeZone: string | undefined): EcsDocument {
  const address = text(request.get("client"));
  const ip = ipAddress(address);
  const line = parseRequestLine(request.get("request"));
  const host = text(request.get("host"));
  const failed = errorLevels.has(entry.level);
  return {
    "@timestamp": utcTime(entry.time, timeZone),
    message: text(entry.message),
    event: {
      category: ["web"],
      type: [failed ? "error" : "info"],
      // The function that reports: `open()`, `connect()`, `SSL_do_handshake()`.
      action: /^([A-Za-z_]{2,40})\(\)/.exec(entry.message)?.[1] ?? "log",
      outcome: failed ? "failure" : "unknown",
    },
    log: { level: entry.level },
    // Of the system call: `(2: No such file or directory)`.
    error: nonEmpty({ code: / failed \((\d+): /.exec(entry.message)?.[1] }),
    // Of basic authentication.
    user: nonEmpty({ name: /^user "([^"]+)"(?:: password mismatch| was not found)/.exec(entry.message)?.[1] }),
    source: nonEmpty({ ip, address: ip === undefined ? address : undefined }),
    process: { pid: integer(entry.processId), thread: nonEmpty({ id: integer(entry.threadId) }) },
    http: nonEmpty({
      version: line.version,
      request: nonEmpty({ method: line.method, referrer: text(request.get("referrer")) }),
    }),
    url: nonEmpty({ ...(host === undefined ? undefined : splitAuthority(host)), ...requestedUrl(line) }),
    nginx: nonEmpty({
      error: nonEmpty({
        connection_id: integer(entry.connectionId),
        server: text(request.get("server")),
        upstream: text(request.get("upstream")),
        subrequest: text(request.get("subrequest")),
      }),
    }),
  };
}
