import ipaddr from "ipaddr.js";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import type { NamedValues } from "../../functions/shared/text/named-values";
import { integer, ipAddress, isoTime, list, nonEmpty, portNumber } from "../../functions/shared/values";
import type { AuditRecord } from "./parse";
import { type AuditType, auditTypes, systemCalls, systemCallTypes } from "./types";

const unknownType: AuditType = { category: ["host"], type: ["info"] };

export function mapAuditRecord(record: AuditRecord): EcsDocument {
  const { type, values, node } = record;
  const systemCall = type === "SYSCALL" || type === "SECCOMP" ? systemCallOf(values) : undefined;
  const kind =
    (type === "SYSCALL" ? lookup(systemCallTypes, systemCall) : undefined) ?? lookup(auditTypes, type) ?? unknownType;
  const verdict = verdictOf(values);
  const file = fileOf(record);
  const process = processOf(record);
  const socket = socketOf(values);
  const address = values.take("addr");
  const ip = ipAddress(address);
  const source = values.take("hostname");
  const login = nonEmpty({ id: values.take("auid"), name: values.take("AUID") });
  const users = kind.account === "login" ? { user: login } : usersOf(values, kind);
  return {
    "@timestamp": timeOf(record),
    event: {
      kind: "event",
      category: [...kind.category],
      type: typesOf(record, kind, verdict),
      action: systemCall ?? type.toLowerCase(),
      outcome: outcomeOf(values, verdict),
      sequence: integer(record.serial),
      reason: values.take("reason"),
    },
    host: node === undefined ? undefined : { name: node },
    ...users,
    source: nonEmpty({
      ip,
      domain: source === undefined || ipAddress(source) !== undefined ? undefined : source,
      address: ip === undefined ? address : undefined,
      port: portNumber(values.take("rport")),
    }),
    service: nonEmpty({ name: values.take("unit") }),
    rule: nonEmpty({ name: values.take("key", "profile") }),
    process,
    file,
    related: nonEmpty({ ip: list(socket?.ip), user: list(login?.name) }),
    linux: {
      auditd: {
        type,
        event_id: `${record.time}:${record.serial}`,
        operation: values.take("op", "operation"),
        session: values.take("ses"),
        terminal: values.take("terminal", "tty"),
        login_user: login,
        syscall:
          systemCall === undefined
            ? undefined
            : nonEmpty({ number: integer(values.take("syscall")), exit: values.take("exit") }),
        subject: values.take("subj", "scontext"),
        object: values.take("obj", "tcontext"),
        permissions: list(values.take("permissions")?.split(" ")),
        socket,
        data: flatObject(values.rest()),
      },
    },
  };
}

/** The digits behind the point as they are: a floating-point number would be off by a millisecond now and then. */
function timeOf({ time }: AuditRecord): string | undefined {
  const [seconds, fraction = "0"] = time.split(".");
  return isoTime(Number(seconds))?.replace("Z", `.${fraction}Z`);
}

function systemCallOf(values: NamedValues): string | undefined {
  const enriched = values.take("SYSCALL");
  return enriched ?? lookup(lookup(systemCalls, values.peek("arch")) ?? {}, values.peek("syscall")) ?? "syscall";
}

const pathTypes: Readonly<Record<string, string>> = { CREATE: "creation", DELETE: "deletion", NORMAL: "access" };

function typesOf({ type, values }: AuditRecord, kind: AuditType, verdict: "denied" | "granted" | undefined): string[] {
  const path = type === "PATH" ? lookup(pathTypes, values.peek("nametype")) : undefined;
  if (path !== undefined) return [path];
  return kind.type.map((item) => (item === "denied" && verdict === "granted" ? "allowed" : item));
}

function verdictOf(values: NamedValues): "denied" | "granted" | undefined {
  const verdict = values.take("avc", "apparmor")?.toLowerCase();
  if (verdict === "denied") return "denied";
  return verdict === "granted" || verdict === "allowed" || verdict === "audit" ? "granted" : undefined;
}

const outcomes: Readonly<Record<string, "success" | "failure">> = {
  success: "success",
  yes: "success",
  "1": "success",
  failed: "failure",
  no: "failure",
  "0": "failure",
};

function outcomeOf(values: NamedValues, verdict: "denied" | "granted" | undefined): "success" | "failure" | "unknown" {
  const said = lookup(outcomes, values.peek("res")) ?? lookup(outcomes, values.peek("success"));
  if (said !== undefined) for (const name of ["res", "success"]) values.take(name);
  if (said === undefined && verdict !== undefined) return verdict === "denied" ? "failure" : "success";
  return said ?? "unknown";
}

/** Who acts is the user of the process, unless the record is about an account that logs on. */
function usersOf(values: NamedValues, { account }: AuditType): Pick<EcsDocument, "user" | "group"> {
  const name = values.take("acct");
  const named = values.take("grp");
  if (account === "user") {
    return {
      user: nonEmpty({ name: name ?? values.take("ID"), id: values.take("id") }),
      group: nonEmpty({ name: named }),
    };
  }
  const effectiveId = values.take("euid");
  const id = values.take("uid");
  const effective = effectiveId === id ? undefined : nonEmpty({ id: effectiveId, name: values.take("EUID") });
  const isGroup = account === "group" && named === undefined;
  const target = isGroup ? undefined : nonEmpty({ name, id: values.take("id") });
  const group = isGroup ? name : named;
  return {
    user: nonEmpty({ id, name: values.take("UID"), effective, target }),
    group: nonEmpty(group === undefined ? { name: values.take("GID"), id: values.take("gid") } : { name: group }),
  };
}

function processOf({ type, values }: AuditRecord): EcsDocument["process"] {
  const parent = integer(values.take("ppid"));
  const executable = values.take("exe");
  const args = type === "EXECVE" ? commandArguments(values) : undefined;
  const own = {
    pid: integer(values.take("pid")),
    name: values.take("comm") ?? (executable === undefined ? undefined : baseName(executable)),
    executable,
  };
  if (type === "USER_CMD") {
    // sudo says what it is about to start.
    return nonEmpty({ command_line: values.take("cmd"), working_directory: values.take("cwd"), parent: nonEmpty(own) });
  }
  return nonEmpty({
    ...own,
    args,
    args_count: type === "EXECVE" ? integer(values.take("argc")) : undefined,
    command_line: args?.join(" ") ?? values.take("cmd", "proctitle"),
    working_directory: values.take("cwd"),
    parent: parent === undefined ? undefined : { pid: parent },
  });
}

/** `a0`, `a1`, ...; a long one is in pieces, `a1[0]`, `a1[1]`. */
function commandArguments(values: NamedValues): string[] | undefined {
  const pieces = new Map<number, string>();
  for (const name of values.names()) {
    const argument = /^a(\d{1,6})(?:\[\d{1,6}\])?$/.exec(name)?.[1];
    const value = argument === undefined ? undefined : values.take(name);
    if (argument === undefined || value === undefined) continue;
    pieces.set(Number(argument), (pieces.get(Number(argument)) ?? "") + value);
  }
  const args = [...pieces].sort(([left], [right]) => left - right).map(([, value]) => value);
  return args.length > 0 ? args : undefined;
}

/** Types whose name is that of a file. */
const typesWithPath: ReadonlySet<string> = new Set(["PATH", "AVC", "CONFIG_CHANGE"]);

function fileOf({ type, values }: AuditRecord): EcsDocument["file"] {
  if (!typesWithPath.has(type)) return undefined;
  const path = values.take("name", "path");
  const name = path === undefined ? undefined : baseName(path);
  return nonEmpty({
    path,
    name,
    inode: values.take("inode", "ino"),
    mode: values.take("mode"),
    uid: values.take("ouid"),
    gid: values.take("ogid"),
    owner: values.take("OUID"),
    group: values.take("OGID"),
  });
}

function baseName(path: string): string | undefined {
  return path.slice(path.lastIndexOf("/") + 1) || undefined;
}

interface Socket {
  readonly family?: string | undefined;
  readonly ip?: string | undefined;
  readonly port?: number | undefined;
  readonly path?: string | undefined;
}

/** The address of a system call, which says on its own whether it is the near or the far one. */
function socketOf(values: NamedValues): Socket | undefined {
  const family = values.take("saddr_fam");
  const raw = values.peek("saddr");
  const socket =
    family === undefined
      ? rawSocket(raw)
      : {
          family,
          ip: ipAddress(values.take("laddr")),
          port: portNumber(values.take("lport")),
          path: values.take("path"),
        };
  if (socket !== undefined && raw !== undefined) values.take("saddr");
  return socket === undefined ? undefined : nonEmpty(socket);
}

/** A `sockaddr` in hexadecimal: family in the machine's order, then port and address in the network's. */
function rawSocket(raw: string | undefined): Socket | undefined {
  if (raw === undefined || raw.length > 512 || !/^(?:[0-9A-F]{2}){4,}$/i.test(raw)) return undefined;
  const bytes = Buffer.from(raw, "hex");
  const family = bytes.readUInt16LE(0);
  if (family === 2 && bytes.length >= 8) {
    return { family: "inet", port: bytes.readUInt16BE(2), ip: [...bytes.subarray(4, 8)].join(".") };
  }
  if (family === 10 && bytes.length >= 24) {
    const groups = [0, 2, 4, 6, 8, 10, 12, 14].map((at) => bytes.readUInt16BE(8 + at).toString(16));
    return { family: "inet6", port: bytes.readUInt16BE(2), ip: ipaddr.parse(groups.join(":")).toString() };
  }
  if (family !== 1) return undefined;
  const end = bytes.indexOf(0, 3);
  return {
    family: "local",
    path: bytes.toString("utf8", 2, end === -1 ? undefined : end).replaceAll("\0", "@") || undefined,
  };
}
