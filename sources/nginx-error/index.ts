import { defineSource } from "../../functions/loader/source";
import { errorLineStart } from "./line";
import { openErrorLog } from "./map";

export default defineSource({
  id: "nginx-error",
  title: "nginx error logs",
  documentation: "https://nginx.org/en/docs/ngx_core_module.html#error_log",
  module: "nginx",
  dataset: "nginx.error",
  indexPeriod: "day",
  delivery:
    "Let an agent copy the files under their paths (`var/log/nginx/error.log`), or send them to CloudWatch Logs or Firehose. Times have no zone: configure the servers' unless it is UTC.",
  format: "lines",
  recordStart: errorLineStart,
  keys: [
    {
      // The path of the packages, and what Elastic Beanstalk makes of it.
      pattern:
        /(?:^|\/)(?:var\/log\/nginx\/(?:[^/]*[_.-])?error[._]log(?:[.-]\d+)*|_var_log_nginx_rotated_error[._]log-?\d+)(?:\.gz)?$/,
    },
  ],
  envelopes: [{ logGroup: /(?:^|\/)nginx[/_-](?:[^/]*[_.-])?error(?:[._-]logs?)?$/ }],
  recognises: (value) => typeof value === "string" && errorLineStart.test(value),
  open: openErrorLog,
  fields: {
    "nginx.error.connection_id": "long",
    "nginx.error.server": "keyword",
    "nginx.error.upstream": "keyword",
    "nginx.error.subrequest": "keyword",
  },
});
