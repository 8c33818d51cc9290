import { lookup } from "../../../shared/lookup";
import { asArray, asRecord, integer, isoTime, type JsonObject, list, text } from "../../../shared/values";
import { EventData, EventValues, type WindowsEvent } from "./event";
import { dataOfMessage } from "./message";
import { readWindowsEventXml } from "./xml";

/** The keywords as one number of bits, beside their names. */
const integerMask = /^-?\d+$/;

type Header = keyof Omit<WindowsEvent, "data">;

/**
 * Members of flat records that are not the event's own values: NXLog, Fluent Bit (winevtlog and winlog), Kinesis Agent
 * for Windows, Winlogbeat before 7 and since (`winlog`), and dumps of log files. Names that two of them use for
 * different things (`ProcessId` is a value of many events) are only with the first.
 * @see https://docs.nxlog.co/refman/current/im/msvistalog.html
 * @see https://docs.fluentbit.io/manual/pipeline/inputs/windows-event-log-winevtlog
 * @see https://docs.aws.amazon.com/kinesis-agent-windows/latest/userguide/source-object-declarations.html
 * @see https://www.elastic.co/docs/reference/beats/winlogbeat/exported-fields-winlog
 */
const headerNames: Readonly<Record<Header, readonly string[]>> = {
  provider: ["ProviderName", "provider_name", "SourceName", "source_name"],
  providerGuid: ["ProviderGuid", "provider_guid"],
  eventId: ["EventID", "EventId", "event_id"],
  version: ["Version", "version"],
  level: ["Level", "LevelDisplayName", "level", "Severity"],
  task: ["Category", "Task", "task", "EventCategory"],
  opcode: ["Opcode", "opcode"],
  keywords: ["EventType", "Keywords", "keywords"],
  time: ["TimeCreated", "EventTime", "TimeGenerated", "@timestamp"],
  recordId: ["EventRecordID", "RecordNumber", "record_id", "record_number", "Index"],
  activityId: ["ActivityID", "activity_id"],
  relatedActivityId: ["RelatedActivityID", "related_activity_id"],
  processId: ["ExecutionProcessID", "process_id"],
  threadId: ["ThreadID", "ExecutionThreadID", "thread_id"],
  channel: ["Channel", "channel", "LogName", "log_name"],
  computer: ["Computer", "computer_name", "Hostname", "MachineName", "ComputerName"],
  userId: ["UserID", "Sid", "UserId"],
  message: ["Message", "Description", "message"],
};

/** What shippers add, and what is in other members already. */
const otherMembers: ReadonlySet<string> = new Set([
  ...Object.values(headerNames).flat(),
  ...["@version", "tags", "host", "agent", "beat", "ecs", "log", "event", "type", "port", "Tag", "date", "timestamp"],
  ...["EventReceivedTime", "SourceModuleName", "SourceModuleType", "SeverityValue", "OpcodeValue", "TimeWritten"],
  ...["EventTimeWritten", "StringInserts", "EventData", "UserData", "event_data", "user_data", "Qualifiers", "Data"],
]);

/** The event in a JSON value; `undefined` if it is none. */
export function readWindowsEventJson(value: unknown): WindowsEvent | undefined {
  const record = asRecord(value);
  if (record === undefined) return undefined;
  const wrapped = asRecord(record.Event) ?? record;
  if (typeof wrapped.System === "string") {
    // Fluent Bit, told to render events as XML.
    const event = readWindowsEventXml(wrapped.System);
    return event === undefined ? undefined : { ...event, message: event.message ?? text(wrapped.Message) };
  }
  const system = asRecord(wrapped.System);
  const event =
    system !== undefined
      ? readElements(system, wrapped)
      : readFlat(record, asRecord(record.winlog) ?? record, asRecord(record.winlog) === undefined);
  return event !== undefined && (event.channel !== undefined || event.provider !== undefined) ? event : undefined;
}

/** JSON made of the XML: attributes and texts are members whose names the converter has marked. */
function readElements(system: JsonObject, event: JsonObject): WindowsEvent | undefined {
  const eventId = integer(content(system.EventID));
  if (eventId === undefined) return undefined;
  const rendered = asRecord(event.RenderingInfo) ?? {};
  const value = (name: string): string | undefined => text(content(system[name]));
  const found = new EventValues();
  for (const name of ["EventData", "UserData"]) addValues(event[name], found);
  return {
    provider: attribute(system.Provider, "Name"),
    providerGuid: attribute(system.Provider, "Guid"),
    eventId,
    version: integer(value("Version")),
    level: value("Level"),
    task: text(rendered.Task) ?? value("Task"),
    opcode: text(rendered.Opcode) ?? value("Opcode"),
    keywords: list(value("Keywords")) ?? [],
    time: isoTime(attribute(system.TimeCreated, "SystemTime") ?? value("TimeCreated")),
    recordId: value("EventRecordID"),
    activityId: attribute(system.Correlation, "ActivityID"),
    relatedActivityId: attribute(system.Correlation, "RelatedActivityID"),
    processId: integer(attribute(system.Execution, "ProcessID")),
    threadId: integer(attribute(system.Execution, "ThreadID")),
    channel: value("Channel"),
    computer: value("Computer"),
    userId: attribute(system.Security, "UserID"),
    message: text(rendered.Message) ?? text(event.Message),
    data: new EventData(found.values),
  };
}

function readFlat(record: JsonObject, header: JsonObject, isFlat: boolean): WindowsEvent | undefined {
  const raw = (name: Header): unknown => {
    for (const candidate of headerNames[name]) if (lookup(header, candidate) != null) return header[candidate];
    return undefined;
  };
  const value = (name: Header): string | undefined => text(raw(name));
  const eventId = integer(raw("eventId"));
  if (eventId === undefined) return undefined;
  const process = asRecord(header.process);
  const found = new EventValues();
  for (const name of ["event_data", "EventData", "user_data", "UserData", "StringInserts", "Data"]) {
    addValues(header[name], found);
  }
  if (isFlat) {
    for (const [name, member] of Object.entries(record)) {
      if (!otherMembers.has(name)) addValue(name, member, found);
    }
  }
  const provider = value("provider");
  const message = text(record.message) ?? value("message");
  const data = new EventData(found.values);
  return {
    provider,
    providerGuid: value("providerGuid"),
    eventId,
    version: integer(raw("version")),
    level: text(asRecord(record.log)?.level) ?? value("level"),
    task: value("task"),
    opcode: value("opcode"),
    // As a number, the bit mask has lost its last bits.
    keywords: list(raw("keywords"), integerMask.test(String(header.Keywords)) ? undefined : header.Keywords) ?? [],
    time: isoTime(spacedZone(raw("time"))) ?? isoTime(record["@timestamp"]),
    recordId: value("recordId"),
    activityId: value("activityId"),
    relatedActivityId: value("relatedActivityId"),
    processId: integer(process?.pid ?? raw("processId")),
    threadId: integer(asRecord(process?.thread)?.id ?? raw("threadId")),
    channel: value("channel"),
    computer: value("computer"),
    userId: text(asRecord(header.user)?.identifier) ?? value("userId"),
    message,
    // Without names the values are of no use; the message has labels.
    data: data.isComplete || message === undefined ? data : (dataOfMessage(message, provider, eventId) ?? data),
  };
}

/** Fluent Bit writes `2026-01-02 03:04:05 +0000`. */
function spacedZone(time: unknown): unknown {
  return typeof time === "string" ? time.replace(/ (?=[+-]\d{4}$)/, "") : time;
}

/** Markers of attributes and of text, as converters from XML have them. */
const attributeMarkers = ["@", "-", "_", "$", ""] as const;
const textMembers = ["#text", "_", "$t", "Value", "value", "__text"] as const;

function attribute(element: unknown, name: string): string | undefined {
  const members = asRecord(element);
  const attributes = asRecord(members?.["#attributes"]) ?? asRecord(members?.$) ?? members;
  for (const marker of attributeMarkers) {
    const found = text(attributes?.[marker + name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function content(element: unknown): unknown {
  const members = asRecord(element);
  if (members === undefined) return element;
  for (const name of textMembers) if (members[name] !== undefined) return members[name];
  return undefined;
}

/** The values of an EventData: an object by name, a list of values, or a list of elements with a `Name`. */
function addValues(data: unknown, found: EventValues): void {
  if (Array.isArray(data)) {
    for (const item of asArray(data)) addValue(undefined, item, found);
  } else {
    for (const [name, member] of Object.entries(asRecord(data) ?? {})) {
      if (name === "Data") addValue(undefined, member, found);
      else if (!name.startsWith("#") && !name.startsWith("@") && name !== "xmlns") addValue(name, member, found);
    }
  }
}

function addValue(name: string | undefined, member: unknown, found: EventValues): void {
  const value = text(member);
  if (value !== undefined) {
    found.add(name, value);
    return;
  }
  if (Array.isArray(member)) {
    for (const item of asArray(member)) addValue(name, item, found);
    return;
  }
  const inner = asRecord(member);
  if (inner === undefined) return;
  const own = attribute(inner, "Name");
  const texts = content(inner);
  if (texts !== undefined) addValue(own ?? name, texts === inner ? undefined : texts, found);
  else if (own === undefined) addValues(inner, found);
}

/** Whether a JSON value is an event, by the members that tell. */
export function isWindowsEventJson(value: unknown): boolean {
  const record = asRecord(value);
  if (record === undefined) return false;
  const wrapped = asRecord(record.Event) ?? record;
  if (typeof wrapped.System === "string")
    return wrapped.System.length > 20 && /^\s{0,8}<Event[\s>]/.test(wrapped.System);
  const system = asRecord(wrapped.System);
  if (system !== undefined) {
    return integer(content(system.EventID)) !== undefined && ("Channel" in system || "Provider" in system);
  }
  const header = asRecord(record.winlog) ?? record;
  const has = (name: Header): boolean => headerNames[name].some((candidate) => text(header[candidate]) !== undefined);
  return headerNames.eventId.some((name) => integer(header[name]) !== undefined) && has("channel") && has("provider");
}
