import { tooDeep } from "../../functions/loader/nesting";
import { defineSource, type LogObject, type MappedRecord, type RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { guid } from "../../functions/shared/unique-id";
import { asRecord, type JsonObject } from "../../functions/shared/values";
import { activityEvent } from "./activity";
import { fields } from "./fields";
import { mapAggregate, mapEvent, mapInsight } from "./map";
import { rawFields } from "./raw-fields";

// An organisation trail puts its id before the account: AWSLogs/o-exampleorgid/111122223333/CloudTrail/...
const trail = String.raw`AWSLogs\/(?:o-[a-z0-9]+\/)?(?<account>\d{12})`;
const place = String.raw`(?<region>[a-z]{2}(?:-[a-z]+)+-\d+)\/\d{4}\/\d{2}\/\d{2}\/[^/]+\.json(?:\.gz)?`;

type Kind = "event" | "insight" | "aggregate" | "lookup" | "activity" | "digest";

export default defineSource({
  id: "aws-cloudtrail",
  title: "AWS CloudTrail",
  documentation:
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html",
  module: "aws",
  dataset: "aws.cloudtrail",
  indexPeriod: "month",
  delivery:
    "Make an organisation trail whose bucket is the archive, with its KMS key; turn on data, network activity and Insights events as needed.",
  format: "json",
  // `Events` is the answer of the LookupEvents API.
  recordArrays: ["Records", "Events"],
  keys: [
    { pattern: new RegExp(`(?:^|/)${trail}/CloudTrail(?:-(?:Insight|Aggregated|NetworkActivity))?/${place}$`) },
    // Signed hashes of log files, for `aws cloudtrail validate-logs`: nothing to load.
    { pattern: new RegExp(`(?:^|/)${trail}/CloudTrail-Digest/${place}$`), skip: "digest" },
    // Likewise of the saved results of CloudTrail Lake's queries.
    {
      pattern: /(?:^|\/)AWSLogs\/\d{12}\/CloudTrail-Lake\/Query\/\d{4}\/\d{2}\/\d{2}\/[^/]+\/result_sign\.json$/,
      skip: "query-result-signature",
    },
  ],
  envelopes: [
    { eventSource: /^aws\./, detailType: / via CloudTrail$/ },
    // The names that the console proposes for a trail's log group.
    { logGroup: /^(?:CloudTrail\/DefaultLogGroup|aws-cloudtrail-logs-\d{12}-[0-9a-z]+)$/ },
  ],
  recognises: (value) => kindOf(asRecord(value)) !== undefined,
  open: openCloudTrail,
  remembers: "headers",
  fields,
  rawFields,
});

function openCloudTrail(object: LogObject): RecordMapper {
  return (record): MappedRecord => {
    const value = asRecord(record.value);
    const kind = kindOf(value);
    if (value === undefined || kind === undefined) {
      throw new RecordError("not a CloudTrail event: expected an object with eventName and eventSource");
    }
    if (kind === "digest") return { kind: "dropped", reason: "digest" };
    const event = kind === "lookup" ? lookedUp(value) : kind === "activity" ? activityEvent(value) : value;
    const map = kind === "insight" ? mapInsight : kind === "aggregate" ? mapAggregate : mapEvent;
    const document = map(event, record, object);
    return { kind: "event", document, id: guid(document.event?.id), record: event };
  };
}

function kindOf(value: JsonObject | undefined): Kind | undefined {
  if (value === undefined) return undefined;
  if (value.eventType === "AwsCloudTrailInsight") return "insight";
  if (value.eventType === "AwsAggregatedEvent") return "aggregate";
  if (value.eventCategory === "ActivityAuditLog" && "eventData" in value) return "activity";
  if (typeof value[textMember(value)] === "string") return "lookup";
  if ("digestStartTime" in value && Array.isArray(value.logFiles)) return "digest";
  return isEvent(value) ? "event" : undefined;
}

function isEvent(value: JsonObject): boolean {
  if (typeof value.eventName !== "string") return false;
  const source = value.eventSource;
  // S3 notifications and DynamoDB or Kinesis stream records have the same members; their sources are `aws:s3`, ...
  if (typeof source === "string") return source !== "" && !source.includes(":");
  return source === undefined && eventMembers.some((name) => asRecord(value[name]) !== undefined);
}

const eventMembers = ["userIdentity", "requestParameters", "responseElements"];

/**
 * The member with the text of an event: in an item of the LookupEvents API's answer, or a column of CloudTrail Lake.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
 */
function textMember(value: JsonObject): "CloudTrailEvent" | "eventJson" {
  return "EventName" in value ? "CloudTrailEvent" : "eventJson";
}

function lookedUp(value: JsonObject): JsonObject {
  const name = textMember(value);
  const json = String(value[name]);
  let event: JsonObject | undefined;
  try {
    event = asRecord(JSON.parse(json));
  } catch (cause) {
    throw new RecordError(`${name} is not JSON: ${json.slice(0, 200)}`, { cause });
  }
  if (event === undefined || tooDeep(event) || !isEvent(event)) {
    throw new RecordError(`${name} is not an event: ${json.slice(0, 200)}`);
  }
  return event;
}
