import type { EcsDocument } from "../ecs";
import { lookup } from "../lookup";
import { dnsName } from "../network/dns-name";
import { asArray, asRecord, integer, ipAddress, type JsonObject, list, nonEmpty, text } from "../values";

type Dns = NonNullable<EcsDocument["dns"]>;

/** @see https://www.iana.org/assignments/dns-parameters/dns-parameters.xhtml#dns-parameters-5 */
const operationCodes: Readonly<Record<string, string>> = {
  0: "QUERY",
  1: "IQUERY",
  2: "STATUS",
  4: "NOTIFY",
  5: "UPDATE",
  6: "DSO",
};

const headerFlags = ["aa", "tc", "rd", "ra"] as const;

/** Members that `dns` holds, and `grouped`, which repeats the answers. */
export const dnsMembers = [
  ...headerFlags,
  ...["type", "id", "opcode", "rcode", "rrname", "rrtype", "rdata", "ttl", "answers", "grouped", "queries", "qr"],
  ...["query", "answer", "version"],
];

/**
 * A DNS transaction in any of EVE's shapes: version 1 with an event for each answer, version 2 with a list of answers
 * or with them grouped by type, version 3 with a list of queries, and the query and answer of an alert.
 */
export function eveDns(dns: JsonObject): Dns | undefined {
  const answered = [...asArray(dns.answer), dns.answer].map(asRecord).find((item) => item !== undefined);
  const asked = [...asArray(dns.query), dns.query].map(asRecord).find((item) => item !== undefined);
  const message: JsonObject = answered ?? asked ?? dns;
  const question = asArray(message.queries).map(asRecord)[0] ?? asRecord(asked) ?? message;
  const answers = dnsAnswers(message);
  const type = text(message.type);
  const isAnswer = answered !== undefined || type === "answer" || type === "response";
  return nonEmpty({
    type: isAnswer ? "answer" : type === "query" || type === "request" ? "query" : undefined,
    id: text(message.id),
    op_code: lookup(operationCodes, text(message.opcode)),
    header_flags: list(headerFlags.filter((flag) => message[flag] === true).map((flag) => flag.toUpperCase())),
    question: nonEmpty({ name: dnsName(text(question.rrname)), type: text(question.rrtype) }),
    answers: answers.length > 0 ? answers : undefined,
    resolved_ip: list(answers.map(({ data }) => ipAddress(data))),
    response_code: text(message.rcode),
  });
}

type Answer = {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly ttl?: number | undefined;
  readonly data?: string | undefined;
};

function dnsAnswers(message: JsonObject): Answer[] {
  const listed = asArray(message.answers).map(asRecord);
  const found = listed.length > 0 ? listed : grouped(asRecord(message.grouped));
  if (found.length === 0 && message.rdata !== undefined) found.push(message);
  return found
    .map((answer) =>
      nonEmpty({
        name: text(answer?.rrname),
        type: text(answer?.rrtype),
        ttl: integer(answer?.ttl),
        data: text(answer?.rdata),
      }),
    )
    .filter((answer) => answer !== undefined);
}

function grouped(byType: JsonObject = {}): (JsonObject | undefined)[] {
  return Object.entries(byType).flatMap(([rrtype, data]) => asArray(data).map((rdata) => ({ rrtype, rdata })));
}
