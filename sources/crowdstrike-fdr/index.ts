import { defineSource, type LogObject, type MappedRecord, type RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord } from "../../functions/shared/values";
import { mapAsset } from "./asset";
import { mapDetection } from "./detection";
import { fields } from "./fields";
import { kindOf, type StreamEvent, streamEvent } from "./record";
import { mapStreamEvent } from "./stream";
import { mapTelemetry } from "./telemetry";

export default defineSource({
  id: "crowdstrike-fdr",
  title: "CrowdStrike Falcon",
  documentation: "https://github.com/CrowdStrike/FDR",
  module: "crowdstrike",
  dataset: "crowdstrike.fdr",
  indexPeriod: "day",
  delivery:
    "Copy Falcon Data Replicator's objects to the archive with CrowdStrike's FDR tool (`data/` and `fdrv2/` keep their layout); for detections and audit events, store what the SIEM connector or the event streams API give.",
  format: "json",
  keys: [
    { pattern: /(?:^|\/)(?:data|fdrv2\/[a-z]+)\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/part-\d{5}[^/]*\.gz$/ },
    {
      pattern: /(?:^|\/)(?:data|fdrv2\/[a-z]+)\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/_SUCCESS$/,
      skip: "delivery-marker",
    },
  ],
  recognises: (value) => {
    const record = asRecord(value);
    return record !== undefined && kindOf(record) !== undefined;
  },
  open: openFalcon,
  remembers: "headers",
  fields,
});

const detectionEvent = /^(?:Epp|EPP)?DetectionSummaryEvent$/;

function openFalcon({ key }: LogObject): RecordMapper {
  const folder = /(?:^|\/)fdrv2\/([a-z]+)\//.exec(key)?.[1];
  return ({ value }): MappedRecord => {
    const record = asRecord(value);
    const kind = record === undefined ? undefined : kindOf(record);
    if (record === undefined || kind === undefined) {
      throw new RecordError(
        "not a record of CrowdStrike: expected event_simpleName, the metadata of a stream, a detection or an asset",
      );
    }
    if (kind === "telemetry") return { kind: "event", ...mapTelemetry(record) };
    if (kind === "asset") return { kind: "event", document: mapAsset(record, folder) };
    return { kind: "event", ...mapStream(streamEvent(record)) };
  };
}

function mapStream(event: StreamEvent) {
  return detectionEvent.test(event.type) ? mapDetection(event) : mapStreamEvent(event);
}
