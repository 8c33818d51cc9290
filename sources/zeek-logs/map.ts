import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { type JsonObject, nonEmpty, text } from "../../functions/shared/values";
import { commonFields, connection } from "./common";
import type { LogMapper } from "./log-mapper";
import { logMappers, otherLog } from "./protocols";
import { timeOf } from "./record";

/** SNMP's community is its password. */
const isZeekSecret = (name: string): boolean => name === "community" || isSecret(name);

const mappedByLog = new Map<LogMapper, ReadonlySet<string>>();

/** A record of the log of this name. */
export function mapLog(record: JsonObject, path: string | undefined): EcsDocument {
  const mapper = lookup(logMappers, path) ?? otherLog;
  const { event, network, source, destination, ...others } = mapper.map(record);
  const common = connection(record);
  return {
    "@timestamp": timeOf(record.ts),
    event: { kind: "event", ...event, action: path ?? "log" },
    source: common.source ?? source,
    destination: common.destination ?? destination,
    network: nonEmpty({ ...network, ...withoutUndefined(common.network) }),
    ...others,
    zeek: nonEmpty({
      logs: nonEmpty({
        path,
        uid: text(record.uid),
        fuid: text(record.fuid),
        conn_state: text(record.conn_state),
        history: text(record.history),
        sensor: text(record._system_name),
        details: flatObject(details(record, mapper), { isSecret: isZeekSecret }),
      }),
    }),
  };
}

function details(record: JsonObject, mapper: LogMapper): JsonObject {
  let mapped = mappedByLog.get(mapper);
  if (mapped === undefined) {
    mapped = new Set([...commonFields, ...mapper.fields]);
    mappedByLog.set(mapper, mapped);
  }
  return Object.fromEntries(Object.entries(record).filter(([name]) => mapped.has(name) !== true));
}

function withoutUndefined(object: object | undefined): object {
  return Object.fromEntries(Object.entries(object ?? {}).filter(([, value]) => value !== undefined));
}
