import { defineSource } from "../../functions/loader/source";
import { errorLineStart } from "./line";
import { openErrorLog } from "./map";

export default defineSource({
  id: "apache-error",
  title: "Apache HTTP Server error logs, with ModSecurity's alerts",
  documentation: "https://httpd.apache.org/docs/2.4/logs.html#errorlog",
  module: "apache",
  dataset: "apache.error",
  indexPeriod: "day",
  delivery:
    "Let an agent copy the files under their paths (`var/log/httpd/error_log`), or send them to CloudWatch Logs or Firehose. Times have no zone: configure the servers' unless it is UTC.",
  format: "lines",
  recordStart: errorLineStart,
  keys: [
    {
      // The paths of the packages, and what Elastic Beanstalk makes of them.
      pattern:
        /(?:^|\/)(?:var\/log\/(?:httpd|apache2)\/(?:[^/]*[_-])?error[._]log(?:[.-]\d+)*|_var_log_(?:httpd|apache2)_rotated_error[._]log-?\d+)(?:\.gz)?$/,
    },
  ],
  envelopes: [{ logGroup: /(?:^|\/)(?:httpd|apache2?)[/_-](?:[^/]*[_.-])?error(?:[._-]logs?)?$/ }],
  recognises: (value) => typeof value === "string" && errorLineStart.test(value),
  open: openErrorLog,
  fields: {
    "apache.error.module": "keyword",
    "apache.error.modsecurity.severity": "keyword",
    "apache.error.modsecurity.tags": "keyword",
    "apache.error.modsecurity.data": "keyword",
    "apache.error.modsecurity.file": "keyword",
  },
});
