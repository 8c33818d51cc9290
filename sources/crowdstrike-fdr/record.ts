import { asRecord, isoTime, type JsonObject, text } from "../../functions/shared/values";

export type Kind = "telemetry" | "stream" | "asset";

/** Whether and what the record is of. */
export function kindOf(record: JsonObject): Kind | undefined {
  if (typeof record.event_simpleName === "string")
    return isId(record.aid) || isId(record.cid) ? "telemetry" : undefined;
  if (isStream(record) || isExternalApi(record) || isBareDetection(record)) return "stream";
  return isAsset(record) ? "asset" : undefined;
}

function isId(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{32}$/i.test(value);
}

/** Of the event streams API and the SIEM connector. */
function isStream(record: JsonObject): boolean {
  const type = asRecord(record.metadata)?.eventType;
  return typeof type === "string" && text(type) !== undefined && asRecord(record.event) !== undefined;
}

/** The same events in the data that FDR replicates. */
function isExternalApi(record: JsonObject): boolean {
  return record.EventType === "Event_ExternalApiEvent" && /^Event_./.test(text(record.ExternalApiType) ?? "");
}

function isBareDetection(record: JsonObject): boolean {
  return typeof record.CompositeId === "string" && "FalconHostLink" in record && "Severity" in record;
}

/** Hosts with a sensor, hosts without, their interfaces and users. */
function isAsset(record: JsonObject): boolean {
  if (!isId(record.cid)) return false;
  return isId(record.aid) || "discoverer_aid" in record || "UserSid_readable" in record;
}

/** An event of a stream, however it came. */
export interface StreamEvent {
  readonly type: string;
  readonly event: JsonObject;
  readonly time: string | undefined;
  readonly customerId: string | undefined;
  /** Its number in the stream. */
  readonly offset: string | undefined;
}

export function streamEvent(record: JsonObject): StreamEvent {
  const metadata = asRecord(record.metadata);
  if (metadata !== undefined) {
    return {
      type: text(metadata.eventType) ?? "",
      event: asRecord(record.event) ?? {},
      time: isoTime(metadata.eventCreationTime),
      customerId: text(metadata.customerIDString),
      offset: text(metadata.offset),
    };
  }
  const external = text(text(record.ExternalApiType)?.replace(/^Event_/, ""));
  return {
    type: external ?? "EppDetectionSummaryEvent",
    event: record,
    time: isoTime(record.UTCTimestamp) ?? isoTime(record.ProcessStartTime),
    customerId: text(record.CustomerIdString) ?? text(record.cid),
    offset: text(record.Nonce),
  };
}
