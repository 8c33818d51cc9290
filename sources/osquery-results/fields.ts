import type { FieldType } from "../../functions/loader/source";

export const fields: Readonly<Record<string, FieldType>> = {
  "osquery.results.name": "keyword",
  "osquery.results.host_identifier": "keyword",
  "osquery.results.epoch": "long",
  "osquery.results.numerics": "boolean",
  "osquery.results.rows": "long",
  "osquery.results.version": "keyword",
  "osquery.results.columns": "flat_object",
  "osquery.results.decorations": "flat_object",
};
