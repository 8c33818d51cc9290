import type { EcsDocument } from "../../functions/shared/ecs";
import { lookup } from "../../functions/shared/lookup";
import { integer, isoTime, type JsonObject, nonEmpty, text } from "../../functions/shared/values";

const levels: Readonly<Record<string, string>> = { I: "info", W: "warning", E: "error", F: "fatal" };

const klog = /^([IWEF])(\d\d)(\d\d) (\d\d:\d\d:\d\d\.\d{1,9}) +(\d{1,10}) ([^ :\]]{1,200}):(\d{1,7})\] /;

/**
 * A line of the API server, controller manager or scheduler: klog's `I0102 02:55:00.123456 10 file.go:110] text`, or
 * a text that is none, such as the rest of a trace.
 */
export function mapComponent(line: string, near: Date | string | undefined): EcsDocument {
  const match = klog.exec(line);
  if (match === null) return component({ message: line });
  const [prefix, level, month, day, clock, thread, file, lineNumber] = match;
  return component({
    time: timeNear(`${month}-${day}T${clock}Z`, near),
    level: lookup(levels, level),
    message: line.slice(prefix.length),
    thread: integer(thread),
    file,
    line: integer(lineNumber),
  });
}

/** A line of zap: `{"level": "warn", "ts": ..., "caller": "file.go:62", "msg": ..., "error": ...}`. */
export function mapComponentJson(entry: JsonObject): EcsDocument {
  const caller = text(entry.caller);
  const colon = caller?.lastIndexOf(":") ?? -1;
  const document = component({
    time: isoTime(entry.ts),
    level: text(entry.level),
    message: text(entry.msg),
    file: text(caller?.slice(0, colon === -1 ? undefined : colon)),
    line: colon === -1 ? undefined : integer(caller?.slice(colon + 1)),
  });
  const error = text(entry.error);
  return { ...document, error: error === undefined ? undefined : { message: error } };
}

interface ComponentLine {
  readonly time?: string | undefined;
  readonly level?: string | undefined;
  readonly message: string | undefined;
  readonly thread?: number | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

function component({ time, level, message, thread, file, line }: ComponentLine): EcsDocument {
  return {
    "@timestamp": time,
    event: { category: ["process"], type: ["info"], action: "log", outcome: "unknown" },
    message: text(message),
    log: nonEmpty({
      level,
      origin: file === undefined ? undefined : { file: nonEmpty({ name: file, line }) },
    }),
    process: thread === undefined ? undefined : { thread: { id: thread } },
  };
}

/** klog leaves out the year: the one that brings the time nearest to when the line came. */
function timeNear(monthToClock: string, near: Date | string | undefined): string | undefined {
  const arrival = near === undefined ? Number.NaN : Date.parse(typeof near === "string" ? near : near.toISOString());
  if (Number.isNaN(arrival)) return undefined;
  const year = new Date(arrival).getUTCFullYear();
  const distance = (time: string): number => Math.abs(Date.parse(time) - arrival);
  const times = [year - 1, year, year + 1]
    .map((candidate) => isoTime(`${candidate}-${monthToClock}`))
    .filter((time) => time !== undefined);
  return times.sort((first, second) => distance(first) - distance(second))[0];
}
