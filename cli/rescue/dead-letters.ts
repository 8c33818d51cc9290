import { type DecodedMessage, decodeMessage } from "../../functions/loader/events";
import { encodeFollowUp } from "../../functions/loader/follow-up";
import type { ObjectReference } from "../../functions/loader/ports";
import { ConfigurationError } from "../../functions/shared/errors";
import { counted } from "../../functions/shared/text/counted";
import type { LogObjects, ObjectState, RescueQueue, WaitingMessage } from "./ports";
import { parseSince } from "./set-aside-filter";

/** A message of the dead-letter queue and what it tells of. */
export interface DeadLetter {
  readonly message: WaitingMessage;
  readonly decoded: DecodedMessage;
  readonly objects: readonly ObjectReference[];
  /** When the first message about them was sent: the loader sends its own about what it did not finish. */
  readonly firstSeen: Date | undefined;
}

/** So long messages are hidden from others while they are looked at, and come back when this is killed meanwhile. */
const hiddenSeconds = 120;
/** Of a long queue the first ones come back before the last are received; after so many known ones there is no more news. */
const mostReceivesWithoutNews = 20;

/** What a visitor did with a message: `removed` it from the queue or not; after `enough` it wants no more. */
export interface Visit {
  readonly removed?: boolean;
  readonly enough?: boolean;
}

/** Receives the messages of a queue, each once, and lets others see those again that are not removed. */
export async function visitDeadLetters(
  queue: RescueQueue,
  visit: (letter: DeadLetter) => Promise<Visit>,
): Promise<void> {
  const visited = new Set<string>();
  // By their ids; a message that came back meanwhile has a new handle.
  const hidden = new Map<string, WaitingMessage>();
  let withoutNews = 0;
  try {
    while (withoutNews < mostReceivesWithoutNews) {
      const messages = await queue.receive(hiddenSeconds);
      if (messages.length === 0) return;
      for (const message of messages) hidden.set(message.messageId, message);
      const unvisited = messages.filter(({ messageId }) => !visited.has(messageId));
      withoutNews = unvisited.length === 0 ? withoutNews + 1 : 0;
      for (const message of unvisited) {
        visited.add(message.messageId);
        const { removed = false, enough = false } = await visit(openLetter(message));
        if (removed) hidden.delete(message.messageId);
        if (enough) return;
      }
    }
  } finally {
    await queue.release([...hidden.values()]);
  }
}

export function openLetter(message: WaitingMessage): DeadLetter {
  const decoded = decodeMessage(message.body);
  const followUp = decoded.kind === "objects" ? decoded.followUp : undefined;
  return {
    message,
    decoded,
    objects: decoded.kind === "objects" ? decoded.objects.map(({ reference }) => reference) : [],
    firstSeen: followUp === undefined ? message.sentAt : new Date(followUp.firstSeen),
  };
}

export interface LetterFilterOptions {
  /** The start of the key of one of its objects. */
  readonly key?: string;
  /** When the first message about them was sent. */
  readonly since?: string;
  /** Its id. */
  readonly message?: string;
}

/** @throws ConfigurationError for a value that is not allowed. */
export function parseLetterFilter(
  { key, since, message: id }: LetterFilterOptions,
  now: Date,
): (letter: DeadLetter) => boolean {
  if (key === "") throw new ConfigurationError("--key is empty; it must be the start of a key");
  const earliest = since === undefined ? undefined : parseSince(since, now);
  return ({ message, objects, firstSeen }) =>
    (id === undefined || message.messageId === id) &&
    (key === undefined || objects.some((object) => object.key.startsWith(key))) &&
    (earliest === undefined || (firstSeen !== undefined && firstSeen >= earliest));
}

/**
 * What to send in its place: the same, but a message of the loader's own starts anew, or it would not be allowed to wait
 * for another outage. It has the whole objects loaded: the loader takes a place to go on at from nobody but itself, and to
 * read anew what is before it may take longer than its time. What is loaded already is not loaded twice.
 */
export function redrivenBody({ message, decoded }: DeadLetter, now: Date): string {
  if (decoded.kind !== "objects" || decoded.followUp === undefined) return message.body;
  const objects = decoded.objects.map(({ reference }) => ({ reference }));
  return encodeFollowUp({ objects, parkings: 0, firstSeen: now.getTime() });
}

/** What is most likely the matter, by the state of the objects. The worst of them counts. */
const causes: readonly (readonly [ObjectState, string])[] = [
  ["missing", "the object is gone; the loader counts that and is done with it"],
  ["archived", "the object is in an archive storage class: restore it first"],
  ["denied", "you may not read the object, and the loader perhaps neither: its role, bucket policy, key policy"],
  ["there", "the object is there: OpenSearch or S3 was out of order, or the loader ran out of time or memory"],
];

/** Says what probably brought a message here. */
export async function likelyCause({ decoded, objects }: DeadLetter, store: LogObjects): Promise<string> {
  if (decoded.kind === "unknown") return `the loader does not understand it: ${decoded.reason}`;
  if (decoded.kind === "test") return "S3's test of the queue; the loader acknowledges it";
  if (objects.length === 0) return "it tells of no new object; the loader acknowledges it";
  const parkings = decoded.followUp?.parkings ?? 0;
  if (parkings > 0) return `OpenSearch did not take it for long: the loader had it wait ${counted(parkings, "time")}`;
  try {
    const states = new Set(await Promise.all(objects.map((object) => store.state(object))));
    return causes.find(([state]) => states.has(state))?.[1] ?? "unknown";
  } catch (error) {
    // Such as a bucket of another region, or a name that is none: the other messages are to be seen all the same.
    return `the object cannot be looked at: ${error instanceof Error ? error.message : String(error)}`;
  }
}
