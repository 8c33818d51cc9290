import { GetFunctionCommand } from "@aws-sdk/client-lambda";
import type { Aws } from "../aws";
import { optionalText, type ResourceKind, textOf, unlessMissing } from "../kind";
import { digest, isObject, type Properties } from "../properties";
import { GONE } from "./functions";

/*
 * How the provider runs a deployed function. The local stage listens at SIEM_INVOKE_URL:
 *   POST, application/json: {"functionName": "...", "payload": <JSON>}
 *   200 {"payload": <JSON>}  the function returned
 *   200 {"error": {"errorType": "...", "errorMessage": "..."}}  it threw (or an error as plain text)
 *   any other status: the stage itself failed; the body says why
 */

/** Lambda stops a function after 15 minutes at the latest. */
const LONGEST_RUN_MS = 15 * 60_000;
const MANAGED_BY_LIFECYCLE = "CRUD";

async function invoke(functionName: string, payload: unknown, { settings }: Aws): Promise<unknown> {
  if (settings.invokeUrl === undefined) {
    throw new Error(`Nothing runs "${functionName}" here: the local stage has not set SIEM_INVOKE_URL.`);
  }
  const response = await fetch(settings.invokeUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ functionName, payload }),
    signal: AbortSignal.timeout(LONGEST_RUN_MS),
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`The local stage could not run "${functionName}": ${response.status} ${body}`);
  const answer: unknown = JSON.parse(body);
  if (!isObject(answer)) throw new Error(`The local stage answered the invocation of "${functionName}" with ${body}`);
  if (answer.error !== undefined) throw new Error(`The function "${functionName}" failed: ${errorText(answer.error)}`);
  return answer.payload;
}

function errorText(error: unknown): string {
  if (!isObject(error)) return String(error);
  const { errorType, errorMessage, stackTrace } = error;
  const trace = Array.isArray(stackTrace) ? `\n${stackTrace.join("\n")}` : "";
  return `${String(errorType ?? "Error")}: ${String(errorMessage ?? JSON.stringify(error))}${trace}`;
}

/** The input, with what Terraform adds under `terraformKey` when the invocation follows the life of the resource. */
function payloadOf(inputs: Properties, action: string, previous: unknown): unknown {
  const input: unknown = JSON.parse(textOf(inputs, "input"));
  if (inputs.lifecycleScope !== MANAGED_BY_LIFECYCLE || !isObject(input)) return input;
  return { ...input, [optionalText(inputs, "terraformKey") ?? "tf"]: { action, prev_input: previous } };
}

const invocation: ResourceKind = {
  replaceOn: ({ lifecycleScope }) =>
    lifecycleScope === MANAGED_BY_LIFECYCLE
      ? ["functionName", "qualifier"]
      : ["functionName", "input", "qualifier", "triggers"],
  async put(inputs, { aws, previous }) {
    const functionName = textOf(inputs, "functionName");
    const before: unknown = previous ? JSON.parse(textOf(previous.outputs, "input")) : null;
    const payload = payloadOf(inputs, previous ? "update" : "create", before);
    const result = JSON.stringify((await invoke(functionName, payload, aws)) ?? null);
    const id = `${functionName}_${optionalText(inputs, "qualifier") ?? "$LATEST"}_${digest(inputs.input)}`;
    return { id: previous?.id ?? id, outputs: { result } };
  },
  // When the function is gone, so is what it did.
  async read(_id, outputs, { lambda }) {
    const command = new GetFunctionCommand({ FunctionName: textOf(outputs, "functionName") });
    return (await unlessMissing(lambda.send(command), GONE)) === undefined ? undefined : {};
  },
  async remove(_id, outputs, aws) {
    if (outputs.lifecycleScope !== MANAGED_BY_LIFECYCLE) return;
    const input: unknown = JSON.parse(textOf(outputs, "input"));
    await invoke(textOf(outputs, "functionName"), payloadOf(outputs, "delete", input), aws);
  },
};

export const invocationKinds: Readonly<Record<string, ResourceKind>> = {
  "aws:lambda/invocation:Invocation": invocation,
};
