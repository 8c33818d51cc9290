import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { ocsfFields } from "../../functions/shared/ocsf/fields";
import { isOcsf, mapOcsf } from "../../functions/shared/ocsf/map";
import { asRecord } from "../../functions/shared/values";

export default defineSource({
  id: "ocsf-events",
  title: "OCSF events of any product",
  documentation: "https://schema.ocsf.io/1.5.0/",
  module: "ocsf",
  dataset: "ocsf.events",
  indexPeriod: "day",
  delivery:
    "Have a product that can write events of the Open Cybersecurity Schema Framework, such as Prowler or a collector with an OCSF mapping, put them into the archive as JSON or Parquet, under any key.",
  format: "json",
  keys: [],
  recognises: (value) => {
    const event = asRecord(value);
    return event !== undefined && isOcsf(event);
  },
  // Amazon Security Lake and Security Hub claim theirs.
  generic: true,
  open: () => mapRecord,
  fields: ocsfFields("ocsf.events"),
});

function mapRecord({ value }: RawRecord): MappedRecord {
  const event = asRecord(value);
  if (event === undefined || !isOcsf(event)) {
    throw new RecordError("not an OCSF event: expected an object with class_uid and metadata.product");
  }
  const { document, fields, id } = mapOcsf(event);
  return { kind: "event", id, document: { ...document, ocsf: { events: fields } } };
}
