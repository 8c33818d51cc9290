import { defineSource } from "../../functions/loader/source";
import { isClassicAccessLine } from "./line";
import { mapClassicRecord } from "./map";

export default defineSource({
  id: "aws-clb",
  title: "Classic Load Balancer access logs",
  documentation: "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html",
  module: "aws",
  dataset: "aws.clb",
  indexPeriod: "day",
  delivery: "Turn on access logs in the load balancer's attributes, with the archive's bucket.",
  format: "lines",
  keys: [
    {
      // Names of Classic Load Balancers have no dot: `app.` and `net.` stand before those of the others.
      pattern:
        /(?:^|\/)(?<account>\d{12})_elasticloadbalancing_(?<region>[a-z0-9-]+)_[A-Za-z0-9-]+_\d{8}T\d{4}Z_[^/_]+_[^/_]+\.log(?:\.gz)?$/,
    },
  ],
  recognises: (value) => typeof value === "string" && isClassicAccessLine(value),
  open: () => mapClassicRecord,
  fields: {
    "aws.clb.name": "keyword",
    "aws.clb.backend_ip": "ip",
    "aws.clb.backend_address": "keyword",
    "aws.clb.backend_port": "long",
    "aws.clb.backend_status_code": "long",
    "aws.clb.processing_seconds.request": "double",
    "aws.clb.processing_seconds.backend": "double",
    "aws.clb.processing_seconds.response": "double",
    "aws.clb.additional_fields": "keyword",
  },
});
