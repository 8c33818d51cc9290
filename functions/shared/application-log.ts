import type { EcsDocument } from "./ecs";
import { flatObject } from "./flat-object";
import { isSecret, jsonWithoutSecrets } from "./secrets/secrets";
import { asRecord, isoTime, type JsonObject, list, nonEmpty, text } from "./values";

/** What an application's structured log line says, in ECS, and the members that ECS has no field for. */
export interface ApplicationLog {
  readonly document: Pick<EcsDocument, "@timestamp" | "message" | "log" | "error" | "trace">;
  readonly rest: Readonly<Record<string, unknown>> | undefined;
}

/** Names that loggers give the parts of a line; the first one that holds a value counts. */
const names = {
  time: ["timestamp", "@timestamp", "time", "ts", "datetime"],
  level: ["level", "severity", "log_level", "levelname", "lvl"],
  message: ["message", "msg", "log"],
  logger: ["logger", "logger_name"],
  errorMessage: ["errorMessage", "exception", "err", "error"],
  errorType: ["errorType", "exception_name"],
  stack: ["stackTrace", "stack_trace", "stack"],
  trace: ["xray_trace_id", "trace_id", "traceId"],
} as const;

/** Levels of pino and bunyan are numbers. */
const numberedLevels: ReadonlyMap<string, string> = new Map([
  ["10", "trace"],
  ["20", "debug"],
  ["30", "info"],
  ["40", "warn"],
  ["50", "error"],
  ["60", "fatal"],
]);

/** Reads a line that an application wrote as a JSON object, whatever its logger. */
export function readApplicationLog(entry: JsonObject): ApplicationLog {
  const used = new Set<string>();
  const first = <Value>(
    candidates: readonly string[],
    read: (value: unknown) => Value | undefined,
  ): Value | undefined => {
    for (const name of candidates) {
      const value = Object.hasOwn(entry, name) ? read(entry[name]) : undefined;
      if (value === undefined) continue;
      used.add(name);
      return value;
    }
    return undefined;
  };
  const level = first(names.level, text);
  const loggerName = first(names.logger, text);
  const error = {
    message: first(names.errorMessage, text),
    type: first(names.errorType, text),
    stack_trace: first(names.stack, stackText),
  };
  const trace = first(names.trace, text);
  return {
    document: {
      "@timestamp": first(names.time, isoTime),
      message: first(names.message, messageText),
      log: nonEmpty({
        level: level === undefined ? undefined : (numberedLevels.get(level) ?? level.toLowerCase()),
        logger: loggerName,
      }),
      error: nonEmpty(error),
      trace: trace === undefined ? undefined : { id: trace },
    },
    rest: flatObject(Object.fromEntries(Object.entries(entry).filter(([name]) => !used.has(name))), { isSecret }),
  };
}

/** A message may be an object itself. */
function messageText(value: unknown): string | undefined {
  return asRecord(value) === undefined && !Array.isArray(value) ? text(value) : text(jsonWithoutSecrets(value));
}

function stackText(value: unknown): string | undefined {
  return Array.isArray(value) ? list(value)?.join("\n") : text(value);
}
