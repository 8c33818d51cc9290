import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { integer, isoTime, list, nonEmpty, text } from "../../functions/shared/values";
import { classOf } from "./opcodes";

const recordStart = /^Time: ?\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d+, ?usecs:/;

export default defineSource({
  id: "aws-cloudhsm",
  title: "AWS CloudHSM audit logs",
  documentation: "https://docs.aws.amazon.com/cloudhsm/latest/userguide/interpreting-audit-logs.html",
  module: "aws",
  dataset: "aws.cloudhsm",
  indexPeriod: "month",
  delivery:
    "CloudHSM writes to the log group `/aws/cloudhsm/cluster-<id>`: send it to a Firehose stream that ends in the archive.",
  format: "lines",
  recordStart,
  keys: [],
  envelopes: [{ logGroup: /^\/aws\/cloudhsm\/cluster-/ }],
  recognises: (value) => typeof value === "string" && recordStart.test(value),
  open: () => mapRecord,
  fields: {
    "aws.cloudhsm.cluster_id": "keyword",
    "aws.cloudhsm.hsm_id": "keyword",
    "aws.cloudhsm.reboot_counter": "keyword",
    "aws.cloudhsm.command_type": "keyword",
    "aws.cloudhsm.session_handle": "keyword",
    "aws.cloudhsm.response": "keyword",
    "aws.cloudhsm.log_type": "keyword",
    "aws.cloudhsm.key_handle": "keyword",
    "aws.cloudhsm.public_key_handle": "keyword",
    "aws.cloudhsm.additional_fields": "flat_object",
  },
});

const known: ReadonlySet<string> = new Set([
  ...["time", "sequence no", "reboot counter", "command type(hex)", "opcode", "session handle", "response", "log type"],
  ...["user name", "user type", "priv/secret key handle", "public key handle"],
]);

/** A block of `Name : value` lines. */
function mapRecord({ value, envelope }: RawRecord): MappedRecord {
  const pairs = typeof value === "string" ? pairsOf(value) : new Map<string, string>();
  const opcode = withoutCode(pairs.get("opcode"));
  if (opcode === undefined)
    throw new RecordError("not an event of an HSM: expected lines from Time: to Log type, with an Opcode");
  const cluster = /^\/aws\/cloudhsm\/(cluster-[^/]+)/.exec(envelope?.logGroup ?? "")?.[1];
  const hsm = text(envelope?.logStream);
  const sequence = pairs.get("sequence no");
  // Numbers count from the HSM's last start, within its stream.
  const place = [hsm, pairs.get("reboot counter"), sequence, pairs.get("time")];
  return {
    kind: "event",
    document: mapEvent(pairs, opcode, { cluster, hsm }),
    id: place.includes(undefined) ? undefined : place.join("/"),
  };
}

function mapEvent(
  pairs: ReadonlyMap<string, string>,
  opcode: string,
  { cluster, hsm }: { readonly cluster: string | undefined; readonly hsm: string | undefined },
): EcsDocument {
  const value = (name: string): string | undefined => text(pairs.get(name));
  const { category, type, target } = classOf(opcode);
  const response = value("response");
  const success = response?.includes("SUCCESS");
  const user = nonEmpty({ name: value("user name"), roles: list(withoutCode(value("user type"))) });
  const others = [...pairs].filter(([name]) => !known.has(name));
  return {
    "@timestamp": timeOf(value("time")),
    event: {
      category: [...category],
      type: [...type],
      action: opcode,
      outcome: success === undefined ? "unknown" : success ? "success" : "failure",
      reason: success === false ? response : undefined,
      code: /\((0x[0-9a-f]+)\)/i.exec(value("opcode") ?? "")?.[1],
      sequence: hexadecimal(value("sequence no")),
    },
    cloud: { service: { name: "cloudhsm" } },
    user: target ? (user === undefined ? undefined : { target: user }) : user,
    aws: nonEmpty({
      cloudhsm: nonEmpty({
        cluster_id: cluster,
        hsm_id: hsm,
        reboot_counter: value("reboot counter"),
        command_type: withoutCode(value("command type(hex)")),
        session_handle: value("session handle"),
        response,
        log_type: withoutCode(value("log type")),
        key_handle: value("priv/secret key handle"),
        public_key_handle: value("public key handle"),
        additional_fields: flatObject(Object.fromEntries(others)),
      }),
    }),
  };
}

/** By name in lower case; the first of a name counts, since names of users are of their choice. */
function pairsOf(block: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon === -1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (name !== "" && !pairs.has(name)) pairs.set(name, line.slice(colon + 1).trim());
  }
  return pairs;
}

/** `CN_LOGIN (0xd)` without the number. */
function withoutCode(value: string | undefined): string | undefined {
  const opening = value?.indexOf("(") ?? -1;
  return text((opening === -1 ? value : value?.slice(0, opening))?.trim());
}

function hexadecimal(value: string | undefined): number | undefined {
  return value !== undefined && /^0x[0-9a-f]{1,13}$/i.test(value)
    ? integer(Number.parseInt(value, 16))
    : integer(value);
}

/** `12/19/25 21:01:17.140812, usecs:1766178077140812`, in UTC. */
function timeOf(value: string | undefined): string | undefined {
  const match = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d\.\d{1,9})/.exec(value ?? "");
  if (match === null) return undefined;
  const [, month, day, year, clock] = match;
  return isoTime(`20${year}-${month}-${day}T${clock}Z`);
}
