import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord, type JsonObject } from "../../functions/shared/values";
import { mapAccess } from "./map";

export default defineSource({
  id: "aws-verified-access",
  title: "AWS Verified Access",
  documentation: "https://docs.aws.amazon.com/verified-access/latest/ug/access-logs.html",
  module: "aws",
  dataset: "aws.verified_access",
  indexPeriod: "day",
  delivery:
    "Turn on access logs of the Verified Access instance, of either OCSF version, to the archive's bucket, or to a log group or Firehose stream that ends there. Their objects are recognised by their content.",
  format: "json",
  keys: [],
  recognises: (value) => isAccess(asRecord(value)),
  open: () => mapRecord,
  fields: {
    "aws.verified_access.version": "keyword",
    "aws.verified_access.instance_id": "keyword",
    "aws.verified_access.status_code": "keyword",
    "aws.verified_access.decision": "keyword",
    "aws.verified_access.idp_name": "keyword",
    "aws.verified_access.idp_id": "keyword",
    "aws.verified_access.user_groups": "keyword",
    "aws.verified_access.device.ip": "ip",
    "aws.verified_access.device.id": "keyword",
    "aws.verified_access.device.name": "keyword",
    "aws.verified_access.device.type": "keyword",
    "aws.verified_access.context": "flat_object",
  },
});

/** OCSF of this product; the classes are others' too. */
function isAccess(value: JsonObject | undefined): value is JsonObject {
  const product = asRecord(asRecord(value?.metadata)?.product);
  return product?.name === "Verified Access" && "class_uid" in (value ?? {});
}

function mapRecord({ value }: RawRecord): MappedRecord {
  const access = asRecord(value);
  if (!isAccess(access)) {
    throw new RecordError(
      "not a Verified Access log: expected an object with class_uid and metadata.product.name Verified Access",
    );
  }
  return { kind: "event", document: mapAccess(access) };
}
