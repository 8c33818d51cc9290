import type { EcsDocument } from "../../functions/shared/ecs";
import { statementMeaning } from "../../functions/shared/sql/sql-statement";
import { decimal, nonEmpty, text } from "../../functions/shared/values";
import { auditMeaning } from "./pgaudit";

type EventFields = NonNullable<EcsDocument["event"]>;

/** What the text of an entry says. */
export interface MessageMeaning {
  readonly event: EventFields;
  /** Users that a statement is about. */
  readonly targets?: readonly string[];
  readonly group?: string | undefined;
  readonly statement?: string | undefined;
  readonly user?: string | undefined;
  readonly database?: string | undefined;
  readonly applicationName?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly tls?: EcsDocument["tls"];
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
}

const receivedPattern = /^connection received: host=(\S+)(?: port=(\d+))?$/;
const authenticatedPattern = /^connection authenticated: identity="([^\n]*)" method=(\S+)/;
const authorizedPattern = /^(?:replication )?connection authorized: user=([^\n]*)$/;
const disconnectionPattern = /^disconnection: session time: (\d+):(\d\d):(\d\d(?:\.\d+)?) ([^\n]*)$/;
const hostPattern = / host=(\S+)(?: port=(\d+))?$/;
const tlsPattern = /^ SSL enabled \(protocol=TLSv(\d(?:\.\d)?), cipher=([^,\s)]+)/;
const durationPattern = /^duration: (\d+(?:\.\d+)?) ms(?: {1,2}([\s\S]*))?$/;
const statementPattern =
  /^(statement|(execute|parse|bind|execute fetch from) ([^\n:]{1,128})|fastpath function call): ?([\s\S]*)$/;
const refusedPattern =
  /authentication failed|^no pg_hba\.conf entry|^(?:role|database) "[^\n]*" (?:does not exist|is not permitted|is not currently)|^permission denied for database|^(?:sorry, )?too many (?:clients|connections)|^remaining connection slots|^password |^no password|^pg_hba\.conf rejects/;

/** Reads the message of an entry of this severity; `statement` is what the entry says it was running. */
export function messageMeaning(
  severity: string | undefined,
  message: string,
  statement: string | undefined,
): MessageMeaning {
  if (severity === "FATAL" && refusedPattern.test(message)) {
    return authentication("start", { action: "authentication-failed", outcome: "failure" });
  }
  if (severity === "ERROR" || severity === "FATAL" || severity === "PANIC") return failure(severity, statement);
  return (
    auditMeaning(message) ??
    connectionMeaning(message) ??
    statementLog(message) ?? {
      event: { category: ["database"], type: ["info"], action: severity?.toLowerCase() ?? "log", outcome: "unknown" },
    }
  );
}

function authentication(type: string, event: EventFields): MessageMeaning {
  return { event: { category: ["authentication", "database"], type: [type], ...event } };
}

function failure(severity: string, statement: string | undefined): MessageMeaning {
  const { category, type, action, users, group } = statementMeaning(statement ?? "");
  return {
    event: {
      category,
      type: action === undefined ? ["error"] : [...type, "error"],
      action: action ?? severity.toLowerCase(),
      outcome: "failure",
    },
    targets: users,
    group,
  };
}

function connectionMeaning(message: string): MessageMeaning | undefined {
  const received = receivedPattern.exec(message);
  if (received !== null) {
    const event = { category: ["network", "database"], type: ["connection", "start"], action: "connection-received" };
    return { event: { ...event, outcome: "success" }, host: received[1], port: received[2] };
  }
  const authenticated = authenticatedPattern.exec(message);
  if (authenticated !== null) {
    const [, identity, method] = authenticated;
    return {
      ...authentication("info", { action: "connection-authenticated", outcome: "success" }),
      fields: { identity: text(identity), authentication_method: method },
    };
  }
  const authorized = authorizedPattern.exec(message);
  if (authorized !== null) {
    return {
      ...authentication("start", { action: "connection-authorized", outcome: "success" }),
      ...attributesOf(` user=${authorized[1] ?? ""}`),
    };
  }
  const ended = disconnectionPattern.exec(message);
  if (ended === null) return undefined;
  const [, hours, minutes, seconds, attributes = ""] = ended;
  const [, host, port] = hostPattern.exec(attributes) ?? [];
  const duration = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return {
    event: {
      category: ["session", "database"],
      type: ["end"],
      action: "disconnection",
      outcome: "success",
      duration: Math.round(duration * 1e9),
    },
    ...attributesOf(` ${attributes}`),
    host: host === "[local]" ? undefined : host,
    port,
  };
}

/** ` user=app database=shop application_name=psql SSL enabled (...)`: the name is the client's, what follows is not. */
function attributesOf(attributes: string): Partial<MessageMeaning> {
  const tlsStart = attributes.lastIndexOf(" SSL enabled (");
  const [, version, cipher] = tlsStart === -1 ? [] : (tlsPattern.exec(attributes.slice(tlsStart)) ?? []);
  const named = version === undefined ? attributes : attributes.slice(0, tlsStart);
  return {
    user: between(named, " user=", [" database=", " application_name=", " host="]),
    database: between(named, " database=", [" application_name=", " host="]),
    applicationName: between(named, " application_name=", []),
    tls: version === undefined ? undefined : { version, version_protocol: "tls", cipher, established: true },
  };
}

function between(whole: string, start: string, ends: readonly string[]): string | undefined {
  const found = whole.indexOf(start);
  if (found === -1) return undefined;
  const from = found + start.length;
  const stops = ends.map((end) => whole.indexOf(end, from)).filter((end) => end !== -1);
  return text(whole.slice(from, Math.min(...stops, whole.length)));
}

function statementLog(message: string): MessageMeaning | undefined {
  const timed = durationPattern.exec(message);
  const match = statementPattern.exec(timed === null ? message : (timed[2] ?? ""));
  if (match === null && timed === null) return undefined;
  const [, kind, step, name, sql] = match ?? [];
  const meaning = statementMeaning(sql ?? "");
  const milliseconds = decimal(timed?.[1]);
  return {
    event: {
      category: meaning.category,
      type: meaning.type,
      action: meaning.action ?? (kind === undefined ? "duration" : (step ?? kind)),
      // Without a duration it is written before the statement is run.
      outcome: timed === null ? "unknown" : "success",
      duration: milliseconds === undefined ? undefined : Math.round(milliseconds * 1e6),
    },
    targets: meaning.users,
    group: meaning.group,
    statement: text(sql),
    fields: nonEmpty({ query_step: step, query_name: name === "<unnamed>" ? undefined : text(name) }),
  };
}
