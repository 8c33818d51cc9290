import { type NamedFields, W3cReader } from "../../functions/loader/formats/w3c";
import type { MappedRecord, RecordMapper } from "../../functions/loader/source";
import { awsAccount } from "../../functions/shared/aws/aws-account";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { flowEvent } from "../../functions/shared/network/flow-event";
import { communityId } from "../../functions/shared/network/network";
import { plainName } from "../../functions/shared/text/named-columns";
import { integer, ipAddress, isoTime, list, nonEmpty, portNumber, text } from "../../functions/shared/values";
import { flowNames, isFlowLine, isHeader } from "./lines";

/** Maps the records of one object; its header says which fields they have. */
export function openFlowLog(): RecordMapper {
  const reader = new W3cReader({ separator: " ", usualNames: flowNames });
  return ({ value }): MappedRecord => {
    const line = typeof value === "string" ? value.trimEnd() : "";
    if (isHeader(line) && reader.readDirective(`#Fields: ${line}`)) return { kind: "header" };
    const fields = isFlowLine(line) ? reader.readRecord(line) : undefined;
    if (fields === undefined) {
      throw new RecordError("The record is no line of a flow log: <version> <account> <accelerator> <client> ...");
    }
    return { kind: "event", document: mapFields(fields) };
  };
}

const protocolNumbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17 };

function mapFields(fields: NamedFields): EcsDocument {
  const read = (name: string): string | undefined => text(fields.get(name));
  const client = endOf(read("clientip"), read("clientport"));
  const endpoint = endOf(read("endpointip"), read("endpointport"));
  const acceleratorIp = ipAddress(read("gip") ?? read("acceleratorip"));
  const sentFrom = nonEmpty({
    ip: ipAddress(read("globalacceleratorsourceip")),
    port: portNumber(read("globalacceleratorsourceport")) || undefined,
  });
  const transport = read("protocol")?.toLowerCase();
  const bytes = integer(read("bytes"));
  const packets = integer(read("packets"));
  const action = read("action");
  const logStatus = read("logstatus");
  const direction = read("direction");
  const leaves = direction === "EGRESS";
  const source = leaves ? endpoint : client;
  const destination = leaves ? client : endpoint;
  const start = isoTime(integer(read("starttime")));
  const end = isoTime(integer(read("endtime")));
  return {
    "@timestamp": start ?? end,
    event: {
      ...flowEvent(action, logStatus),
      reason: read("rejectreason"),
      start,
      end,
    },
    cloud: {
      account: awsAccount(read("awsaccountid")),
      service: { name: "globalaccelerator" },
    },
    source: nonEmpty({ ...source, bytes, packets, nat: leaves ? undefined : sentFrom }),
    destination: nonEmpty({ ...destination, nat: leaves ? sentFrom : undefined }),
    network: nonEmpty({
      transport,
      type: read("ipaddresstype")?.toLowerCase(),
      direction: direction?.toLowerCase(),
      bytes,
      packets,
      community_id: communityId({
        sourceIp: source.ip,
        destinationIp: destination.ip,
        protocol: lookup(protocolNumbers, transport),
        sourcePort: source.port,
        destinationPort: destination.port,
      }),
    }),
    related: nonEmpty({ ip: list(acceleratorIp) }),
    aws: {
      global_accelerator: nonEmpty({
        version: read("version"),
        accelerator_id: read("acceleratorid"),
        accelerator_ip: acceleratorIp,
        accelerator_port: portNumber(read("gipport") ?? read("acceleratorport")),
        log_status: logStatus,
        endpoint_region: read("endpointregion"),
        edge_location: read("globalacceleratorregion"),
        vpc_id: read("vpcid"),
        additional_fields: flatObject(Object.fromEntries([...fields].filter(([name]) => !mappedNames.has(name)))),
      }),
    },
  };
}

interface End {
  readonly ip: string | undefined;
  readonly address: string | undefined;
  readonly port: number | undefined;
}

function endOf(address: string | undefined, port: string | undefined): End {
  const ip = ipAddress(address);
  return { ip, address: ip === undefined ? address : undefined, port: portNumber(port) };
}

const mappedNames: ReadonlySet<string> = new Set([...flowNames, "gip", "gip_port"].map(plainName));
