import { windowsEventFields, windowsEventMapper } from "../../functions/loader/formats/windows-event";
import { defineSource } from "../../functions/loader/source";

export default defineSource({
  id: "aws-directory-service",
  title: "AWS Managed Microsoft AD security events",
  documentation: "https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_enable_log_forwarding.html",
  module: "aws",
  dataset: "aws.directory_service",
  indexPeriod: "day",
  delivery:
    "Turn on log forwarding of the directory to a log group `/aws/directoryservice/<directory id>`, and subscribe a Firehose stream to the archive to it.",
  format: "xml",
  xmlElement: "Event",
  keys: [],
  envelopes: [{ logGroup: /^\/aws\/directoryservice\/d-[0-9a-f]{10}/ }],
  // An event does not say that its domain controller is a managed one; the log group does.
  recognises: () => false,
  open: () => windowsEventMapper("aws", "directory_service", "directoryservice"),
  fields: windowsEventFields("aws.directory_service"),
});
