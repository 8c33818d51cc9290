import { defineSource } from "../../functions/loader/source";
import { isTlsColumns, tlsColumns } from "./columns";
import { mapTlsRecord } from "./map";

export default defineSource({
  id: "aws-nlb",
  title: "Network Load Balancer access logs (TLS listeners)",
  documentation: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html",
  module: "aws",
  dataset: "aws.nlb",
  indexPeriod: "day",
  delivery:
    "Turn on access logs in the load balancer's attributes, with the archive's bucket (`access_logs.s3.bucket`); only TLS listeners write them. The JSON of its CloudWatch Logs deliveries is read too.",
  format: "lines",
  keys: [
    {
      // `net.` sets these files apart from those of Application (`app.`) and Classic Load Balancers.
      pattern:
        /(?:^|\/)(?<account>\d{12})_elasticloadbalancing_(?<region>[a-z0-9-]+)_net\.[^/_]+_\d{8}T\d{4}Z_[^/_]+\.log(?:\.gz)?$/,
    },
  ],
  recognises: (value) => isTlsColumns(tlsColumns(value)),
  open: () => mapTlsRecord,
  fields: {
    "aws.nlb.version": "keyword",
    "aws.nlb.name": "keyword",
    "aws.nlb.listener": "keyword",
    "aws.nlb.tls_handshake_milliseconds": "long",
    "aws.nlb.incoming_tls_alert": "long",
    "aws.nlb.chosen_cert_arn": "keyword",
    "aws.nlb.chosen_cert_serial": "keyword",
    "aws.nlb.alpn_be_protocol": "keyword",
    "aws.nlb.alpn_client_preference_list": "keyword",
    "aws.nlb.additional_fields": "keyword",
  },
});
