import { defineSource, type LogObject, type MappedRecord, type RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { ocsfFields } from "../../functions/shared/ocsf/fields";
import { isOcsf, mapOcsf } from "../../functions/shared/ocsf/map";
import { asRecord, nonEmpty } from "../../functions/shared/values";
import { lakeProduct, refinements } from "./products";

const place = String.raw`region=(?<region>[a-z]{2}(?:-[a-z]+)+-\d+)\/account[iI]d=`;
const file = String.raw`event(?:Day=\d{8}|Hour=\d{10})\/[^/]+\.parquet`;

export default defineSource({
  id: "aws-security-lake",
  title: "Amazon Security Lake",
  documentation: "https://docs.aws.amazon.com/security-lake/latest/userguide/open-cybersecurity-schema-framework.html",
  module: "aws",
  dataset: "aws.security_lake",
  indexPeriod: "day",
  delivery:
    "Replicate the lake's bucket to the archive, or have the loader read it: AWS's sources are under `aws/`, custom sources under `ext/`, as Parquet.",
  format: "json",
  keys: [
    { pattern: new RegExp(`(?:^|/)aws/[A-Z][A-Z0-9_]+/(?:\\d+\\.\\d+/)?${place}(?<account>\\d{12})/${file}$`) },
    // The account of a custom source may be an id of its own.
    { pattern: new RegExp(`(?:^|/)ext/[^/]+/(?:\\d+\\.\\d+/)?${place}(?:(?<account>\\d{12})|[^/]+)/${file}$`) },
  ],
  recognises: (value) => {
    const event = asRecord(value);
    return event !== undefined && isOcsf(event) && lakeProduct(event) !== undefined;
  },
  open: openLakeObject,
  fields: { ...ocsfFields("aws.security_lake"), "aws.security_lake.issued_access_key_id": "keyword" },
});

function openLakeObject(object: LogObject): RecordMapper {
  return ({ value }): MappedRecord => {
    const event = asRecord(value);
    if (event === undefined || !isOcsf(event)) {
      throw new RecordError("not an OCSF event: expected an object with class_uid and metadata.product");
    }
    const { document, fields, id } = mapOcsf(event);
    const product = lakeProduct(event);
    const service = document.cloud?.service ?? { name: product ?? "securitylake" };
    const mapped = { ...document, cloud: { ...document.cloud, service } };
    const refined = product === undefined ? undefined : refinements[product](event, mapped, object);
    const { lake, ...ecs } = refined ?? {};
    return {
      kind: "event",
      // Of an audit event of EKS it is the audit id, which a client may choose (header Audit-ID).
      id: product === "eks" ? undefined : id,
      document: { ...mapped, ...ecs, aws: { security_lake: { ...fields, ...nonEmpty(lake ?? {}) } } },
    };
  };
}
