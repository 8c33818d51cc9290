import { awsPrincipal } from "../../functions/shared/aws/aws-principal";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { isSecret } from "../../functions/shared/secrets/secrets";
import {
  asArray,
  asRecord,
  decimal,
  integer,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";
import { firstMember, promptText, textOf, toolNames } from "./texts";

const denials: ReadonlySet<string> = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedException"]);

/** Who called which model with what, and what it answered. */
export function mapInvocation(invocation: JsonObject): EcsDocument {
  const input = asRecord(invocation.input) ?? {};
  const output = asRecord(invocation.output) ?? {};
  const arn = text(asRecord(invocation.identity)?.arn);
  const principal = awsPrincipal(arn);
  const errorCode = text(invocation.errorCode);
  const latency = latencyOf(output.outputBodyJson);
  return {
    "@timestamp": isoTime(invocation.timestamp),
    event: {
      category: ["api"],
      type: ["access", ...(errorCode !== undefined && denials.has(errorCode) ? ["denied"] : [])],
      action: text(invocation.operation) ?? "invocation",
      outcome: errorCode === undefined ? "success" : "failure",
      id: text(invocation.requestId),
      duration: latency !== undefined && latency >= 0 && latency < 1e9 ? Math.round(latency * 1e6) : undefined,
    },
    cloud: {
      account: nonEmpty({ id: text(invocation.accountId) }),
      region: text(invocation.region),
      service: { name: "bedrock" },
    },
    user: nonEmpty({ name: principal.name }),
    error: errorCode === undefined ? undefined : { code: errorCode },
    related: nonEmpty({ user: list(principal.session) }),
    aws: nonEmpty({
      bedrock_invocation: nonEmpty({
        schema_version: text(invocation.schemaVersion),
        model_id: text(invocation.modelId),
        inference_region: text(invocation.inferenceRegion),
        identity_arn: arn,
        session_name: principal.session,
        status: text(invocation.status),
        stop_reason: text(firstMember(output.outputBodyJson, "stopReason", "stop_reason", "completionReason")),
        guardrail_action: text(firstMember(output.outputBodyJson, "amazon-bedrock-guardrailAction")),
        tools: toolNames(output.outputBodyJson),
        input: nonEmpty({
          tokens: integer(input.inputTokenCount),
          cache_read_tokens: integer(input.cacheReadInputTokenCount),
          cache_write_tokens: integer(input.cacheWriteInputTokenCount),
          text: promptText(input.inputBodyJson),
          s3_path: text(input.inputBodyS3Path),
        }),
        output: nonEmpty({
          tokens: integer(output.outputTokenCount),
          text: textOf(output.outputBodyJson),
          s3_path: text(output.outputBodyS3Path),
        }),
        request_metadata: flatObject(invocation.requestMetadata, { isSecret }),
      }),
    }),
  };
}

/** Converse has it in `metrics`, streams in the metrics of their last chunk. */
function latencyOf(body: unknown): number | undefined {
  for (const part of [asRecord(body), ...asArray(body).map(asRecord)]) {
    const metrics = asRecord(part?.metrics) ?? asRecord(asRecord(part?.metadata)?.metrics);
    const latency = decimal(
      metrics?.latencyMs ?? asRecord(part?.["amazon-bedrock-invocationMetrics"])?.invocationLatency,
    );
    if (latency !== undefined) return latency;
  }
  return undefined;
}
