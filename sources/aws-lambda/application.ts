import { readApplicationLog } from "../../functions/shared/application-log";
import type { EcsDocument } from "../../functions/shared/ecs";
import { asRecord, isoTime, type JsonObject, nonEmpty, text } from "../../functions/shared/values";

/** Names that runtimes and Powertools give the invocation's id. */
const requestIds = ["requestId", "AWSRequestId", "function_request_id", "awsRequestId", "aws_request_id"] as const;

/** A line that the function's code wrote as JSON. */
export function mapApplicationEntry(entry: JsonObject): EcsDocument {
  const { document, rest } = readApplicationLog(entry);
  const name = requestIds.find((candidate) => text(entry[candidate]) !== undefined);
  const others = Object.entries(asRecord(rest) ?? {}).filter(([member]) => member !== name);
  return {
    ...document,
    event: {
      category: ["process"],
      type: ["info"],
      action: "log",
      outcome: document.error === undefined ? "unknown" : "failure",
    },
    faas: { execution: name === undefined ? undefined : text(entry[name]) },
    aws: { lambda: { fields: nonEmpty(Object.fromEntries(others)) } },
  };
}

const id = "([0-9a-f]{8}-[0-9a-f-]{27})";
const time = "(\\d{4}-\\d\\d-\\d\\dT[\\d:.]{8,18}Z)";
/** What Node.js writes: `TIME<TAB>ID<TAB>LEVEL<TAB>text`. */
const nodeLine = new RegExp(`^${time}\\t(?:${id}|undefined)\\t([A-Z]{4,5})\\t`);
/** What Python writes: `[LEVEL]<TAB>TIME<TAB>ID<TAB>text`. */
const pythonLine = new RegExp(`^\\[([A-Z]{4,8})\\]\\t${time}\\t${id}\\t`);
/** What Lambda writes of a failed invocation: `TIME ID Task timed out after 3.00 seconds`. */
const failedLine = new RegExp(`^${time} ${id} (Task timed out|Error: Runtime)`);

/** A line of text: of the function's code, or about a failed invocation. */
export function mapLine(line: string): EcsDocument {
  const node = nodeLine.exec(line);
  if (node !== null) return lineDocument(node[1], node[2], node[3], line.slice(node[0].length));
  const python = pythonLine.exec(line);
  if (python !== null) return lineDocument(python[2], python[3], python[1], line.slice(python[0].length));
  const failed = failedLine.exec(line);
  if (failed === null) return lineDocument(undefined, undefined, undefined, line);
  const message = line.slice((failed[1]?.length ?? 0) + (failed[2]?.length ?? 0) + 2).trimEnd();
  return { ...lineDocument(failed[1], failed[2], undefined, message, "failure"), error: { message } };
}

function lineDocument(
  at: string | undefined,
  requestId: string | undefined,
  level: string | undefined,
  message: string,
  outcome = "unknown",
): EcsDocument {
  return {
    "@timestamp": isoTime(at),
    event: { category: ["process"], type: ["info"], action: "log", outcome },
    message: text(message.trimEnd()),
    log: level === undefined ? undefined : { level: level.toLowerCase() },
    faas: { execution: text(requestId) },
  };
}
