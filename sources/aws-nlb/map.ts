import type { MappedRecord, RawRecord } from "../../functions/loader/source";
import { awsAccount } from "../../functions/shared/aws/aws-account";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { addressWithPort } from "../../functions/shared/network/endpoint";
import { communityId, ipType } from "../../functions/shared/network/network";
import { tlsProtocol } from "../../functions/shared/network/tls";
import { urlDecoded } from "../../functions/shared/text/url-encoding";
import { integer, isoTime, list, nonEmpty, text } from "../../functions/shared/values";
import { isTlsColumns, tlsColumns } from "./columns";

const TCP = 6;

export function mapTlsRecord({ value }: RawRecord): MappedRecord {
  // Some tools put comments into the files.
  if (typeof value === "string" && value.startsWith("#")) return { kind: "header" };
  const columns = tlsColumns(value);
  if (!isTlsColumns(columns)) {
    throw new RecordError(
      "The record is not of a Network Load Balancer's log: tls <version> <time> net/<name>/<id> ...",
    );
  }
  return { kind: "event", document: mapColumns(columns) };
}

function mapColumns(columns: readonly (string | undefined)[]): EcsDocument {
  const [
    ,
    version,
    time,
    name,
    listener,
    clientField,
    destinationField,
    connectionTime,
    handshakeTime,
    receivedBytes,
    sentBytes,
    incomingAlert,
    certificateArn,
    certificateSerial,
    cipherField,
    protocol,
    namedGroup,
    serverName,
    frontendProtocol,
    backendProtocol,
    clientProtocols,
    creationTime,
    ...more
  ] = columns;
  const client = addressWithPort(clientField, { portAlways: true });
  const destination = addressWithPort(destinationField, { portAlways: true });
  const received = integer(receivedBytes);
  const sent = integer(sentBytes);
  const milliseconds = integer(connectionTime);
  const cipher = text(cipherField);
  const [, , , region, account] = text(certificateArn)?.split(":") ?? [];
  return {
    "@timestamp": isoTime(time),
    event: {
      category: ["network"],
      type: ["connection", "end"],
      action: "connection",
      // Without a cipher, client and load balancer did not agree on one.
      outcome: cipher === undefined ? "failure" : "success",
      start: isoTime(creationTime),
      end: isoTime(time),
      duration: milliseconds === undefined ? undefined : milliseconds * 1_000_000,
    },
    cloud: {
      account: awsAccount(account),
      region: text(region),
      service: { name: "elasticloadbalancing" },
    },
    source: nonEmpty({ ip: client.ip, address: client.address, port: client.port, bytes: received }),
    destination: nonEmpty({
      ip: destination.ip,
      address: destination.address,
      port: destination.port,
      bytes: sent,
    }),
    network: {
      transport: "tcp",
      type: ipType(client.ip),
      bytes: received === undefined || sent === undefined ? undefined : received + sent,
      community_id: communityId({
        sourceIp: client.ip,
        destinationIp: destination.ip,
        protocol: TCP,
        sourcePort: client.port,
        destinationPort: destination.port,
      }),
    },
    tls: {
      ...tlsProtocol(protocol),
      cipher,
      curve: text(namedGroup),
      established: cipher !== undefined,
      next_protocol: text(frontendProtocol),
      client: nonEmpty({ server_name: urlDecoded(serverName) }),
    },
    related: nonEmpty({ hosts: list(urlDecoded(serverName)) }),
    aws: {
      nlb: {
        version: text(version),
        name: text(name),
        listener: text(listener),
        tls_handshake_milliseconds: integer(handshakeTime),
        incoming_tls_alert: integer(incomingAlert),
        chosen_cert_arn: text(certificateArn),
        chosen_cert_serial: text(certificateSerial),
        alpn_be_protocol: text(backendProtocol),
        alpn_client_preference_list: list(clientProtocols?.split(",").map((quoted) => urlDecoded(unquoted(quoted)))),
        // Columns that AWS added since.
        additional_fields: list(more),
      },
    },
  };
}

function unquoted(value: string): string {
  return value.replace(/^"(.*)"$/, "$1");
}
