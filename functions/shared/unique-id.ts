import type { RecordEnvelope } from "../loader/source";
import { text } from "./values";

/*
 * The ids that may identify a record. Of two records with one id the second is taken for a duplicate and lost, so an id
 * has the form of those that the owner's generator makes: hand-made events share ids like `1` or `EXAMPLE`. Without an
 * id, the record's place in the archive tells it apart from all others.
 */

const guidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A GUID in its usual form. */
export function guid(value: unknown): string | undefined {
  return typeof value === "string" && guidPattern.test(value) ? value : undefined;
}

/** Long enough, and with a digit: what generators make in hexadecimal or base64, ARNs, and such ids with a prefix. */
const generatedPattern = /^(?=.*\d)[\w.:/+=-]{16,}$/;

/** An id that only a generator makes, in whatever form. */
export function generatedId(value: unknown): string | undefined {
  const id = text(value);
  return id !== undefined && generatedPattern.test(id) ? id : undefined;
}

/** The id that EventBridge has given an event. */
export function eventBridgeId(envelope: RecordEnvelope | undefined): string | undefined {
  return envelope?.kind === "eventbridge" ? guid(envelope.id) : undefined;
}

/** An id with what else tells apart the records that have it, such as the time of an update; none without the id. */
export function idWith(
  id: string | undefined,
  ...others: readonly (string | number | undefined)[]
): string | undefined {
  return id === undefined ? undefined : [id, ...others].filter((part) => part !== undefined).join("-");
}
