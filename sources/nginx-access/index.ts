import { parseCommonLogLine } from "../../functions/loader/formats/common-log/line";
import { commonLogVariant } from "../../functions/loader/formats/common-log/variants";
import { defineSource } from "../../functions/loader/source";
import { isNginxVariables } from "./json";
import { mapAccessRecord } from "./map";

export default defineSource({
  id: "nginx-access",
  title: "nginx access logs, also of the ingress controller",
  documentation: "https://nginx.org/en/docs/http/ngx_http_log_module.html",
  module: "nginx",
  dataset: "nginx.access",
  indexPeriod: "day",
  delivery:
    "Let an agent copy the files under their paths (`var/log/nginx/access.log`), or send them to CloudWatch Logs or Firehose. nginx's own format is Apache's combined one: lines that come without nginx's path or log group are taken for Apache's unless the configuration says otherwise. JSON formats should name nginx's variables.",
  format: "lines",
  keys: [
    {
      // The path of the packages, and what Elastic Beanstalk makes of it.
      pattern:
        /(?:^|\/)(?:var\/log\/nginx\/(?:[^/]*[_.-])?access[._]log(?:[.-]\d+)*|_var_log_nginx_rotated_access[._]log-?\d+)(?:\.gz)?$/,
    },
  ],
  envelopes: [{ logGroup: /(?:^|\/)nginx[/_-](?:[^/]*[_.-])?access(?:[._-]logs?)?$/ }],
  recognises: (value) => {
    if (typeof value !== "string") return isNginxVariables(value);
    const line = parseCommonLogLine(value.trimEnd());
    return line !== undefined && commonLogVariant(line) === "ingress-nginx";
  },
  open: () => mapAccessRecord,
  fields: {
    "nginx.access.x_forwarded_for": "keyword",
    "nginx.access.request_seconds": "double",
    "nginx.access.upstream_name": "keyword",
    "nginx.access.upstream_address": "keyword",
    "nginx.access.upstream_status": "keyword",
    "nginx.access.upstream_response_seconds": "keyword",
    "nginx.access.server_name": "keyword",
    "nginx.access.variables": "flat_object",
    "nginx.access.additional_fields": "keyword",
  },
});
