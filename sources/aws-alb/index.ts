import { defineSource } from "../../functions/loader/source";
import { albVendorFields } from "./fields";
import { albLogType } from "./lines";
import { openAlbLog } from "./map";
import { albRow } from "./rows";

export default defineSource({
  id: "aws-alb",
  title: "Application Load Balancer access, connection and health check logs",
  documentation: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
  module: "aws",
  dataset: "aws.alb",
  indexPeriod: "day",
  delivery:
    "Turn on access, connection and health check logs in the load balancer's attributes, with the archive's bucket (`access_logs.s3.bucket` and its siblings). The JSON and Parquet of its CloudWatch Logs deliveries are read too.",
  format: "lines",
  keys: [
    {
      // `app.` sets these files apart from those of Network (`net.`) and Classic Load Balancers.
      pattern:
        /(?:^|\/)(?:(?:conn_log|health_check_log)[._])?(?<account>\d{12})_elasticloadbalancing_(?<region>[a-z0-9-]+)_app\.[^/]+_\d{8}T\d{4}Z_[^/_]+_[^/_]+\.log(?:\.gz)?$/,
    },
    {
      pattern:
        /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(?<account>\d{12})\/ELB(?:AccessLog|ConnectionLog|HealthCheckLog)TestFile$/,
      skip: "write-test",
    },
  ],
  recognises: (value) => (typeof value === "string" ? albLogType(value) : albRow(value)) !== undefined,
  open: openAlbLog,
  remembers: "headers",
  fields: albVendorFields,
});
