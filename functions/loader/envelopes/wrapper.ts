import type { JsonObject } from "../../shared/values";
import { decodedValue, type Expandable } from "./encoded";
import { parseJsonText } from "./json-text";

/**
 * Where shippers put the record: SQS and SNS bodies, Fluent Bit, Logstash, exports of a search index, answers of SQS's
 * API (`Messages`, `Body`), and events of functions (`Sns`, `kinesis`, `awslogs`).
 */
const wrappers = [
  ...(["detail", "message", "Message", "body", "Body", "log", "event", "data", "_source"] as const),
  ...(["Messages", "Sns", "kinesis", "awslogs"] as const),
] as const;

/** What may be the record in an object that is none itself: an object, the value of a JSON text, or a line. */
export function* wrappedValues(members: JsonObject, left: Expandable): Generator<unknown> {
  for (const name of wrappers) {
    const member = members[name];
    if (typeof member === "string" && member !== "") {
      const value = parseJsonText(member);
      yield value;
      const decoded = name === "data" && typeof value === "string" ? decodedValue(value, left) : undefined;
      if (decoded !== undefined) yield decoded;
    } else if (typeof member === "object" && member !== null) yield member;
  }
}
