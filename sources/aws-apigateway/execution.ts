import type { RecordEnvelope } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { integer, nonEmpty, text } from "../../functions/shared/values";

/** `(request id) message` */
const linePattern = /^\(([A-Za-z0-9=_-]{10,40})\) (.+)$/s;

/** The log group of a REST or WebSocket API's stage: `API-Gateway-Execution-Logs_<API>/<stage>`. */
export const executionLogGroup = /^API-Gateway-Execution-Logs_([^/]+)\/(.+)$/;

/** Whether a line is of an execution log, wherever it comes from. */
export function isExecutionLine(line: string): boolean {
  return /^\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\) [A-Z]/.test(line);
}

/** Whether all that this envelope holds is of an execution log. */
export function isExecutionLog(envelope: RecordEnvelope | undefined): boolean {
  return executionLogGroup.test(envelope?.logGroup ?? "");
}

/** What comes with these labels is what clients and back ends sent, credentials and all. */
const payloadLabel =
  /headers|body|query string|parameter|override|variable|transformation|claims|context|policy|token|authorizer|key/i;

/**
 * A step of a request's execution, for which there are ten and more lines. Which step it was is kept, not the payload.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function mapExecutionLine(line: string, envelope: RecordEnvelope | undefined): EcsDocument | undefined {
  const [, requestId, message] = linePattern.exec(line) ?? [];
  if (requestId === undefined || message === undefined) return undefined;
  const { label, content } = splitMessage(message);
  const isPayload = content !== undefined && payloadLabel.test(label);
  const [, method, path] = /^HTTP Method: ([^,]+), Resource Path: (.*)$/.exec(message) ?? [];
  const status = integer(/^Method completed with status: (\d{3})$/.exec(message)?.[1]);
  const [, api, stage] = executionLogGroup.exec(envelope?.logGroup ?? "") ?? [];
  return {
    message: isPayload || message.includes("\n") ? `${label}: REDACTED` : message,
    event: {
      category: ["web"],
      type: ["info"],
      action: text(label),
      outcome: outcomeOf(label, status),
      reason: label.startsWith("Execution failed") ? text(content) : undefined,
    },
    cloud: { service: { name: "apigateway" } },
    http: nonEmpty({
      request: nonEmpty({ id: requestId, method: text(method) }),
      response: nonEmpty({ status_code: status }),
    }),
    aws: { apigateway: nonEmpty({ log_type: "execution", api_id: api, stage, resource_path: text(path) }) },
  };
}

/** `Method completed with status: 200`; `Sending request to <URL>`; others are a label only. */
function splitMessage(message: string): { label: string; content: string | undefined } {
  const sending = "Sending request to";
  if (message.startsWith(`${sending} `)) return { label: sending, content: message.slice(sending.length + 1) };
  const colon = message.search(/:\s|\n/);
  if (colon === -1) return { label: message.slice(0, 100), content: undefined };
  return { label: message.slice(0, Math.min(colon, 100)), content: message.slice(colon + 1).trim() };
}

function outcomeOf(label: string, status: number | undefined): "success" | "failure" | "unknown" {
  if (/^(?:Execution failed|Unauthorized|Forbidden)/.test(label)) return "failure";
  return status === undefined ? "unknown" : status < 400 ? "success" : "failure";
}
