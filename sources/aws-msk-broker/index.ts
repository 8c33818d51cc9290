import { defineSource } from "../../functions/loader/source";
import { isBrokerRecord, openBrokerLog, recordStart } from "./map";

export default defineSource({
  id: "aws-msk-broker",
  title: "Amazon MSK (Apache Kafka) broker and authorizer logs",
  documentation: "https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html",
  module: "aws",
  dataset: "aws.msk_broker",
  indexPeriod: "day",
  delivery:
    "Turn on broker log delivery of the cluster with the archive's bucket as destination; Firehose and CloudWatch Logs work too.",
  format: "lines",
  recordStart,
  keys: [
    {
      pattern:
        /(?:^|\/)AWSLogs\/(?<account>\d{12})\/KafkaBrokerLogs\/(?<region>[a-z0-9-]+)\/[^/]+\/\d{4}-\d\d-\d\d-\d\d\/[^/]+\.log\.gz$/,
    },
  ],
  recognises: isBrokerRecord,
  open: openBrokerLog,
  fields: {
    "aws.msk_broker.cluster": "keyword",
    "aws.msk_broker.broker_id": "keyword",
    "aws.msk_broker.resource": "keyword",
    "aws.msk_broker.request": "keyword",
    "aws.msk_broker.rule": "keyword",
    "aws.msk_broker.channel_id": "keyword",
  },
});
