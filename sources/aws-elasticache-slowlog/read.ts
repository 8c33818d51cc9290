import { asRecord, text } from "../../functions/shared/values";

export interface SlowLogRecord {
  readonly kind: "slow-log";
  readonly cluster: string | undefined;
  readonly node: string | undefined;
  readonly id: string | undefined;
  readonly timestamp: unknown;
  readonly duration: unknown;
  readonly command: string | undefined;
  readonly clientAddress: string | undefined;
  readonly clientName: string | undefined;
}

export interface EngineLogRecord {
  readonly kind: "engine-log";
  readonly cluster: string | undefined;
  readonly node: string | undefined;
  readonly level: string | undefined;
  readonly role: string | undefined;
  readonly time: string | undefined;
  readonly message: string | undefined;
}

/** The client chooses its name; ElastiCache leaves arguments out of the command. An id may precede the time. */
const slowLine =
  /^([a-z0-9-]{1,64}),(\d{4}),(?:(\d{1,19}),)?(\d{10}),(\d{1,19}),([^\n]*?),(\[?[0-9a-f.:]{2,45}\]?:\d{1,5}),([^\n]*)$/i;
const engineLine =
  /^([a-z0-9-]{1,64})\/(\d{4}):([A-Z]) (\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{1,6} UTC) ([.*#-]) ([\s\S]*)$/i;

const levels: ReadonlyMap<string, string> = new Map([
  [".", "DEBUG"],
  ["-", "VERBOSE"],
  ["*", "NOTICE"],
  ["#", "WARNING"],
]);

export function cacheRecord(value: unknown): SlowLogRecord | EngineLogRecord | undefined {
  return typeof value === "string" ? recordOfLine(value) : recordOfJson(value);
}

function recordOfLine(line: string): SlowLogRecord | EngineLogRecord | undefined {
  // Over several lines the pattern would try each comma for nothing.
  const slow = line.includes("\n") ? null : slowLine.exec(line);
  if (slow !== null) {
    const [, cluster, node, id, timestamp, duration, command, clientAddress, clientName] = slow;
    const client = { clientAddress, clientName: text(clientName?.trim()) };
    return { kind: "slow-log", cluster, node, id, timestamp, duration, command: text(command), ...client };
  }
  const [, cluster, node, role, time, mark = "", message] = engineLine.exec(line) ?? [];
  if (cluster === undefined) return undefined;
  return { kind: "engine-log", cluster, node, level: levels.get(mark), role, time, message: text(message?.trim()) };
}

function recordOfJson(value: unknown): SlowLogRecord | EngineLogRecord | undefined {
  const members = asRecord(value);
  if (members === undefined || !("CacheClusterId" in members) || !("CacheNodeId" in members)) return undefined;
  const cluster = text(members.CacheClusterId);
  const node = text(members.CacheNodeId);
  if ("Command" in members) {
    return {
      kind: "slow-log",
      cluster,
      node,
      id: text(members.Id),
      timestamp: members.Timestamp,
      duration: members["Duration (us)"] ?? members.Duration,
      command: text(members.Command),
      clientAddress: text(members.ClientAddress),
      clientName: text(members.ClientName),
    };
  }
  if (!("LogLevel" in members) && !("Message" in members)) return undefined;
  return {
    kind: "engine-log",
    cluster,
    node,
    level: text(members.LogLevel),
    role: text(members.Role),
    time: text(members.Time),
    message: text(members.Message),
  };
}
