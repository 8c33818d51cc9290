import { asArray, asRecord, type JsonObject, text } from "../shared/values";
import { decodeFollowUp, type FollowUp, isFollowUp, type ObjectTask } from "./follow-up";

/** What a queue message says. */
export type DecodedMessage =
  | {
      readonly kind: "objects";
      readonly objects: readonly ObjectTask[];
      /** Events that are not about a new object, such as removals. */
      readonly ignored: number;
      /** Of a message of the loader's own. */
      readonly followUp?: Pick<FollowUp, "parkings" | "firstSeen">;
    }
  /** S3 tests a queue when notifications to it are set up. */
  | { readonly kind: "test" }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Decodes a message of the loader's queue: an S3 notification, one in an SNS notification, EventBridge's
 * "Object Created", or one that the loader sent itself.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function decodeMessage(body: string): DecodedMessage {
  const message = asRecord(parse(body));
  if (message === undefined) return unknown("the body is not a JSON object");
  if (isFollowUp(message)) return decodeOwn(message);
  if (message.Type === "Notification" && typeof message.Message === "string") {
    const wrapped = asRecord(parse(message.Message));
    return wrapped === undefined ? unknown("the SNS message is not a JSON object") : decodeNotification(wrapped);
  }
  return decodeNotification(message);
}

function decodeOwn(message: JsonObject): DecodedMessage {
  const decoded = decodeFollowUp(message);
  if (typeof decoded === "string") return unknown(decoded);
  const { objects, ...followUp } = decoded;
  return { kind: "objects", objects, ignored: 0, followUp };
}

function decodeNotification(message: JsonObject): DecodedMessage {
  if (message.Event === "s3:TestEvent") return { kind: "test" };
  if (message.source === "aws.s3" && message["detail-type"] !== undefined) return decodeEventBridge(message);
  if (!Array.isArray(message.Records)) return unknown("neither an S3 notification nor an S3 event of EventBridge");
  const objects: ObjectTask[] = [];
  let ignored = 0;
  for (const record of asArray(message.Records).map(asRecord)) {
    if (record?.eventSource !== "aws:s3") return unknown("a record is not of S3");
    if (!text(record.eventName)?.startsWith("ObjectCreated:")) {
      ignored += 1;
      continue;
    }
    const s3 = asRecord(record.s3);
    const object = asRecord(s3?.object);
    const bucket = text(asRecord(s3?.bucket)?.name);
    const encodedKey = object?.key;
    if (bucket === undefined || typeof encodedKey !== "string") return unknown("a record names no bucket or key");
    const key = decodeKey(encodedKey);
    if (key === undefined) return unknown("a key is not percent-encoded UTF-8");
    const reference = { bucket, key, versionId: text(object?.versionId), etag: text(object?.eTag) };
    objects.push({ reference, ...announced(record.eventTime) });
  }
  return { kind: "objects", objects, ignored };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
function decodeEventBridge(message: JsonObject): DecodedMessage {
  if (message["detail-type"] !== "Object Created") return { kind: "objects", objects: [], ignored: 1 };
  const detail = asRecord(message.detail);
  const object = asRecord(detail?.object);
  const bucket = text(asRecord(detail?.bucket)?.name);
  // Other than in notifications, the key is not encoded here.
  const key = object?.key;
  if (bucket === undefined || typeof key !== "string") return unknown("the event names no bucket or key");
  const versionId = text(object?.["version-id"]);
  const reference = { bucket, key, versionId, etag: text(object?.etag) };
  return { kind: "objects", objects: [{ reference, ...announced(message.time) }], ignored: 0 };
}

function announced(time: unknown): { announcedAt?: number } {
  const announcedAt = typeof time === "string" ? Date.parse(time) : Number.NaN;
  return Number.isNaN(announcedAt) ? {} : { announcedAt };
}

/** Once only: a key may itself hold `+` or what looks like an escape. */
export function decodeKey(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function unknown(reason: string): DecodedMessage {
  return { kind: "unknown", reason };
}
