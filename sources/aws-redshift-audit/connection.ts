import { endpoint } from "../../functions/shared/network/endpoint";
import { spelledTime } from "../../functions/shared/time/common-log-time";
import { integer, list, nonEmpty, text } from "../../functions/shared/values";
import type { RedshiftRecord } from "./map";

interface EventMeaning {
  readonly category: readonly string[];
  readonly type: readonly string[];
  readonly outcome: string;
}

const eventMeanings: ReadonlyMap<string, EventMeaning> = new Map([
  ["authenticated", { category: ["authentication", "database"], type: ["start"], outcome: "success" }],
  ["authentication failure", { category: ["authentication", "database"], type: ["start"], outcome: "failure" }],
  ["initiating session", { category: ["session", "database"], type: ["start"], outcome: "success" }],
  ["disconnecting session", { category: ["session", "database"], type: ["end"], outcome: "success" }],
]);
const otherEvent: EventMeaning = { category: ["session", "database"], type: ["info"], outcome: "unknown" };

/**
 * Columns are padded with spaces. Newer ones are at the end.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/r_STL_CONNECTION_LOG.html
 */
export function connectionDocument(record: string): RedshiftRecord {
  const columns = record.split("|").map((column) => column.trim());
  const [event = "", time, host, port, processId, database, user, method, duration, sslVersion, cipher, mtu] = columns;
  const [iamAuthGuid, application, osVersion, driver, plugin, protocol, sessionId, compression, ...more] =
    columns.slice(14);
  const meaning = eventMeanings.get(event) ?? otherEvent;
  const microseconds = integer(duration);
  const pid = integer(processId);
  const tlsVersion = /^TLSv(\d(?:\.\d)?)/.exec(sslVersion ?? "")?.[1];
  const isLocal = host === "[local]";
  return {
    document: {
      "@timestamp": spelledTime(time),
      event: {
        category: [...meaning.category],
        type: [...meaning.type],
        action: text(event) ?? "connection",
        outcome: meaning.outcome,
        duration: microseconds === undefined || microseconds === 0 ? undefined : microseconds * 1_000,
      },
      source: isLocal ? undefined : endpoint(host, port),
      user: nonEmpty({ name: text(user) }),
      process: pid === undefined ? undefined : { pid },
      tls: nonEmpty({
        version: tlsVersion,
        version_protocol: tlsVersion === undefined ? undefined : "tls",
        cipher: text(cipher),
      }),
    },
    fields: {
      database: text(database),
      authentication_method: text(method),
      mtu: mtu === "0" ? undefined : integer(mtu),
      iam_auth_guid: text(iamAuthGuid),
      application_name: text(application),
      os_version: text(osVersion),
      driver_version: text(driver),
      plugin_name: text(plugin),
      protocol_version: text(protocol),
      session_id: text(sessionId),
      compression: text(compression),
      additional_fields: list(more),
    },
  };
}
