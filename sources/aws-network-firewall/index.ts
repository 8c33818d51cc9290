import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { eveFields } from "../../functions/shared/eve/fields";
import { mapEve } from "../../functions/shared/eve/map";
import { asRecord, isoTime, type JsonObject, text } from "../../functions/shared/values";

export default defineSource({
  id: "aws-network-firewall",
  title: "AWS Network Firewall",
  documentation: "https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging.html",
  module: "aws",
  dataset: "aws.network_firewall",
  indexPeriod: "day",
  delivery:
    "Set the firewall's logging configuration for alert, flow and TLS logs to the archive's bucket, or to a log group or Firehose stream that ends there.",
  format: "json",
  keys: [
    {
      pattern:
        /(?:^|\/)AWSLogs\/(?<account>\d{12})\/network-firewall\/(?:alert|flow|tls)\/(?<region>[a-z0-9-]+)\/[^/]+\/\d{4}\/\d{2}\/\d{2}\/\d{2}\/[^/]+_network-firewall_[^/]+\.log(?:\.gz)?$/,
    },
  ],
  envelopes: [{ logGroup: /^/, logStream: /^\/aws\/network-firewall\/(?:alert|flow|tls)\// }],
  recognises: (value) => isRecord(asRecord(value)),
  open: () => mapRecord,
  fields: eveFields("aws.network_firewall"),
});

type FirewallRecord = JsonObject & { readonly event: JsonObject };

function isRecord(value: JsonObject | undefined): value is FirewallRecord {
  return typeof value?.firewall_name === "string" && asRecord(value.event) !== undefined;
}

/** An event of Suricata, the engine of the firewall, with the firewall's name and zone around it. */
function mapRecord(record: RawRecord): MappedRecord {
  const value = asRecord(record.value);
  if (!isRecord(value)) {
    throw new RecordError("not a Network Firewall log record: expected an object with firewall_name and event");
  }
  const { document, rest } = mapEve(value.event);
  return {
    kind: "event",
    document: {
      ...document,
      "@timestamp": document["@timestamp"] ?? isoTime(value.event_timestamp),
      cloud: { availability_zone: text(value.availability_zone), service: { name: "network-firewall" } },
      observer: { ...document.observer, name: text(value.firewall_name), type: "firewall" },
      aws: rest === undefined ? undefined : { network_firewall: rest },
    },
  };
}
