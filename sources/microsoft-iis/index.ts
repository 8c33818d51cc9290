import { defineSource } from "../../functions/loader/source";
import { isIisLine } from "./lines";
import { openIisLog } from "./map";

export default defineSource({
  id: "microsoft-iis",
  title: "Microsoft IIS and HTTP.sys logs (W3C extended format)",
  documentation: "https://learn.microsoft.com/en-us/windows/win32/http/w3c-logging",
  module: "microsoft",
  dataset: "microsoft.iis",
  indexPeriod: "day",
  delivery:
    "Log each site in the W3C format, and let an agent copy the files under their names (`u_ex260102.log`), or send them to CloudWatch Logs or Firehose; lines without their header must have the fields of IIS's default.",
  format: "lines",
  keys: [
    // The names that IIS gives its files, and HTTP.sys those of refused requests.
    { pattern: /(?:^|\/)u_ex(?:\d{4,8}|tend\d+)(?:_x)?\.log(?:\.gz)?$/ },
    { pattern: /(?:^|\/)httperr\d+\.log(?:\.gz)?$/ },
  ],
  recognises: (value) => typeof value === "string" && isIisLine(value),
  open: openIisLog,
  remembers: "headers",
  fields: {
    "microsoft.iis.site": "keyword",
    "microsoft.iis.cookie_names": "keyword",
    "microsoft.iis.substatus": "long",
    "microsoft.iis.win32_status": "long",
    "microsoft.iis.queue_name": "keyword",
    "microsoft.iis.x_forwarded_for": "keyword",
    "microsoft.iis.additional_fields": "flat_object",
  },
});
