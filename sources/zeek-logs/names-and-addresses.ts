import { dnsName } from "../../functions/shared/network/dns-name";
import { asArray, decimal, flag, integer, ipAddress, list, nonEmpty, text } from "../../functions/shared/values";
import { nanoseconds } from "./common";
import { type LogMapper, outcome } from "./log-mapper";

const flags = ["AA", "TC", "RD", "RA"] as const;

export const dns: LogMapper = {
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

export const dhcp: LogMapper = {
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

function present<Item>(items: readonly (Item | undefined)[]): Item[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length > 0 ? found : undefined;
}
