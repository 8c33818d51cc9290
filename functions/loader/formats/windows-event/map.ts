import type { EcsDocument } from "../../../shared/ecs";
import { flatObject } from "../../../shared/flat-object";
import { lookup } from "../../../shared/lookup";
import { isSecret } from "../../../shared/secrets/secrets";
import { integer, list, nonEmpty } from "../../../shared/values";
import type { FieldType } from "../../source";
import { spelled } from "./codes";
import type { WindowsEvent } from "./event";
import { ruleOf } from "./providers";
import type { EventParts } from "./rule";
import { securityParts } from "./security-parts";

/** Types of the vendor's fields of Windows events, under the source's own name, such as `windows.event`. */
export function windowsEventFields(dataset: string): Readonly<Record<string, FieldType>> {
  const types: Readonly<Record<string, FieldType>> = {
    channel: "keyword",
    record_id: "keyword",
    version: "long",
    task: "keyword",
    opcode: "keyword",
    keywords: "keyword",
    provider_guid: "keyword",
    activity_id: "keyword",
    related_activity_id: "keyword",
    process_id: "long",
    thread_id: "long",
    user_id: "keyword",
    logon_id: "keyword",
    logon_type: "keyword",
    authentication_package: "keyword",
    access_list: "keyword",
    script_block_text: "text",
    data: "flat_object",
  };
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [`${dataset}.${name}`, type]));
}

export interface MappedWindowsEvent {
  readonly document: EcsDocument;
  /** For the source to put under its own name. */
  readonly vendor: Readonly<Record<string, unknown>>;
  /** The event's own id, where it has all that makes one. */
  readonly id: string | undefined;
}

/** Maps an event to ECS. */
export function mapWindowsEvent(event: WindowsEvent): MappedWindowsEvent {
  const { data, provider, eventId, computer, channel, recordId, time } = event;
  const rule = ruleOf(provider, eventId);
  const read = rule?.map?.(data, event) ?? unknownParts(event);
  const { document } = read;
  return {
    document: {
      ...document,
      "@timestamp": document["@timestamp"] ?? time,
      message: sentence(event),
      event: {
        kind: rule?.kind ?? "event",
        category: [...(rule?.category ?? ["host"])],
        type: [...(rule?.type ?? ["info"])],
        action: rule?.action ?? named(event.task) ?? `event-${eventId}`,
        outcome: auditOutcome(event) ?? rule?.outcome ?? "unknown",
        code: String(eventId),
        provider,
        created: document["@timestamp"] === undefined ? undefined : time,
        ...document.event,
      },
      host: computer === undefined ? undefined : { name: computer },
      log: nonEmpty({ level: levelName(event.level) }),
    },
    vendor: {
      channel,
      record_id: recordId,
      version: event.version,
      task: event.task,
      opcode: event.opcode,
      keywords: list(event.keywords),
      provider_guid: event.providerGuid,
      activity_id: event.activityId,
      related_activity_id: event.relatedActivityId,
      process_id: event.processId,
      thread_id: event.threadId,
      user_id: event.userId,
      ...read.vendor,
      data: flatObject(spelledOut(data.rest()), { isSecret }),
    },
    id:
      computer === undefined || channel === undefined || recordId === undefined || time === undefined
        ? undefined
        : `${computer}/${channel}/${recordId}/${time}`,
  };
}

/** Of an event that no table reads: all events of the Security log name accounts and processes in the same way. */
function unknownParts({ channel, data }: WindowsEvent): EventParts {
  return channel === "Security" ? securityParts(data) : { document: {} };
}

function spelledOut(values: Readonly<Record<string, string>>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, spelled(value)]));
}

/** Bits of the keywords of the Security log. */
const auditFailure = 0x10_0000_0000_0000n;
const auditSuccess = 0x20_0000_0000_0000n;

function auditOutcome({ keywords }: WindowsEvent): "success" | "failure" | undefined {
  for (const keyword of keywords) {
    const name = keyword.toLowerCase().replaceAll("_", " ");
    if (name === "audit success") return "success";
    if (name === "audit failure") return "failure";
    const mask = /^0x[0-9a-f]{1,16}$/.test(name) ? BigInt(name) : 0n;
    if ((mask & auditFailure) !== 0n) return "failure";
    if ((mask & auditSuccess) !== 0n) return "success";
  }
  return undefined;
}

const levels: Readonly<Record<string, string>> = {
  "0": "information",
  "1": "critical",
  "2": "error",
  "3": "warning",
  "4": "information",
  "5": "verbose",
};

function levelName(level: string | undefined): string | undefined {
  return lookup(levels, level) ?? (integer(level) === undefined ? level?.toLowerCase() : undefined);
}

/** A task's name, as rendering information has it; its number is no name. */
function named(task: string | undefined): string | undefined {
  return integer(task) === undefined ? task : undefined;
}

/** The first line: what follows repeats the event's values. All of it, where there are none by name. */
function sentence({ message, data }: WindowsEvent): string | undefined {
  const whole = message?.trim();
  const first = data.isComplete ? whole?.split(/[\r\n]/, 1)[0] : whole;
  return first === "" ? undefined : first;
}
