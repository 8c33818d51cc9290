import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { asRecord, decimal, integer, isoTime, type JsonObject, text } from "../../functions/shared/values";

/** `{"time": ..., "type": "platform.report", "record": {...}}`; extensions and functions write the same way. */
export function isPlatformEvent(value: JsonObject | undefined): value is JsonObject {
  return (
    value !== undefined &&
    typeof value.type === "string" &&
    value.type.startsWith("platform.") &&
    "time" in value &&
    asRecord(value.record) !== undefined
  );
}

const lineStart = /^(?:(START|END|REPORT) RequestId: |(INIT_START) Runtime Version: |(INIT_REPORT) Init Duration: )/;

export function isPlatformLine(line: string): boolean {
  return lineStart.test(line);
}

const types: Readonly<Record<string, string>> = {
  "platform.start": "start",
  "platform.initStart": "start",
  "platform.restoreStart": "start",
  "platform.runtimeDone": "end",
  "platform.report": "end",
  "platform.end": "end",
  START: "start",
  INIT_START: "start",
  END: "end",
  REPORT: "end",
};

const outcomes: Readonly<Record<string, string>> = {
  success: "success",
  failure: "failure",
  error: "failure",
  timeout: "failure",
};

/** @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
export function mapPlatformEvent(event: JsonObject): EcsDocument {
  const { requestId, version, status, errorType, metrics, tracing, ...rest } = asRecord(event.record) ?? {};
  const { runtimeVersion, initializationType, ...others } = rest;
  const measured = asRecord(metrics) ?? {};
  const trace = text(asRecord(tracing)?.value);
  return platform({
    time: isoTime(event.time),
    action: text(event.type),
    requestId: text(requestId),
    version: text(version),
    status: text(status),
    errorType: text(errorType),
    runtimeVersion: text(runtimeVersion),
    initializationType: text(initializationType),
    durationMs: decimal(measured.durationMs),
    billedMs: decimal(measured.billedDurationMs),
    initMs: decimal(measured.initDurationMs),
    memoryMb: integer(measured.memorySizeMB),
    usedMb: integer(measured.maxMemoryUsedMB),
    // Root=1-...;Parent=...;Sampled=1
    traceId: /Root=([^;]+)/.exec(trace ?? "")?.[1],
    record: flatObject(others, { isSecret }),
  });
}

/** `REPORT RequestId: ID<TAB>Duration: 12.34 ms<TAB>...`, and its kind. */
export function mapPlatformLine(line: string): EcsDocument {
  const match = lineStart.exec(line);
  const action = match?.slice(1).find((name) => name !== undefined);
  const pairs = new Map<string, string>();
  for (const part of line
    .slice(action?.length ?? 0)
    .replace(" Version: ", "\tVersion: ")
    .split(/[\t\n]/)) {
    const colon = part.indexOf(": ");
    if (colon !== -1) pairs.set(part.slice(0, colon).trim(), part.slice(colon + 2).trim());
  }
  const amount = (name: string): number | undefined => decimal(pairs.get(name)?.split(" ")[0]);
  // INIT_START has `Runtime Version`, which the split above took apart.
  const runtimeVersion = action === "INIT_START" ? pairs.get("Version") : undefined;
  return platform({
    action,
    message: line.trimEnd(),
    requestId: text(pairs.get("RequestId")),
    version: action === "START" ? text(pairs.get("Version")) : undefined,
    status: text(pairs.get("Status")),
    errorType: text(pairs.get("Error Type")),
    runtimeVersion: text(runtimeVersion),
    durationMs: amount("Duration"),
    billedMs: amount("Billed Duration"),
    initMs: amount("Init Duration"),
    memoryMb: integer(amount("Memory Size")),
    usedMb: integer(amount("Max Memory Used")),
    traceId: text(pairs.get("XRAY TraceId")),
  });
}

interface Platform {
  readonly time?: string | undefined;
  readonly action: string | undefined;
  readonly message?: string | undefined;
  readonly requestId: string | undefined;
  readonly version: string | undefined;
  readonly status: string | undefined;
  readonly errorType: string | undefined;
  readonly runtimeVersion: string | undefined;
  readonly initializationType?: string | undefined;
  readonly durationMs: number | undefined;
  readonly billedMs: number | undefined;
  readonly initMs: number | undefined;
  readonly memoryMb: number | undefined;
  readonly usedMb: number | undefined;
  readonly traceId: string | undefined;
  readonly record?: Readonly<Record<string, unknown>> | undefined;
}

function platform(said: Platform): EcsDocument {
  const { status, errorType, durationMs, traceId } = said;
  return {
    "@timestamp": said.time,
    event: {
      category: ["process"],
      type: [lookup(types, said.action) ?? "info"],
      action: said.action,
      outcome: lookup(outcomes, status) ?? (errorType === undefined ? "unknown" : "failure"),
      duration:
        durationMs !== undefined && durationMs >= 0 && durationMs < 1e9 ? Math.round(durationMs * 1e6) : undefined,
    },
    message: said.message,
    error: errorType === undefined ? undefined : { type: errorType },
    trace: traceId === undefined ? undefined : { id: traceId },
    faas: { execution: said.requestId, version: said.version },
    aws: {
      lambda: {
        status,
        runtime_version: said.runtimeVersion,
        initialization_type: said.initializationType,
        billed_duration_ms: said.billedMs,
        init_duration_ms: said.initMs,
        memory_size_mb: said.memoryMb,
        max_memory_used_mb: said.usedMb,
        record: said.record,
      },
    },
  };
}
