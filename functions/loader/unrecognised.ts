import type { EcsDocument } from "../shared/ecs";
import { completeDocument } from "./complete";
import { indexNamer, timeRange, unrecognisedDataset, unrecognisedSource } from "./indices";
import type { NormalisedRecord, NormaliseOptions } from "./normalised-object";
import { shownText } from "./original-text";
import { arrivalOf, type ObjectPosition, objectId } from "./record-mapping";
import type { LogObject } from "./source";

/** As much of an object that no source recognises is shown. */
export const originalHeadBytes = 4 * 1024;

const indexOf = indexNamer({ dataset: unrecognisedDataset, indexPeriod: "month" });

/** The one document that stands for a part that no source recognises: enough of it to tell what it is. */
export function unrecognisedObject(
  object: LogObject,
  head: Buffer,
  { ordinal, offset }: ObjectPosition,
  options: NormaliseOptions,
): NormalisedRecord {
  const arrival = arrivalOf(object, options.now);
  const mapped: EcsDocument = {
    "@timestamp": arrival.toISOString(),
    message: "no log source recognises this object, neither by its key nor by its first records",
    event: { kind: "event", original: shownText(head.toString("utf8")) },
    file: object.size === undefined ? undefined : { size: object.size },
  };
  const { document, indexTime } = completeDocument(
    mapped,
    { offset, envelope: undefined, ingested: options.now().toISOString() },
    {
      module: "siem",
      dataset: unrecognisedDataset,
      filePath: options.filePath ?? `s3://${object.bucket}/${object.key}`,
      accountId: object.accountId,
      region: object.region,
      arrival: arrival.toISOString(),
      range: timeRange(arrival, undefined),
    },
  );
  return {
    kind: "document",
    ordinal,
    offset,
    source: unrecognisedSource,
    index: indexOf(indexTime),
    id: `${objectId(object)}-${ordinal}`,
    document,
    pipelineError: false,
  };
}
