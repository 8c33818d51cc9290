import { unescaped } from "../../functions/loader/formats/common-log/escapes";
import type { LogObject, MappedRecord, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { addressWithPort, type Endpoint } from "../../functions/shared/network/endpoint";
import { utcTime } from "../../functions/shared/time/time-zone";
import { integer, nonEmpty, text } from "../../functions/shared/values";
import { type ErrorEntry, parseErrorEntry } from "./line";
import { type ModSecurityAlert, modSecurityAlert } from "./modsecurity";

export function openErrorLog({ timeZone }: LogObject): RecordMapper {
  return ({ value }): MappedRecord => {
    const entry = typeof value === "string" ? parseErrorEntry(value) : undefined;
    if (entry === undefined) {
      throw new RecordError(
        "The record does not start as an error log's entry: [Fri Jan 02 02:50:11 2026] [core:error]",
      );
    }
    return { kind: "event", document: mapEntry(entry, timeZone) };
  };
}

const errorLevels: ReadonlySet<string> = new Set(["emerg", "alert", "crit", "error"]);

function mapEntry(entry: ErrorEntry, timeZone: string | undefined): EcsDocument {
  const { level, module } = entry;
  const [message, referrer] = splitReferrer(entry.message.trimEnd());
  const client = addressOf(entry.client, entry.processId !== undefined);
  const alert = modSecurityAlert(message);
  const failed = errorLevels.has(level);
  return {
    "@timestamp": entry.time === undefined ? undefined : utcTime(entry.time, timeZone),
    message: text(message),
    event: {
      ...(alert === undefined
        ? { category: ["web"], type: [failed ? "error" : "info"], outcome: failed ? "failure" : "unknown" }
        : classify(alert)),
      action: alert === undefined ? (module ?? "log") : alert.denied ? "denied" : "warning",
      code: /^(AH\d{5}): /.exec(message)?.[1],
    },
    log: { level },
    error: nonEmpty({ code: entry.errorCode, message: entry.errorMessage }),
    // Of mod_auth_basic: `user bob: authentication failure`, `user bob not found`.
    user: nonEmpty({ name: /^AH016\d\d: user (.+?)(?:: authentication failure| not found)/.exec(message)?.[1] }),
    source: nonEmpty({ ip: client.ip, address: client.address, port: client.port }),
    process: nonEmpty({
      pid: integer(entry.processId),
      thread: nonEmpty({ id: integer(entry.threadId) }),
    }),
    http: nonEmpty({
      request: nonEmpty({ id: alert?.uniqueId, referrer: text(referrer) }),
      response: nonEmpty({ status_code: alert?.statusCode }),
    }),
    rule: alert === undefined ? undefined : nonEmpty({ id: alert.ruleId, name: alert.ruleName }),
    url: alert === undefined ? undefined : nonEmpty({ domain: alert.hostname, path: alert.uri }),
    apache: nonEmpty({
      error: nonEmpty({
        module,
        modsecurity:
          alert === undefined
            ? undefined
            : nonEmpty({ severity: alert.severity, tags: alert.tags, data: alert.data, file: alert.ruleFile }),
      }),
    }),
  };
}

function classify({ denied }: ModSecurityAlert): { kind: string; category: string[]; type: string[]; outcome: string } {
  return {
    kind: "alert",
    category: ["intrusion_detection", "web"],
    type: denied ? ["denied"] : ["info"],
    outcome: denied ? "failure" : "unknown",
  };
}

/** The header is the client's, and last. */
function splitReferrer(message: string): [message: string, referrer: string | undefined] {
  const at = message.indexOf(", referer: ");
  return at === -1 ? [message, undefined] : [message.slice(0, at), unescaped(message.slice(at + 11))];
}

/** With a port since 2.4, without brackets around IPv6 addresses; of older servers an address alone. */
function addressOf(field: string | undefined, withPort: boolean): Endpoint {
  return addressWithPort(field, { portAlways: withPort });
}
