import type { FieldType } from "../../functions/loader/source";

export const fields: Readonly<Record<string, FieldType>> = {
  "crowdstrike.fdr.cid": "keyword",
  "crowdstrike.fdr.name": "keyword",
  "crowdstrike.fdr.event_type": "keyword",
  "crowdstrike.fdr.sensor_version": "keyword",
  "crowdstrike.fdr.external_ip": "ip",
  "crowdstrike.fdr.logon_type": "keyword",
  "crowdstrike.fdr.first_seen": "date",
  "crowdstrike.fdr.severity": "keyword",
  "crowdstrike.fdr.objective": "keyword",
  "crowdstrike.fdr.service": "keyword",
  "crowdstrike.fdr.audit": "flat_object",
  "crowdstrike.fdr.details": "flat_object",
};
