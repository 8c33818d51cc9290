import { records } from "../../functions/shared/records";
import { asArray, asRecord, type JsonObject, list, text } from "../../functions/shared/values";

/** What is indexed of a prompt or a response, in characters; the whole one is in the archive. */
const maximumLength = 8_000;
const maximumDepth = 12;

/** Members that hold text in the models' request and response formats. */
const textMembers: ReadonlySet<string> = new Set([
  ...["text", "prompt", "inputText", "outputText", "completion", "generation", "content", "message", "partial_json"],
]);

/** Members of text that is not part of the conversation. */
const otherMembers: ReadonlySet<string> = new Set([
  "data",
  "bytes",
  "signature",
  "toolConfig",
  "tools",
  "inferenceConfig",
]);

/** What the user said last, of a request in any model's format. */
export function promptText(body: unknown): string | undefined {
  const messages = asArray(asRecord(body)?.messages);
  return textOf(messages.length > 0 ? messages.at(-1) : body);
}

/** The texts in a value, in their order, up to what is indexed. A streamed response is a list of chunks. */
export function textOf(value: unknown): string | undefined {
  const parts: string[] = [];
  let length = 0;
  const collect = (member: unknown, depth: number, isText: boolean): void => {
    if (length >= maximumLength || depth > maximumDepth) return;
    if (typeof member === "string") {
      if (!isText || member === "") return;
      parts.push(member.slice(0, maximumLength - length));
      length += member.length;
      return;
    }
    if (Array.isArray(member)) {
      for (const item of member as readonly unknown[]) collect(item, depth + 1, isText);
      return;
    }
    for (const [name, inner] of Object.entries(asRecord(member) ?? {})) {
      if (!otherMembers.has(name)) collect(inner, depth + 1, textMembers.has(name));
    }
  };
  collect(value, 0, false);
  return text(parts.join(""));
}

/** Names of the tools that the model asked for. */
export function toolNames(body: unknown): string[] | undefined {
  const message = asRecord(asRecord(asRecord(body)?.output)?.message);
  const contents = [asRecord(body)?.content, message?.content, ...asArray(body)].flatMap(oneOrMore);
  return list(
    ...contents.flatMap((item) => {
      const start =
        asRecord(item.content_block) ?? asRecord(asRecord(asRecord(item.contentBlockStart)?.start)?.toolUse);
      return [asRecord(item.toolUse)?.name, item.type === "tool_use" ? item.name : undefined, start?.name];
    }),
  );
}

/** The objects of an array, or the one that is there without an array. */
function oneOrMore(value: unknown): readonly JsonObject[] {
  return records(Array.isArray(value) ? value : [value]);
}

/** The first value of one of these members, in the body or in a chunk of it. */
export function firstMember(body: unknown, ...names: readonly string[]): unknown {
  const chunks = [asRecord(body), ...asArray(body).map(asRecord)];
  for (const chunk of chunks) {
    for (const inner of [chunk, asRecord(chunk?.delta), asRecord(chunk?.messageStop)]) {
      const name = names.find((candidate) => inner !== undefined && Object.hasOwn(inner, candidate));
      if (name !== undefined && text(inner?.[name]) !== undefined) return inner?.[name];
    }
  }
  return undefined;
}
