import { defineSource } from "../../functions/loader/source";
import { s3AccessVendorFields } from "./fields";
import { isServerAccessLine } from "./line";
import { openServerAccessLog } from "./map";
import { serverAccessRow } from "./row";

export default defineSource({
  id: "aws-s3-access",
  title: "Amazon S3 server access logs",
  documentation: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html",
  module: "aws",
  dataset: "aws.s3_access",
  indexPeriod: "day",
  delivery:
    "Turn on server access logging in the bucket's properties, with a bucket of the same Region and account as target, date-based partitioning preferred.",
  format: "lines",
  keys: [
    {
      // Date-based partitions; the prefix before the account id need not end in a slash.
      pattern:
        /(?:^|\/)[^/]*?(?<account>\d{12})\/(?<region>[a-z]{2}(?:-[a-z]+)+-\d)\/[^/]+\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-[0-9A-F]{16}$/,
    },
    { pattern: /(?:^|\/)[^/]*\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-[0-9A-F]{16}$/ },
  ],
  recognises: (value) => (typeof value === "string" ? isServerAccessLine(value) : serverAccessRow(value) !== undefined),
  open: openServerAccessLog,
  remembers: "headers",
  fields: s3AccessVendorFields,
});
