import { asArray, asRecord } from "../shared/values";
import type { ObjectReference } from "./ports";
import { type ArrayAround, maximumHeaderBytes, maximumHops, type ResumePoint, type TextPlace } from "./resume";

/** An object to load, whole or from some record on. */
export interface ObjectTask {
  readonly reference: ObjectReference;
  readonly resume?: ResumePoint | undefined;
  /** Epoch milliseconds at which S3 announced it, where the message says so. */
  readonly announcedAt?: number;
  /** It got nowhere beside others, and is to be read by itself. Default: beside others. */
  readonly alone?: boolean;
}

/** What the loader tells itself about objects that it did not finish. */
export interface FollowUp {
  readonly objects: readonly ObjectTask[];
  /** How often in a row they had to wait for something that was out of order. */
  readonly parkings: number;
  /** Epoch milliseconds of the first message about them. */
  readonly firstSeen: number;
}

/** Member of the message that tells it from all others; the number is the version of its form. */
const mark = "siemLoader";
const version = 1;

/** S3 allows no more bytes for a key. */
const maximumKeyBytes = 1_024;

/**
 * SQS refuses a message with U+FFFE or U+FFFF, which a key may hold: all that is not ASCII is sent as an escape of JSON.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const beyondAscii = /[\u007f-\uffff]/g;

export function encodeFollowUp({ objects, parkings, firstSeen }: FollowUp): string {
  const message = JSON.stringify({
    [mark]: version,
    parkings,
    firstSeen: new Date(firstSeen).toISOString(),
    objects: objects.map(({ reference, resume, alone }) => ({ ...reference, resume, alone: alone || undefined })),
  });
  return message.replaceAll(beyondAscii, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export function isFollowUp(message: Readonly<Record<string, unknown>>): boolean {
  return Object.hasOwn(message, mark);
}

/**
 * Reads such a message. Whoever may send to the queue could have written it, so all of it is checked. Returns a text that
 * says what is wrong with it.
 *
 * Its places are the exception: whether a place belongs to its ordinal, and its headers to the object, shows only when all
 * before it is read and mapped. They are to be taken from none but the loader itself: see `isSentBy`, `withoutPlace`. The
 * rest makes the loader read what an event of S3 could make it read, or less of it.
 */
export function decodeFollowUp(message: Readonly<Record<string, unknown>>): FollowUp | string {
  if (message[mark] !== version) return `a message of the loader's own of another version than ${version}`;
  const { parkings } = message;
  const firstSeen = typeof message.firstSeen === "string" ? Date.parse(message.firstSeen) : Number.NaN;
  if (!isCount(parkings) || Number.isNaN(firstSeen))
    return "a message of the loader's own without parkings and firstSeen";
  const objects: ObjectTask[] = [];
  for (const item of asArray(message.objects)) {
    const task = decodeTask(asRecord(item) ?? {});
    if (typeof task === "string") return `a message of the loader's own whose object ${task}`;
    objects.push(task);
  }
  return objects.length === 0 ? "a message of the loader's own without objects" : { objects, parkings, firstSeen };
}

/** Whether a message is of a session of the role, as SQS says of it: no sender can have SQS say it. */
export function isSentBy(roleId: string | undefined, senderId: string | undefined): boolean {
  return roleId !== undefined && senderId?.startsWith(`${roleId}:`) === true;
}

/** All is read and mapped again up to the record, so that each has the number and the meaning that it has in the object. */
export function withoutPlace(resume: ResumePoint | undefined): ResumePoint | undefined {
  return resume && { ordinal: resume.ordinal, hops: resume.hops };
}

function decodeTask(object: Readonly<Record<string, unknown>>): ObjectTask | string {
  const { bucket, key, versionId, etag, resume } = object;
  if (!isName(bucket) || !isName(key)) return "has no bucket or key";
  if (!isOptionalName(versionId) || !isOptionalName(etag)) return "has a versionId or etag that is no text";
  const reference = { bucket, key, versionId, etag };
  const alone = object.alone === true ? { alone: true } : {};
  if (resume === undefined) return { reference, ...alone };
  if (versionId === undefined && etag === undefined) return "is to be continued, but of which version is not said";
  const point = decodePoint(asRecord(resume) ?? {});
  return point === undefined ? "is to be continued at no possible place" : { reference, resume: point, ...alone };
}

function decodePoint({ ordinal, hops, place }: Readonly<Record<string, unknown>>): ResumePoint | undefined {
  if (!isCount(ordinal) || !isCount(hops) || hops < 1 || hops > maximumHops) return undefined;
  if (place === undefined) return { ordinal, hops };
  const start = decodePlace(asRecord(place) ?? {});
  return start === undefined || start.ordinal > ordinal ? undefined : { ordinal, hops, place: start };
}

function decodePlace({ ordinal, offset, inside, headers }: Readonly<Record<string, unknown>>): TextPlace | undefined {
  if (!isCount(ordinal) || !isCount(offset) || !isArrayAround(inside)) return undefined;
  if (!Array.isArray(headers)) return undefined;
  const lines = headers.filter((line) => typeof line === "string");
  const size = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  if (lines.length !== headers.length || size > maximumHeaderBytes) return undefined;
  return { ordinal, offset, inside, headers: lines };
}

function isArrayAround(value: unknown): value is ArrayAround | undefined {
  return value === undefined || value === "array" || value === "member";
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "" && Buffer.byteLength(value) <= maximumKeyBytes;
}

function isOptionalName(value: unknown): value is string | undefined {
  return value === undefined || isName(value);
}
