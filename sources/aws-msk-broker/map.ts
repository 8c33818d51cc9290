import type { LogObject, MappedRecord, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { endpoint } from "../../functions/shared/network/endpoint";
import { withoutSqlSecrets } from "../../functions/shared/secrets/sql-secrets";
import { utcTime } from "../../functions/shared/time/time-zone";
import { nonEmpty, text } from "../../functions/shared/values";
import { authorizerMeaning } from "./authorizer";

/** Log4j's layout of Kafka: `[%d] %p %m (%c)%n`. Messages and stack traces may have more lines. */
export const recordStart = /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\] (?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL) /;
const startPattern = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),(\d{3})\] ([A-Z]+) /;
const kafkaLogger = /\((?:kafka|org\.apache\.kafka|org\.apache\.zookeeper|state\.change)[\w.$-]{0,200}\)/;
const loggerPattern = /(?:^| )\(([\w.$-]{1,200})\)$/;

/** Other programs log in this layout, too; Kafka's loggers tell. */
export function isBrokerRecord(value: unknown): boolean {
  return typeof value === "string" && recordStart.test(value) && kafkaLogger.test(value);
}

const clusterInKey = /\/KafkaBrokerLogs\/[^/]+\/([^/]+?)(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d+)?\//;
const brokerPattern = /Broker-(\d+)(?:_|$)/;

export function openBrokerLog({ key, timeZone }: LogObject): RecordMapper {
  const cluster = clusterInKey.exec(key)?.[1];
  const brokerOfKey = brokerPattern.exec(key.slice(key.lastIndexOf("/") + 1))?.[1];
  return ({ value, envelope }): MappedRecord => {
    const start = typeof value === "string" ? startPattern.exec(value) : null;
    if (typeof value !== "string" || start === null) {
      throw new RecordError("The record does not start as those of Kafka do: [date time,milliseconds] LEVEL message.");
    }
    const [prefix, seconds, milliseconds, level = ""] = start;
    const { message, logger, trace } = readMessage(value.slice(prefix.length));
    const { document, fields } = meaningOf(message, level);
    const brokerId = brokerPattern.exec(envelope?.logStream ?? "")?.[1] ?? brokerOfKey;
    return {
      kind: "event",
      document: {
        "@timestamp": utcTime(`${seconds}.${milliseconds}`, timeZone),
        ...document,
        message: text(withoutSqlSecrets(message)),
        error: trace === undefined ? undefined : errorOf(trace),
        log: { level, logger },
        cloud: { service: { name: "kafka" } },
        aws: nonEmpty({ msk_broker: nonEmpty({ cluster, broker_id: brokerId, ...fields }) }),
      },
    };
  };
}

interface BrokerMessage {
  readonly message: string;
  readonly logger: string | undefined;
  /** What follows the logger: an exception and its stack. */
  readonly trace: string | undefined;
}

function readMessage(text: string): BrokerMessage {
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const match = loggerPattern.exec(line.slice(-256));
    if (match === null) continue;
    const last = line.slice(0, line.length - match[0].length);
    const trace = lines.slice(index + 1).join("\n");
    const message = [...lines.slice(0, index), last].join("\n").trimEnd();
    return { message, logger: match[1], trace: trace === "" ? undefined : trace };
  }
  return { message: text, logger: undefined, trace: undefined };
}

const exceptionPattern = /^(?:[\w$]{1,64}\.){1,16}[\w$]{1,128}(?=:|$)/;

function errorOf(trace: string): EcsDocument["error"] {
  const first = trace.split("\n", 1)[0] ?? "";
  const type = exceptionPattern.exec(first)?.[0];
  return {
    type,
    message: type === undefined ? undefined : text(first.slice(type.length + 1).trim()),
    stack_trace: withoutSqlSecrets(trace),
  };
}

const failedAuthenticationPattern =
  /Failed authentication with (?:([^\s/]{0,256})\/)?([^\s/]{1,256})(?: \(channelId=([^)\n]{0,256})\))? \(([^\n]{0,1000})\)/;

interface Meaning {
  readonly document: EcsDocument;
  readonly fields?: Readonly<Record<string, unknown>>;
}

function meaningOf(message: string, level: string): Meaning {
  const authorizer = authorizerMeaning(message);
  if (authorizer !== undefined) return authorizer;
  const failed = failedAuthenticationPattern.exec(message);
  if (failed !== null) {
    const [, domain, address, channel, reason] = failed;
    return {
      document: {
        event: {
          category: ["authentication"],
          type: ["start"],
          action: "failed-authentication",
          outcome: "failure",
          reason: text(reason),
        },
        source: clientOf(address, domain),
      },
      fields: { channel_id: text(channel) },
    };
  }
  const isError = level === "ERROR" || level === "FATAL";
  return {
    document: {
      event: {
        category: ["database"],
        type: [isError ? "error" : "info"],
        action: "log",
        outcome: isError ? "failure" : "unknown",
      },
    },
  };
}

function clientOf(address: string | undefined, domain: string | undefined): EcsDocument["source"] {
  const found = endpoint(address);
  return nonEmpty({ ...found, domain: text(domain) ?? found?.domain });
}
