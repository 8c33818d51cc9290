import { parseCommonLogLine } from "../../functions/loader/formats/common-log/line";
import { commonLogVariant } from "../../functions/loader/formats/common-log/variants";
import { defineSource } from "../../functions/loader/source";
import { mapAccessLine } from "./map";

export default defineSource({
  id: "apache-access",
  title: "Apache HTTP Server access logs (Common and combined Log Format, of any server)",
  documentation: "https://httpd.apache.org/docs/2.4/logs.html#accesslog",
  module: "apache",
  dataset: "apache.access",
  indexPeriod: "day",
  delivery:
    "Let an agent copy the files under their paths (`var/log/httpd/access_log`), or send them to CloudWatch Logs or Firehose. nginx and other servers write the same lines: those that come without nginx's path or log group are taken for Apache's unless the configuration says otherwise.",
  format: "lines",
  keys: [
    {
      // The paths of the packages, and what Elastic Beanstalk makes of them.
      pattern:
        /(?:^|\/)(?:var\/log\/(?:httpd|apache2)\/(?:[^/]*[_-])?access[._]log(?:[.-]\d+)*|_var_log_(?:httpd|apache2)_rotated_access[._]log-?\d+)(?:\.gz)?$/,
    },
  ],
  envelopes: [{ logGroup: /(?:^|\/)(?:httpd|apache2?)[/_-](?:[^/]*[_.-])?access(?:[._-]logs?)?$/ }],
  recognises: (value) => {
    const line = typeof value === "string" ? parseCommonLogLine(value.trimEnd()) : undefined;
    return line !== undefined && commonLogVariant(line) === "apache";
  },
  open: () => mapAccessLine,
  fields: {
    "apache.access.x_forwarded_for": "keyword",
    "apache.access.additional_fields": "keyword",
  },
});
