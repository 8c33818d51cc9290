import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord } from "../../functions/shared/values";
import { fields } from "./fields";
import { mapEntra } from "./map";
import { entraRecord, pageOf } from "./record";

export default defineSource({
  id: "microsoft-entra-id",
  title: "Microsoft Entra ID",
  documentation:
    "https://learn.microsoft.com/en-us/entra/identity/monitoring-health/concept-diagnostic-settings-logs-options",
  module: "microsoft",
  dataset: "microsoft.entra_id",
  indexPeriod: "day",
  delivery:
    "Add a diagnostic setting to Entra ID (sign-ins of all four kinds, audit, provisioning, risk) with an event hub or a storage account, and copy what arrives to the archive; or store answers of Microsoft Graph's `auditLogs` and `identityProtection`.",
  format: "json",
  recordArrays: ["records"],
  keys: [
    {
      pattern:
        /(?:^|\/)insights-logs-(?:\w*signinlogs|auditlogs|provisioninglogs|risky\w+|\w+riskevents|microsoftgraphactivitylogs)\/tenantId=[^/]+\/y=\d{4}\/m=\d\d\/d=\d\d\/h=\d\d\/m=\d\d\/PT1H\.json(?:\.gz)?$/,
    },
  ],
  recognises: (value) => {
    const record = asRecord(value);
    return record !== undefined && (entraRecord(record) !== undefined || pageOf(record) !== undefined);
  },
  unfold: (value) => {
    const record = asRecord(value);
    return record === undefined ? undefined : pageOf(record);
  },
  open: () => mapRecord,
  fields,
});

function mapRecord({ value }: RawRecord): MappedRecord {
  const object = asRecord(value);
  if (object !== undefined && pageOf(object)?.length === 0) return { kind: "dropped", reason: "empty-page" };
  const record = object === undefined ? undefined : entraRecord(object);
  if (record === undefined) {
    throw new RecordError(
      "not a record of Microsoft Entra ID: expected a sign-in, audit, provisioning or risk entity of Graph, or a record of Azure Monitor with its category",
    );
  }
  return { kind: "event", ...mapEntra(record) };
}
