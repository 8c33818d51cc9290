import { tooDeep } from "../../functions/loader/nesting";
import { RecordError } from "../../functions/shared/errors";
import { asRecord, type JsonObject } from "../../functions/shared/values";

/**
 * An event from outside AWS that CloudTrail Lake keeps: what the application sent is in `eventData`, as an object or as
 * its text. Its members are those of other events.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-integration-event-schema.html
 */
export function activityEvent({ eventData, ...received }: JsonObject): JsonObject {
  const event = asRecord(typeof eventData === "string" ? parsed(eventData) : eventData);
  if (event === undefined || tooDeep(event))
    throw new RecordError("eventData of an activity event is no object, or nested too deep");
  // What CloudTrail says about the event stands over what the application says, but for the time.
  return { ...event, ...received, eventTime: event.eventTime ?? received.eventTime };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new RecordError(`eventData of an activity event is not JSON: ${json.slice(0, 200)}`, { cause });
  }
}
