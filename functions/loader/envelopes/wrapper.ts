import type { JsonObject } from "../../shared/values";
import { parseJsonText } from "./json-text";

/** Where shippers put the record: SQS and SNS bodies, Fluent Bit, Logstash, exports of a search index. */
const wrappers = ["detail", "message", "Message", "body", "log", "event", "data", "_source"] as const;

/** What may be the record in an object that is none itself: an object, the value of a JSON text, or a line. */
export function* wrappedValues(members: JsonObject): Generator<unknown> {
  for (const name of wrappers) {
    const member = members[name];
    if (typeof member === "string" && member !== "") yield parseJsonText(member);
    else if (typeof member === "object" && member !== null) yield member;
  }
}
