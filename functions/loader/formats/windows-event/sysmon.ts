import type { EcsDocument } from "../../../shared/ecs";
import { dnsName } from "../../../shared/network/dns-name";
import { dnsRecordType } from "../../../shared/network/dns-record-types";
import { flag, ipAddress, isoTime, list, nonEmpty } from "../../../shared/values";
import type { EventData } from "./event";
import { baseName, endpoint, file, hashes, network, process, registry, userOfDomain } from "./parts";
import type { EventParts, EventRule, EventRules } from "./rule";

/** What Sysmon's events have in common: the process that did it, its user, and the rule of the configuration. */
function common(data: EventData, prefix = ""): EcsDocument {
  const utcTime = data.take("UtcTime");
  const rule = data.take("RuleName");
  return {
    "@timestamp": isoTime(utcTime),
    rule: rule === undefined ? undefined : { name: rule },
    user: userOfDomain(data.take("User", `${prefix}User`)),
    process: process(data.take(`${prefix}Image`), data.take(`${prefix}ProcessId`), {
      entity_id: guid(data.take(`${prefix}ProcessGuid`, `${prefix}ProcessGUID`)),
    }),
  };
}

function guid(value: string | undefined): string | undefined {
  return value?.replace(/^\{(.*)\}$/, "$1") || undefined;
}

/** Properties of an executable file, as its resources say. */
function portableExecutable(data: EventData, imphash: string | undefined) {
  return nonEmpty({
    original_file_name: data.take("OriginalFileName"),
    company: data.take("Company"),
    description: data.take("Description"),
    product: data.take("Product"),
    file_version: data.take("FileVersion"),
    imphash,
  });
}

function codeSignature(data: EventData) {
  const status = data.take("SignatureStatus");
  return nonEmpty({
    exists: flag(data.take("Signed")),
    subject_name: data.take("Signature"),
    status,
    valid: status === undefined ? undefined : status === "Valid",
  });
}

function processCreated(data: EventData): EventParts {
  const document = common(data);
  const { hash, imphash, all } = hashes(data.take("Hashes"));
  const parentUser = userOfDomain(data.peek("ParentUser"));
  return {
    vendor: { logon_id: data.take("LogonId") },
    document: {
      ...document,
      related: nonEmpty({ hash: all }),
      process: nonEmpty({
        ...document.process,
        command_line: data.take("CommandLine"),
        working_directory: data.take("CurrentDirectory"),
        hash,
        pe: portableExecutable(data, imphash),
        parent: process(data.take("ParentImage"), data.take("ParentProcessId"), {
          entity_id: guid(data.take("ParentProcessGuid")),
          command_line: data.take("ParentCommandLine"),
          user: parentUser?.name === undefined ? undefined : { name: parentUser.name },
        }),
      }),
    },
  };
}

function connection(data: EventData): EventParts {
  const document = common(data);
  const source = endpoint(data.take("SourceIp"), data.take("SourcePort"), data.take("SourceHostname"));
  const destination = endpoint(
    data.take("DestinationIp"),
    data.take("DestinationPort"),
    data.take("DestinationHostname"),
  );
  const protocol = data.take("Protocol")?.toLowerCase();
  const initiated = flag(data.take("Initiated"));
  const direction = initiated === undefined ? undefined : initiated ? "egress" : "ingress";
  const number = protocol === "tcp" ? 6 : protocol === "udp" ? 17 : undefined;
  // The addresses say it themselves.
  for (const name of ["SourceIsIpv6", "DestinationIsIpv6"]) data.take(name);
  return { document: { ...document, source, destination, network: network(source, destination, number, direction) } };
}

function libraryLoaded(data: EventData): EventParts {
  const document = common(data);
  const path = data.take("ImageLoaded");
  const { hash, imphash, all } = hashes(data.take("Hashes"));
  const dll = {
    path,
    name: baseName(path),
    hash,
    pe: portableExecutable(data, imphash),
    code_signature: codeSignature(data),
  };
  return { document: { ...document, dll: nonEmpty(dll), related: nonEmpty({ hash: all }) } };
}

function driverLoaded(data: EventData): EventParts {
  const { hash, all } = hashes(data.take("Hashes"));
  const loaded = file(data.take("ImageLoaded"), { hash, code_signature: codeSignature(data) });
  return { document: { ...common(data), file: loaded, related: nonEmpty({ hash: all }) } };
}

function fileEvent(data: EventData): EventParts {
  const { hash, all } = hashes(data.take("Hashes", "Hash"));
  const created = isoTime(data.take("CreationUtcTime"));
  return {
    document: {
      ...common(data),
      file: file(data.take("TargetFilename"), { hash, created }),
      related: nonEmpty({ hash: all }),
    },
  };
}

function registryEvent(data: EventData): EventParts {
  const details = data.take("Details");
  // A value that is set or deleted is the last part of the path; a key is all of it.
  const isValue = /Value/.test(data.peek("EventType") ?? "");
  const key = registry(data.take("TargetObject"), undefined, isValue);
  const change = data.peek("EventType") ?? "";
  const type = change.startsWith("Create") ? "creation" : change.startsWith("Delete") ? "deletion" : "change";
  return {
    document: {
      ...common(data),
      event: { type: [type] },
      registry: key && nonEmpty({ ...key, data: details === undefined ? undefined : { strings: [details] } }),
    },
  };
}

function processAccess(data: EventData): EventParts {
  return { document: common(data, "Source") };
}

function pipe(data: EventData): EventParts {
  const name = data.take("PipeName");
  return { document: { ...common(data), file: name === undefined ? undefined : { name } } };
}

/** `type:  5 name.example.com;::ffff:192.0.2.1;`: names and addresses of the answer. */
function dnsQuery(data: EventData): EventParts {
  const document = common(data);
  const status = data.take("QueryStatus");
  const results = data.take("QueryResults");
  const addresses: (string | undefined)[] = [];
  const answers: { data: string; type?: string }[] = [];
  for (const part of results?.split(";") ?? []) {
    const [, type, name] = /^type:\s{0,8}(\d{1,5})\s{1,8}(\S{1,512})/.exec(part.trim()) ?? [];
    const ip = ipAddress(part.trim().replace(/^::ffff:(?=\d+\.)/i, ""));
    if (ip !== undefined) {
      addresses.push(ip);
      answers.push({ data: ip });
    } else if (name !== undefined) {
      answers.push({ data: name, type: dnsRecordType(type) ?? `TYPE${type}` });
    }
  }
  return {
    document: {
      ...document,
      event: status === undefined ? undefined : { outcome: status === "0" ? "success" : "failure" },
      error: status === undefined || status === "0" ? undefined : { code: status },
      dns: {
        type: "answer",
        question: nonEmpty({ name: dnsName(data.take("QueryName")) }),
        answers: answers.length > 0 ? answers : undefined,
        resolved_ip: list(addresses),
      },
      network: { protocol: "dns" },
    },
  };
}

const rule = (
  action: string,
  category: readonly string[],
  type: readonly string[],
  map: EventRule["map"] = (data) => ({ document: common(data) }),
): EventRule => ({ action, category, type, map, outcome: "success" });

/** Actions are Sysmon's names of its events. @see https://learn.microsoft.com/sysinternals/downloads/sysmon */
export const sysmonRules: EventRules = {
  1: rule("Process creation", ["process"], ["start"], processCreated),
  2: rule("File creation time changed", ["file"], ["change"], fileEvent),
  3: rule("Network connection", ["network"], ["start", "connection"], connection),
  4: rule("Sysmon service state changed", ["host"], ["change"]),
  5: rule("Process terminated", ["process"], ["end"]),
  6: rule("Driver loaded", ["driver"], ["start"], driverLoaded),
  7: rule("Image loaded", ["library"], ["start"], libraryLoaded),
  8: rule("CreateRemoteThread", ["process"], ["change"], processAccess),
  9: rule("RawAccessRead", ["file"], ["access"]),
  10: rule("ProcessAccess", ["process"], ["access"], processAccess),
  11: rule("FileCreate", ["file"], ["creation"], fileEvent),
  12: rule("RegistryEvent (Object create and delete)", ["registry"], ["change"], registryEvent),
  13: rule("RegistryEvent (Value Set)", ["registry"], ["change"], registryEvent),
  14: rule("RegistryEvent (Key and Value Rename)", ["registry"], ["change"], registryEvent),
  15: rule("FileCreateStreamHash", ["file"], ["creation"], fileEvent),
  16: rule("ServiceConfigurationChange", ["configuration"], ["change"]),
  17: rule("PipeEvent (Pipe Created)", ["file"], ["creation"], pipe),
  18: rule("PipeEvent (Pipe Connected)", ["file"], ["access"], pipe),
  19: rule("WmiEvent (WmiEventFilter activity detected)", ["configuration"], ["change"]),
  20: rule("WmiEvent (WmiEventConsumer activity detected)", ["configuration"], ["change"]),
  21: rule("WmiEvent (WmiEventConsumerToFilter activity detected)", ["configuration"], ["change"]),
  22: rule("DNSEvent (DNS query)", ["network"], ["protocol"], dnsQuery),
  23: rule("FileDelete (File Delete archived)", ["file"], ["deletion"], fileEvent),
  24: rule("ClipboardChange (New content in the clipboard)", ["host"], ["change"]),
  25: rule("ProcessTampering (Process image change)", ["process"], ["change"]),
  26: rule("FileDeleteDetected (File Delete logged)", ["file"], ["deletion"], fileEvent),
  27: { ...rule("FileBlockExecutable", ["file"], ["creation"], fileEvent), outcome: "failure" },
  28: { ...rule("FileBlockShredding", ["file"], ["deletion"], fileEvent), outcome: "failure" },
  29: rule("FileExecutableDetected", ["file"], ["creation"], fileEvent),
  255: { action: "Error", category: ["host"], type: ["info"], map: (data) => ({ document: common(data) }) },
};
