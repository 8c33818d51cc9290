import { defineSource } from "../../functions/loader/source";
import { isCloudFrontLine } from "./lines";
import { openCloudFrontLog } from "./map";
import { cloudFrontRow } from "./names";
import { cloudFrontFields } from "./other-fields";

export default defineSource({
  id: "aws-cloudfront",
  title: "Amazon CloudFront access logs",
  documentation: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html",
  module: "aws",
  dataset: "aws.cloudfront",
  indexPeriod: "day",
  delivery:
    "Turn on standard logging of the distribution, v2 or legacy, with the archive's bucket, any fields and any output format. Real-time logs come through a Firehose stream; since their lines do not name the fields, select all of them.",
  format: "lines",
  keys: [
    {
      // Legacy and v2, whatever the path of partitions before it: distribution, hour and a unique id name the file.
      pattern:
        /(?:^|\/)(?:AWSLogs\/(?:aws-account-id=)?(?<account>\d{12})\/CloudFront\/(?:[^/]+\/)*)?[A-Z0-9]{10,20}\.\d{4}-\d\d-\d\d-\d\d\.[0-9A-Za-z]+(?:\.log|\.json|\.parquet)?(?:\.gz)?$/,
    },
  ],
  recognises: (value) => (typeof value === "string" ? isCloudFrontLine(value) : cloudFrontRow(value) !== undefined),
  open: openCloudFrontLog,
  fields: cloudFrontFields,
});
