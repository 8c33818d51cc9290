import { defineSource, type LogObject, type MappedRecord, type RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord, type JsonObject } from "../../functions/shared/values";
import { mapSessionData } from "./map-data";
import { transcriptMapper } from "./map-transcript";

const transcriptStart = "Script started on ";

export default defineSource({
  id: "aws-ssm-session",
  title: "AWS Systems Manager Session Manager",
  documentation: "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html",
  module: "aws",
  dataset: "aws.ssm_session",
  indexPeriod: "month",
  delivery:
    "In Session Manager's preferences, stream session logs to a CloudWatch Logs group and subscribe an Amazon Data Firehose stream to the archive: its events name user, node and time. Transcripts that Session Manager writes to S3 at a session's end, `<session id>.log`, have neither times nor a layout of their own: configure the source for their prefix. Each line of a transcript is a document; `aws.ssm_session.session_id` and `log.offset` put them together again.",
  format: "lines",
  keys: [],
  recognises: (value) =>
    typeof value === "string" ? value.startsWith(transcriptStart) : isSessionData(asRecord(value)),
  open: openSession,
  fields: {
    "aws.ssm_session.event_version": "keyword",
    "aws.ssm_session.session_id": "keyword",
    "aws.ssm_session.owner": "keyword",
    "aws.ssm_session.user_arn": "keyword",
  },
});

function isSessionData(value: JsonObject | undefined): value is JsonObject {
  return typeof value?.sessionId === "string" && "sessionData" in value && ("target" in value || "runAsUser" in value);
}

function openSession(object: LogObject): RecordMapper {
  const mapLine = transcriptMapper(object);
  return (record): MappedRecord => {
    if (typeof record.value === "string") return mapLine(record.value, record.envelope);
    const value = asRecord(record.value);
    if (!isSessionData(value)) {
      throw new RecordError("neither a line of a session nor an object with sessionId, sessionData and target");
    }
    return { kind: "event", document: mapSessionData(value) };
  };
}
