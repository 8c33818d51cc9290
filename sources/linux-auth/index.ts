import { readSyslog, type SyslogMessage, syslogStart } from "../../functions/loader/formats/syslog";
import { syslogDocument } from "../../functions/loader/formats/syslog-document";
import { programName, unrepeated } from "../../functions/loader/formats/syslog-program";
import { defineSource, type LogObject, type RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { lookup } from "../../functions/shared/lookup";
import { nonEmpty, text } from "../../functions/shared/values";
import { accountRules } from "./accounts";
import { pamRules } from "./pam";
import { type AuthParts, type AuthRule, authDocument } from "./rule";
import { cronRules, logindRules, loginRules, sudoRules, suRules } from "./sessions";
import { sshdRules } from "./sshd";

export default defineSource({
  id: "linux-auth",
  title: "Linux authentication logs",
  documentation: "https://man7.org/linux/man-pages/man3/syslog.3.html",
  module: "linux",
  dataset: "linux.auth",
  indexPeriod: "day",
  delivery:
    "As the system logs, of which these are lines: let the CloudWatch agent send `/var/log/secure` or `/var/log/auth.log`, or let rsyslog or Fluent Bit write files to the archive.",
  format: "lines",
  recordStart: syslogStart,
  keys: [],
  // Other programs write to the same files: those lines are the system log's.
  recognises: (value) => isOfAuthProgram(readSyslog(value)),
  open: openAuthLog,
  remembers: "headers",
  fields: {
    "linux.auth.method": "keyword",
    "linux.auth.key_type": "keyword",
    "linux.auth.key_fingerprint": "keyword",
    "linux.auth.invalid_user": "boolean",
    "linux.auth.pam_module": "keyword",
    "linux.auth.pam_service": "keyword",
    "linux.auth.pam_type": "keyword",
    "linux.auth.tty": "keyword",
    "linux.auth.session": "keyword",
    "linux.auth.host": "keyword",
    "linux.auth.uid": "keyword",
    "linux.auth.euid": "keyword",
    "linux.auth.login_name": "keyword",
    "linux.auth.remote_user": "keyword",
    "linux.auth.opened_by": "keyword",
    "linux.auth.opened_by_uid": "keyword",
    "linux.auth.target_uid": "keyword",
    "linux.auth.target_gid": "keyword",
    "linux.auth.home": "keyword",
    "linux.auth.shell": "keyword",
    "linux.auth.members": "keyword",
    "linux.auth.operation": "keyword",
    "linux.auth.repeated": "long",
  },
});

const shadow = accountRules;
const rulesOfProgram: Readonly<Record<string, readonly AuthRule[]>> = {
  sshd: sshdRules,
  "sshd-session": sshdRules,
  "sshd-auth": sshdRules,
  dropbear: [],
  sudo: sudoRules,
  su: suRules,
  "su-l": suRules,
  runuser: suRules,
  login: loginRules,
  "systemd-logind": logindRules,
  cron: cronRules,
  crond: cronRules,
  anacron: [],
  crontab: cronRules,
  useradd: shadow,
  usermod: shadow,
  userdel: shadow,
  groupadd: shadow,
  groupmod: shadow,
  groupdel: shadow,
  gpasswd: shadow,
  passwd: shadow,
  chpasswd: shadow,
  chage: shadow,
  chfn: shadow,
  chsh: shadow,
  newusers: shadow,
  polkitd: [],
  pkexec: [],
  vlock: [],
  sssd: [],
  "gdm-password": [],
  gdm: [],
  lightdm: [],
};

const pamPattern = /^(pam_\w{1,32})\(([^:)]{1,64})(?::([^)]{1,32}))?\): /;

function rulesOf(program: string | undefined): readonly AuthRule[] | undefined {
  return lookup(rulesOfProgram, programName(program)?.toLowerCase());
}

function isOfAuthProgram(line: SyslogMessage | undefined): boolean {
  return line !== undefined && (rulesOf(line.program) !== undefined || pamPattern.test(line.message));
}

function openAuthLog(object: LogObject): RecordMapper {
  return (record) => {
    const line = readSyslog(record.value);
    if (line === undefined || !isOfAuthProgram(line)) {
      throw new RecordError("not a line of a program that authenticates or changes accounts, such as sshd or sudo");
    }
    const { message, count } = unrepeated(line.message);
    const { rule, parts } = readMessage(line.program, message);
    const header = syslogDocument(line, object, record);
    const { event, ...document } = authDocument(parts);
    return {
      kind: "event",
      document: {
        ...header,
        ...document,
        message: text(message.trim()),
        event: {
          kind: "event",
          category: [...(rule?.category ?? ["authentication"])],
          type: [...(rule?.type ?? ["info"])],
          action: rule?.action ?? `${programName(line.program) ?? "pam"}-message`,
          outcome: parts.outcome ?? rule?.outcome ?? "unknown",
          reason: event?.reason,
        },
        process: processOf(header.process, parts),
        linux: nonEmpty({ auth: nonEmpty({ ...fields(parts.linux), repeated: count }) }),
      },
    };
  };
}

/** The process that a command started is another than the one that says so, whose id the line has. */
function processOf(
  own: ReturnType<typeof syslogDocument>["process"],
  { commandLine, workingDirectory }: AuthParts,
): typeof own {
  if (commandLine === undefined) return own;
  return { command_line: commandLine, working_directory: text(workingDirectory), parent: own };
}

/** No message of these programs is longer but those that show a command. */
const readCharacters = 16_384;

function readMessage(program: string | undefined, text: string): { rule: AuthRule | undefined; parts: AuthParts } {
  const whole = text.slice(0, readCharacters);
  const pam = pamPattern.exec(whole);
  const message = pam === null ? whole.replace(/^PAM (?=\d+ more)/, "").trim() : whole.slice(pam[0].length).trim();
  const [, pam_module, pam_service, pam_type] = pam ?? [];
  const module = { pam_module, pam_service, pam_type };
  for (const rule of [...(pam === null ? (rulesOf(program) ?? []) : []), ...pamRules]) {
    const match = rule.pattern.exec(message);
    if (match === null) continue;
    const parts = rule.read?.(match) ?? {};
    return { rule, parts: { ...parts, linux: { ...module, ...parts.linux } } };
  }
  return { rule: undefined, parts: { linux: module } };
}

function fields(values: AuthParts["linux"]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [name, typeof value === "string" ? text(value.trim()) : value]),
  );
}
