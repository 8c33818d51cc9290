import type { RecordEnvelope } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { httpDate } from "../../functions/shared/time/http-date";
import { eventBridgeId, generatedId, idWith } from "../../functions/shared/unique-id";
import {
  asArray,
  asRecord,
  integer,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";

/** Older events have the dates of HTTP. */
const time = (value: unknown): string | undefined => isoTime(value) ?? httpDate(value);

export function mapEvent(event: JsonObject, envelope: RecordEnvelope | undefined): EcsDocument {
  const service = text(event.service);
  const code = text(event.eventTypeCode);
  const category = text(event.eventTypeCategory);
  const aboutSecurity = isAboutSecurity(service, code, envelope);
  const entities = asArray(event.affectedEntities).map((item) => asRecord(item) ?? {});
  const values = list(
    entities.map(({ entityValue }) => entityValue),
    envelope?.resources,
  );
  const instances = list(...(values ?? []).map((value) => instanceId(value)));
  const receiver = envelope?.accountId;
  const affected = text(event.affectedAccount) ?? text(event.awsAccountId) ?? receiver;
  const updated = time(event.lastUpdatedTime);
  const start = time(event.startTime);
  return {
    "@timestamp": envelope?.time ?? updated ?? start,
    message: description(event.eventDescription),
    event: {
      kind: aboutSecurity || category === "issue" ? "alert" : "event",
      category: aboutSecurity ? ["intrusion_detection"] : service === "EC2" ? ["host"] : ["configuration"],
      type: [!aboutSecurity && category === "scheduledChange" ? "change" : "info"],
      action: code ?? envelope?.detailType ?? "AWS Health Event",
      // Health tells what is about to happen, or goes on.
      outcome: "unknown",
      id: text(event.eventArn) ?? text(event.arn),
      start,
      end: time(event.endTime),
    },
    cloud: {
      account: nonEmpty({ id: affected }),
      region: text(event.eventRegion) ?? text(event.region),
      service: { name: "health" },
      instance: instances?.length === 1 ? { id: instances[0] } : undefined,
    },
    related: nonEmpty({ hosts: instances }),
    aws: nonEmpty({
      health: nonEmpty({
        service,
        category,
        scope: text(event.eventScopeCode),
        status: text(event.statusCode),
        communication_id: text(event.communicationId),
        page: integer(event.page),
        total_pages: integer(event.totalPages),
        last_updated: updated,
        receiving_account_id: receiver === affected ? undefined : receiver,
        affected_entities: nonEmpty({
          value: values,
          status: list(entities.map(({ status }) => status)),
          tags: list(...entities.map(({ tags }) => tagTexts(asRecord(tags)))),
        }),
        actionability: text(event.actionability),
        personas: list(event.personas),
        metadata: flatObject(event.eventMetadata, { isSecret }),
      }),
    }),
  };
}

/**
 * One update of an event for one account. Organisational view and the backup region deliver it more than once, with the
 * same communication id.
 * @see https://docs.aws.amazon.com/health/latest/ug/pagnation-of-health-events.html
 */
export function updateId(event: JsonObject, envelope: RecordEnvelope | undefined): string | undefined {
  const arn = generatedId(event.eventArn);
  const communication = text(event.communicationId);
  const account = text(event.affectedAccount) ?? envelope?.accountId;
  return communication === undefined
    ? eventBridgeId(envelope)
    : (idWith(arn, communication, account, text(event.lastUpdatedTime)) ?? eventBridgeId(envelope));
}

/** Reports of abuse and of exposed credentials, and security notices. */
function isAboutSecurity(
  service: string | undefined,
  code: string | undefined,
  envelope: RecordEnvelope | undefined,
): boolean {
  if (service === "ABUSE" || service === "RISK") return true;
  return envelope?.detailType === "AWS Health Abuse Event" || /(?:^|_)SECURITY(?:_|$)/.test(code ?? "");
}

/** The description in English, or else in the first language. */
function description(value: unknown): string | undefined {
  const descriptions = asArray(value).map((item) => asRecord(item) ?? {});
  const english = descriptions.find(({ language }) => text(language)?.startsWith("en") === true);
  // Line ends come as the two characters `\n`.
  return text((english ?? descriptions[0])?.latestDescription)?.replaceAll("\\n", "\n");
}

function instanceId(entity: string): string | undefined {
  return /(?:^|\/)(i-[0-9a-f]{8,17})$/.exec(entity)?.[1];
}

function tagTexts(tags: JsonObject | undefined): string[] {
  return Object.entries(tags ?? {}).map(([name, value]) => `${name}=${text(value) ?? ""}`);
}
