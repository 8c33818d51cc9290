import { asRecord, ipAddress, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The host of a log: its identifier is a host name or a UUID, as osquery is started. */
export function hostOf(record: JsonObject) {
  const decorations = asRecord(record.decorations) ?? {};
  const identifier = text(record.hostIdentifier);
  const isUuid = identifier !== undefined && uuid.test(identifier);
  const hostname = text(decorations.hostname) ?? text(decorations.host_name);
  return nonEmpty({
    id: text(decorations.host_uuid) ?? text(decorations.uuid) ?? (isUuid ? identifier : undefined),
    name: hostname ?? (isUuid ? undefined : identifier),
    hostname,
    ip: list(ipAddress(decorations.ip_address), ipAddress(decorations.public_ip)),
    os: nonEmpty({ platform: text(decorations.platform), version: text(decorations.os_version) }),
  });
}

/** `Fri Jan  2 02:10:11 2026 UTC`; the epoch time beside it says the same in seconds. */
export function timeOf(record: JsonObject): string | undefined {
  const epoch = isoTime(record.unixTime);
  if (epoch !== undefined) return epoch;
  const calendar = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})(?: UTC)?$/.exec(
    text(record.calendarTime) ?? "",
  );
  if (calendar === null) return undefined;
  const [, month = "", day = "", clock = "", year = ""] = calendar;
  const number = "JanFebMarAprMayJunJulAugSepOctNovDec".indexOf(month) / 3 + 1;
  return Number.isInteger(number) && number > 0
    ? isoTime(`${year}-${String(number).padStart(2, "0")}-${day.padStart(2, "0")}T${clock}Z`)
    : undefined;
}
