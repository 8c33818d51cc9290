import { dnsName } from "../../functions/shared/dns-name";
import type { EcsDocument } from "../../functions/shared/ecs";
import { lookup } from "../../functions/shared/lookup";
import { parseUrl } from "../../functions/shared/request-line";
import {
  asArray,
  decimal,
  flag,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  portNumber,
  text,
} from "../../functions/shared/values";
import { nanoseconds } from "./common";
import { field, timeOf } from "./record";

/** What a log adds to what all logs have. */
export interface LogMapper {
  /** Fields that ECS holds or that must not be kept; the others are details. */
  readonly fields: readonly string[];
  readonly map: (record: JsonObject) => EcsDocument;
}

type Outcome = "success" | "failure" | "unknown";

function outcome(success: boolean | undefined): Outcome {
  return success === undefined ? "unknown" : success ? "success" : "failure";
}

/** Whether there was an answer and the connection was made. */
const connectionStates: Readonly<Record<string, boolean>> = {
  S0: false,
  S1: true,
  SF: true,
  REJ: false,
  S2: true,
  S3: true,
  RSTO: true,
  RSTR: true,
  RSTOS0: false,
  RSTRH: false,
  SH: false,
  SHR: false,
};

const conn: LogMapper = {
  fields: ["duration", "conn_state", "history", "orig_pkts", "resp_pkts", "orig_ip_bytes", "resp_ip_bytes"],
  map: (record) => {
    const start = timeOf(record.ts);
    const duration = nanoseconds(record.duration);
    const end = start === undefined || duration === undefined ? undefined : Date.parse(start) + duration / 1e6;
    return {
      event: {
        category: ["network"],
        type: ["connection", "end"],
        outcome: outcome(lookup(connectionStates, text(record.conn_state))),
        duration,
        start: duration === undefined ? undefined : start,
        end: end === undefined ? undefined : isoTime(new Date(end)),
      },
    };
  },
};

const flags = ["AA", "TC", "RD", "RA"] as const;

const dns: LogMapper = {
  fields: [
    "trans_id",
    "query",
    "qclass",
    "qclass_name",
    "qtype",
    "qtype_name",
    "rcode",
    "rcode_name",
    "answers",
    "TTLs",
    "rtt",
    ...flags,
  ],
  map: (record) => {
    const code = text(record.rcode_name);
    const answers = asArray(record.answers);
    const ttls = asArray(record.TTLs);
    const addresses = answers.map(ipAddress);
    const name = dnsName(text(record.query));
    return {
      event: {
        category: ["network"],
        type: ["connection", "protocol"],
        outcome: outcome(code === undefined ? undefined : code === "NOERROR"),
        duration: nanoseconds(record.rtt),
      },
      dns: {
        type: code === undefined ? "query" : "answer",
        id: text(record.trans_id),
        question: nonEmpty({ name, type: text(record.qtype_name), class: className(text(record.qclass_name)) }),
        answers: present(
          answers.map((answer, index) => {
            const ttl = decimal(ttls[index]);
            return nonEmpty({ data: text(answer), ttl: ttl === undefined ? undefined : integer(Math.trunc(ttl)) });
          }),
        ),
        resolved_ip: list(addresses),
        response_code: code,
        header_flags: list(flags.filter((name) => flag(record[name]) === true)),
      },
      network: { protocol: "dns" },
    };
  },
};

/** `C_INTERNET` is `IN`. */
function className(name: string | undefined): string | undefined {
  return name === "C_INTERNET" ? "IN" : name;
}

const http: LogMapper = {
  fields: [
    ...["method", "host", "uri", "referrer", "version", "user_agent", "request_body_len", "response_body_len"],
    ...["status_code", "username", "password", "origin", "resp_mime_types"],
  ],
  map: (record) => {
    const status = integer(record.status_code);
    const uri = text(record.uri);
    const host = text(record.host);
    const agent = text(record.user_agent);
    const url = uri === undefined ? undefined : parseUrl(uri);
    const requestBody = integer(record.request_body_len);
    const responseBody = integer(record.response_body_len);
    return {
      event: {
        category: ["network", "web"],
        type: ["access", "connection", "protocol"],
        outcome: outcome(status === undefined ? undefined : status < 400),
      },
      http: nonEmpty({
        version: text(record.version),
        request: nonEmpty({
          method: text(record.method),
          referrer: text(record.referrer),
          body: requestBody === undefined ? undefined : { bytes: requestBody },
        }),
        response: nonEmpty({
          status_code: status,
          mime_type: text(asArray(record.resp_mime_types)[0]),
          body: responseBody === undefined ? undefined : { bytes: responseBody },
        }),
      }),
      url: nonEmpty({ domain: host, ...url }),
      user_agent: agent === undefined ? undefined : { original: agent },
      user: nonEmpty({ name: text(record.username) }),
      network: { protocol: "http" },
    };
  },
};

const ssl: LogMapper = {
  fields: [
    ...["version", "cipher", "curve", "server_name", "resumed", "established", "next_protocol", "subject", "issuer"],
    ...["client_subject", "client_issuer", "ja3", "ja3s"],
  ],
  map: (record) => {
    const [, protocol, version] = /^(TLS|SSL|DTLS)v(\d+)$/.exec(text(record.version) ?? "") ?? [];
    return {
      event: { category: ["network"], type: ["connection", "protocol"], outcome: outcome(flag(record.established)) },
      tls: nonEmpty({
        version: version === undefined ? text(record.version) : version.split("").join("."),
        version_protocol: protocol?.toLowerCase(),
        cipher: text(record.cipher),
        curve: text(record.curve),
        established: flag(record.established),
        resumed: flag(record.resumed),
        next_protocol: text(record.next_protocol),
        client: nonEmpty({
          server_name: text(record.server_name),
          ja3: text(record.ja3),
          subject: text(record.client_subject),
          issuer: text(record.client_issuer),
        }),
        server: nonEmpty({ ja3s: text(record.ja3s), subject: text(record.subject), issuer: text(record.issuer) }),
      }),
      network: { protocol: "tls" },
    };
  },
};

const files: LogMapper = {
  fields: ["filename", "mime_type", "total_bytes", "md5", "sha1", "sha256", "tx_hosts", "rx_hosts", "duration"],
  map: (record) => {
    const sent = list(asArray(record.tx_hosts).map(ipAddress));
    const received = list(asArray(record.rx_hosts).map(ipAddress));
    return {
      event: {
        category: ["file", "network"],
        type: ["info"],
        outcome: "unknown",
        duration: nanoseconds(record.duration),
      },
      file: nonEmpty({
        name: text(record.filename),
        size: integer(record.total_bytes),
        mime_type: text(record.mime_type),
        hash: nonEmpty({ md5: text(record.md5), sha1: text(record.sha1), sha256: text(record.sha256) }),
      }),
      ...(sent === undefined ? {} : { source: { ip: sent[0] } }),
      ...(received === undefined ? {} : { destination: { ip: received[0] } }),
      related: nonEmpty({ ip: list(sent, received) }),
    };
  },
};

const x509: LogMapper = {
  fields: [
    ...["certificate", "fingerprint", "san.dns", "certificate.version", "certificate.serial", "certificate.subject"],
    ...["certificate.issuer", "certificate.not_valid_before", "certificate.not_valid_after", "certificate.key_alg"],
    ...["certificate.sig_alg", "certificate.key_length", "certificate.curve", "certificate.exponent"],
  ],
  map: (record) => {
    const of = (name: string): unknown => field(record, `certificate.${name}`);
    const fingerprint = text(record.fingerprint);
    return {
      event: { category: ["network"], type: ["info"], outcome: "unknown" },
      file: nonEmpty({
        hash: nonEmpty({
          sha256: fingerprint?.length === 64 ? fingerprint : undefined,
          sha1: fingerprint?.length === 40 ? fingerprint : undefined,
        }),
        x509: nonEmpty({
          version_number: text(of("version")),
          serial_number: text(of("serial")),
          subject: nonEmpty({ distinguished_name: text(of("subject")) }),
          issuer: nonEmpty({ distinguished_name: text(of("issuer")) }),
          not_before: timeOf(of("not_valid_before")),
          not_after: timeOf(of("not_valid_after")),
          public_key_algorithm: text(of("key_alg")),
          public_key_size: integer(of("key_length")),
          public_key_curve: text(of("curve")),
          public_key_exponent: integer(of("exponent")),
          signature_algorithm: text(of("sig_alg")),
          alternative_names: list(asArray(field(record, "san.dns"))),
        }),
      }),
    };
  },
};

const notice: LogMapper = {
  fields: ["note", "msg", "src", "dst", "p", "file_mime_type"],
  map: (record) => {
    const source = ipAddress(record.src);
    const destination = ipAddress(record.dst);
    const mime = text(record.file_mime_type);
    const hasConnection = field(record, "id.orig_h") !== undefined;
    return {
      message: text(record.msg),
      event: {
        kind: "alert",
        category: ["intrusion_detection", "network"],
        type: [flag(record.dropped) === true ? "denied" : "info"],
        outcome: "unknown",
      },
      rule: nonEmpty({ name: text(record.note) }),
      ...(hasConnection || source === undefined ? {} : { source: { ip: source } }),
      ...(hasConnection || destination === undefined
        ? {}
        : { destination: { ip: destination, port: portNumber(record.p) } }),
      related: nonEmpty({ ip: list(source, destination) }),
      file: mime === undefined ? undefined : { mime_type: mime },
    };
  },
};

const indicatorTypes: Readonly<Record<string, string>> = {
  "Intel::DOMAIN": "domain-name",
  "Intel::URL": "url",
  "Intel::EMAIL": "email-addr",
  "Intel::FILE_HASH": "file",
  "Intel::CERT_HASH": "x509-certificate",
  "Intel::USER_NAME": "user-account",
  "Intel::SOFTWARE": "software",
};

const intel: LogMapper = {
  fields: ["seen", "seen.indicator", "seen.indicator_type", "sources"],
  map: (record) => {
    const type = text(field(record, "seen.indicator_type"));
    const indicator = text(field(record, "seen.indicator"));
    const ip = ipAddress(indicator);
    return {
      event: { kind: "alert", category: ["threat", "network"], type: ["indicator"], outcome: "unknown" },
      threat: {
        indicator: nonEmpty({
          type: ip === undefined ? lookup(indicatorTypes, type) : ip.includes(":") ? "ipv6-addr" : "ipv4-addr",
          name: indicator,
          ip,
          provider: list(asArray(record.sources))?.join(", "),
        }),
      },
      related: nonEmpty({ ip: list(ip) }),
    };
  },
};

const weird: LogMapper = {
  fields: ["name"],
  map: (record) => ({
    event: { category: ["network"], type: ["info"], outcome: "unknown" },
    rule: nonEmpty({ name: text(record.name) }),
  }),
};

const ssh: LogMapper = {
  fields: ["auth_success"],
  map: (record) => ({
    event: {
      category: ["network", "authentication"],
      type: ["connection", "start"],
      outcome: outcome(flag(record.auth_success)),
    },
    network: { protocol: "ssh" },
  }),
};

const smtp: LogMapper = {
  fields: ["mailfrom", "rcptto", "from", "to", "cc", "reply_to", "subject", "msg_id", "user_agent"],
  map: (record) => {
    const sender = text(record.mailfrom);
    const recipients = list(asArray(record.to), asArray(record.rcptto));
    const copies = list(asArray(record.cc));
    const from = list(text(record.from));
    const reply = list(text(record.reply_to));
    return {
      event: { category: ["email", "network"], type: ["info", "protocol"], outcome: "unknown" },
      email: nonEmpty({
        from: from === undefined ? undefined : { address: from },
        sender: sender === undefined ? undefined : { address: sender },
        to: recipients === undefined ? undefined : { address: recipients },
        cc: copies === undefined ? undefined : { address: copies },
        reply_to: reply === undefined ? undefined : { address: reply },
        subject: text(record.subject),
        message_id: text(record.msg_id),
        x_mailer: text(record.user_agent),
      }),
      network: { protocol: "smtp" },
    };
  },
};

/** Logs in which somebody signs in: the field of the user, that of the domain, that of the success. */
function signIn(
  user: string,
  { domain, success }: { readonly domain?: string; readonly success?: string } = {},
): LogMapper {
  return {
    fields: [user, domain, success].filter((name) => name !== undefined),
    map: (record) => ({
      event: {
        category: ["network", "authentication"],
        type: ["connection", "info"],
        outcome: outcome(success === undefined ? undefined : flag(record[success])),
      },
      user: nonEmpty({ name: text(record[user]), domain: domain === undefined ? undefined : text(record[domain]) }),
    }),
  };
}

const fileActions: Readonly<Record<string, string>> = {
  "SMB::FILE_DELETE": "deletion",
  "SMB::FILE_RENAME": "change",
  "SMB::FILE_WRITE": "change",
  "SMB::FILE_SET_ATTRIBUTE": "change",
};

const smbFiles: LogMapper = {
  fields: ["name", "size"],
  map: (record) => {
    const name = text(record.name);
    const share = text(record.path);
    return {
      event: {
        category: ["file", "network"],
        type: [lookup(fileActions, text(record.action)) ?? "access"],
        outcome: "unknown",
      },
      file: nonEmpty({
        name: name === undefined ? undefined : text(name.slice(name.lastIndexOf("\\") + 1)),
        path: share === undefined || name === undefined ? name : `${share}\\${name}`,
        size: integer(record.size),
      }),
      network: { protocol: "smb" },
    };
  },
};

const dhcp: LogMapper = {
  fields: ["client_addr", "server_addr", "host_name", "domain"],
  map: (record) => {
    const client = ipAddress(record.client_addr) ?? ipAddress(record.assigned_addr);
    const server = ipAddress(record.server_addr);
    return {
      event: { category: ["network"], type: ["connection", "protocol"], outcome: "unknown" },
      ...(client === undefined ? {} : { source: { ip: client } }),
      ...(server === undefined ? {} : { destination: { ip: server } }),
      host: nonEmpty({ hostname: text(record.host_name), domain: text(record.domain) }),
      network: { protocol: "dhcp" },
    };
  },
};

/** By the name of the log; the others have what all have. */
export const logMappers: Readonly<Record<string, LogMapper>> = {
  conn,
  dns,
  http,
  ssl,
  files,
  x509,
  notice,
  intel,
  weird,
  ssh,
  smtp,
  dhcp,
  smb_files: smbFiles,
  ftp: signIn("user"),
  rdp: signIn("cookie"),
  ntlm: signIn("username", { domain: "domainname", success: "success" }),
  kerberos: signIn("client", { success: "success" }),
  radius: signIn("username"),
};

export const otherLog: LogMapper = {
  fields: [],
  map: (record) => ({
    event: {
      category: ["network"],
      type: [field(record, "id.orig_h") === undefined ? "info" : "connection"],
      outcome: "unknown",
    },
  }),
};

function present<Item>(items: readonly (Item | undefined)[]): Item[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length > 0 ? found : undefined;
}
