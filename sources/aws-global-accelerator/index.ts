import { defineSource } from "../../functions/loader/source";
import { isFlowLine } from "./lines";
import { openFlowLog } from "./map";

export default defineSource({
  id: "aws-global-accelerator",
  title: "AWS Global Accelerator flow logs",
  documentation:
    "https://docs.aws.amazon.com/global-accelerator/latest/dg/monitoring-global-accelerator.flow-logs.html",
  module: "aws",
  dataset: "aws.global_accelerator",
  indexPeriod: "day",
  delivery: "Turn on flow logs in the accelerator's attributes (`FlowLogsEnabled`), with the archive's bucket.",
  format: "lines",
  keys: [
    {
      pattern:
        /(?:^|\/)(?:globalaccelerator\/(?<region>[a-z0-9-]+)\/\d{4}\/\d\d\/\d\d\/)?(?<account>\d{12})_globalaccelerator_[^/]+\.log(?:\.gz)?$/,
    },
  ],
  recognises: (value) => typeof value === "string" && isFlowLine(value),
  open: openFlowLog,
  remembers: "headers",
  fields: {
    "aws.global_accelerator.version": "keyword",
    "aws.global_accelerator.accelerator_id": "keyword",
    "aws.global_accelerator.accelerator_ip": "ip",
    "aws.global_accelerator.accelerator_port": "long",
    "aws.global_accelerator.log_status": "keyword",
    "aws.global_accelerator.endpoint_region": "keyword",
    "aws.global_accelerator.edge_location": "keyword",
    "aws.global_accelerator.vpc_id": "keyword",
    "aws.global_accelerator.additional_fields": "flat_object",
  },
});
