import {
  asRecord,
  defineSource,
  ipAddress,
  type MappedRecord,
  nonEmpty,
  type RawRecord,
  RecordError,
  text,
  utcTime,
} from "pulumi-aws-siem/source";

/** Door openings, one line of JSON each, with local times. */
export default defineSource({
  id: "acme-door",
  title: "ACME door controllers",
  documentation: "https://example.com/acme/door-controller/log-format",
  module: "acme",
  dataset: "acme.door",
  indexPeriod: "month",
  delivery: "The controllers' gateway uploads a file each hour.",
  format: "json",
  keys: [{ pattern: /(?:^|\/)acme-door\/\d{4}-\d\d-\d\d\/[^/]+\.json(?:\.gz)?$/ }],
  recognises: (value) => typeof asRecord(value)?.doorId === "string" && "badge" in (asRecord(value) ?? {}),
  open:
    ({ timeZone }) =>
    (record) =>
      mapOpening(record, timeZone),
  fields: { "acme.door.id": "keyword", "acme.door.badge": "keyword" },
});

function mapOpening({ value }: RawRecord, timeZone: string | undefined): MappedRecord {
  const opening = asRecord(value);
  const door = text(opening?.doorId);
  if (opening === undefined || door === undefined) throw new RecordError("not a door opening: there is no doorId");
  const granted = opening.granted === true;
  return {
    kind: "event",
    document: {
      "@timestamp": utcTime(text(opening.at) ?? "", timeZone),
      event: {
        category: ["authentication"],
        type: granted ? ["start"] : ["info"],
        action: "door-opening",
        outcome: granted ? "success" : "failure",
      },
      user: nonEmpty({ name: text(opening.person) }),
      source: nonEmpty({ ip: ipAddress(opening.reader) }),
      acme: { door: nonEmpty({ id: door, badge: text(opening.badge) }) },
    },
  };
}
