import type { LogObject, RawRecord } from "../../functions/loader/source";
import { awsServiceName } from "../../functions/shared/aws/aws-service";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { asRecord, flag, ipAddress, isoTime, type JsonObject, nonEmpty, text } from "../../functions/shared/values";
import { classify } from "./classify";
import { attributedUsers, callerIdentity, issuedAccessKeyId, namedResources, targetUser } from "./identity";

const withoutSecrets = { isSecret };

/**
 * A management, data, network activity or service event.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function mapEvent(event: JsonObject, record: RawRecord, object: LogObject): EcsDocument {
  const identity = callerIdentity(event.userIdentity);
  const provider = text(event.eventSource);
  const service = awsServiceName(provider);
  const action = text(event.eventName);
  const eventType = text(event.eventType);
  const readOnly = flag(event.readOnly);
  const errorCode = text(event.errorCode);
  const errorMessage = text(event.errorMessage);
  const request = asRecord(event.requestParameters);
  const response = asRecord(event.responseElements);
  const address = text(event.sourceIPAddress);
  const ip = ipAddress(address);
  const tls = asRecord(event.tlsDetails);
  const tlsVersion = /^TLSv?(\d+(?:\.\d+)?)$/.exec(text(tls?.tlsVersion) ?? "")?.[1];
  const { category, type } = classify({ service, api: action, eventType, readOnly, errorCode });
  const target = targetUser(service, request, response);
  const group = service === "iam" ? text(request?.groupName) : undefined;
  const agent = text(event.userAgent);
  return {
    "@timestamp": isoTime(event.eventTime),
    event: {
      kind: "event",
      category,
      type,
      action,
      provider,
      id: text(event.eventID),
      outcome:
        failed(action, response) || errorCode !== undefined || errorMessage !== undefined ? "failure" : "success",
    },
    cloud: nonEmpty({
      account: nonEmpty({ id: accountOf(event, identity.accountId, record, object) }),
      region: text(event.awsRegion),
      service: nonEmpty({ name: service }),
    }),
    error: nonEmpty({ code: errorCode, message: errorMessage }),
    source: nonEmpty({ ip, address: ip === undefined ? address : undefined }),
    user: nonEmpty({ ...identity.user, target }),
    related: nonEmpty({ user: identity.relatedUsers }),
    group: nonEmpty({ name: group }),
    user_agent: agent === undefined ? undefined : { original: agent },
    tls: nonEmpty({
      version: tlsVersion,
      version_protocol: tlsVersion === undefined ? undefined : "tls",
      cipher: text(tls?.cipherSuite),
    }),
    aws: {
      cloudtrail: {
        event_version: text(event.eventVersion),
        event_type: eventType,
        event_category: text(event.eventCategory),
        api_version: text(event.apiVersion),
        request_id: text(event.requestID),
        shared_event_id: text(event.sharedEventID),
        read_only: readOnly,
        management_event: flag(event.managementEvent),
        recipient_account_id: text(event.recipientAccountId),
        vpc_endpoint_id: text(event.vpcEndpointId),
        vpc_endpoint_account_id: text(event.vpcEndpointAccountId),
        session_credential_from_console: flag(event.sessionCredentialFromConsole),
        issued_access_key_id: issuedAccessKeyId(response),
        user_identity: identity.fields,
        resources: namedResources(event.resources),
        // The Host header of the request: whose endpoint it was sent to.
        client_provided_host_header: text(tls?.clientProvidedHostHeader),
        request_parameters: flatObject(event.requestParameters, withoutSecrets),
        response_elements: flatObject(event.responseElements, withoutSecrets),
        additional_event_data: flatObject(event.additionalEventData, withoutSecrets),
        service_event_details: flatObject(event.serviceEventDetails, withoutSecrets),
        edge_device_details: flatObject(event.edgeDeviceDetails, withoutSecrets),
        event_context: flatObject(event.eventContext, withoutSecrets),
        addendum: flatObject(event.addendum),
        // Of activity events, those from outside AWS.
        original_event_id: text(event.UID),
        channel_arn: text(asRecord(event.metadata)?.channelARN),
      },
    },
  };
}

/**
 * An Insights event: the start or the end of an unusual rate of calls or errors.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
 */
export function mapInsight(event: JsonObject, record: RawRecord, object: LogObject): EcsDocument {
  const details = asRecord(event.insightDetails) ?? {};
  const provider = text(details.eventSource);
  const state = text(details.state);
  return {
    "@timestamp": isoTime(event.eventTime),
    event: {
      kind: "alert",
      category: ["api"],
      type: [state === "Start" ? "start" : state === "End" ? "end" : "info"],
      action: text(details.eventName),
      provider,
      id: text(event.eventID),
    },
    cloud: nonEmpty({
      account: nonEmpty({ id: accountOf(event, undefined, record, object) }),
      region: text(event.awsRegion),
      service: nonEmpty({ name: awsServiceName(provider) }),
    }),
    error: nonEmpty({ code: text(details.errorCode) }),
    rule: nonEmpty({ name: text(details.insightType) }),
    related: nonEmpty({ user: attributedUsers(details.insightContext) }),
    aws: {
      cloudtrail: {
        event_version: text(event.eventVersion),
        event_type: text(event.eventType),
        event_category: text(event.eventCategory),
        shared_event_id: text(event.sharedEventID),
        recipient_account_id: text(event.recipientAccountId),
        insight_type: text(details.insightType),
        insight_state: state,
        insight_details: flatObject(event.insightDetails, withoutSecrets),
      },
    },
  };
}

/**
 * A five-minute summary of data events.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aggregated-events.html
 */
export function mapAggregate(event: JsonObject, record: RawRecord, object: LogObject): EcsDocument {
  const provider = text(event.eventSource);
  const window = asRecord(event.timeWindow) ?? {};
  const start = isoTime(window.windowStart);
  const end = isoTime(window.windowEnd);
  return {
    "@timestamp": start,
    event: {
      kind: "metric",
      category: ["api"],
      type: ["info"],
      provider,
      id: text(event.eventId) ?? text(event.eventID),
      start,
      end,
    },
    cloud: nonEmpty({
      account: nonEmpty({ id: text(event.accountId) ?? accountOf(event, undefined, record, object) }),
      region: text(event.awsRegion),
      service: nonEmpty({ name: awsServiceName(provider) }),
    }),
    aws: {
      cloudtrail: {
        event_version: text(event.eventVersion),
        event_type: text(event.eventType),
        event_category: text(event.eventCategory),
        primary_dimension: text(asRecord(asRecord(event.summary)?.primaryDimension)?.dimension),
        summary: flatObject(event.summary),
      },
    },
  };
}

/** The account that received the event; where it does not say, the object's or the envelope's, then the caller's. */
function accountOf(event: JsonObject, caller: string | undefined, record: RawRecord, object: LogObject) {
  return text(event.recipientAccountId) ?? object.accountId ?? record.envelope?.accountId ?? caller;
}

/** Sign-in events answer `{"ConsoleLogin": "Failure"}`, and may do so without an `errorCode`. */
function failed(action: string | undefined, response: JsonObject | undefined): boolean {
  return action !== undefined && response?.[action] === "Failure";
}
