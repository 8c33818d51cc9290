import { classify } from "../../functions/shared/classification";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { countryCode } from "../../functions/shared/network/country-code";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { generatedId, idWith } from "../../functions/shared/unique-id";
import {
  asArray,
  asRecord,
  flag,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";
import { isFailure, isSuspicious, rules, severities } from "./classes";
import { parametersOf } from "./record";

/** Parameters that ECS or a field of their own holds. */
const mapped: ReadonlySet<string> = new Set([
  ...["doc_id", "doc_title", "doc_type", "visibility", "old_visibility", "owner", "app_name", "application_name"],
  ...["client_id", "oauth_client_id", "login_type", "login_failure_type", "is_suspicious", "is_second_factor"],
  ...[
    "rule_name",
    "rule_id",
    "severity",
    "user_agent",
    "USER_AGENT",
    "failure_type",
    "login_challenge_method",
    "scope",
  ],
]);

/** Parameters that name whom an event is about, by application. */
const targets = ["USER_EMAIL", "affected_email_address", "target_user", "user_email", "TARGET_USER_EMAIL", "target"];
const groups = ["GROUP_EMAIL", "group_email", "group_id", "GROUP_NAME"];

/** One event of an activity. */
export function mapActivity(activity: JsonObject): EcsDocument {
  const id = asRecord(activity.id) ?? {};
  const application = text(id.applicationName) ?? "";
  const event = asRecord(asArray(activity.events)[0]) ?? asRecord(activity.events) ?? {};
  const name = text(event.name);
  const type = text(event.type);
  const parameters = parametersOf(event.parameters);
  const actor = asRecord(activity.actor) ?? {};
  const oauth = asRecord(actor.applicationInfo) ?? {};
  const network = asRecord(activity.networkInfo) ?? {};
  const address = text(activity.ipAddress);
  const ip = ipAddress(address);
  const qualified = [application, type ?? "", name ?? ""].join(".");
  const target = first(parameters, targets);
  const group = first(parameters, groups);
  const agent = text(parameters.user_agent) ?? text(parameters.USER_AGENT);
  const asn = integer(asArray(network.ipAsn)[0]);
  const suspicious = isSuspicious(qualified) || flag(parameters.is_suspicious) === true;
  const failureType = text(parameters.login_failure_type) ?? text(parameters.failure_type);
  return {
    "@timestamp": isoTime(id.time),
    event: {
      kind: suspicious ? "alert" : "event",
      ...classify(qualified, rules),
      action: name ?? text(application) ?? "activity",
      id: text(id.uniqueQualifier),
      provider: text(application),
      severity: lookup(severities, text(parameters.severity)?.toUpperCase()),
      outcome: isFailure(name ?? "") ? "failure" : suspicious ? undefined : "success",
      reason: failureType,
    },
    source: nonEmpty({
      ip,
      address: ip === undefined ? address : undefined,
      as: asn === undefined ? undefined : { number: asn },
      geo: nonEmpty({
        country_iso_code: countryCode(network.regionCode),
        region_iso_code: text(network.subdivisionCode),
      }),
    }),
    user: nonEmpty({ ...person(text(actor.email), text(actor.profileId)), target: person(target, undefined) }),
    group: group === undefined ? undefined : { name: group },
    organization: nonEmpty({ id: text(id.customerId) }),
    user_agent: agent === undefined ? undefined : { original: agent },
    file: nonEmpty({ name: text(parameters.doc_title), owner: text(parameters.owner) }),
    rule: nonEmpty({ name: text(parameters.rule_name), id: text(parameters.rule_id) }),
    google: nonEmpty({
      workspace: nonEmpty({
        event_type: type,
        caller_type: text(actor.callerType),
        actor_key: text(actor.key),
        actor_application: nonEmpty({
          client_id: text(oauth.oauthClientId),
          name: text(oauth.applicationName),
          impersonation: flag(oauth.impersonation),
        }),
        owner_domain: text(activity.ownerDomain),
        document: nonEmpty({
          id: text(parameters.doc_id),
          type: text(parameters.doc_type),
          visibility: text(parameters.visibility),
          old_visibility: text(parameters.old_visibility),
        }),
        app: nonEmpty({
          name: text(parameters.app_name) ?? text(parameters.application_name),
          client_id: text(parameters.client_id) ?? text(parameters.oauth_client_id),
          scopes: list(parameters.scope),
        }),
        login: nonEmpty({
          type: text(parameters.login_type),
          challenge_method: list(parameters.login_challenge_method),
          is_suspicious: flag(parameters.is_suspicious),
          is_second_factor: flag(parameters.is_second_factor),
        }),
        parameters: flatObject(unmapped(parameters), { isSecret }),
        resource_details: flatObject(activity.resourceDetails),
      }),
    }),
  };
}

/** The activity's id with the number of the event in it. */
export function activityId(activity: JsonObject): string | undefined {
  const id = asRecord(activity.id) ?? {};
  const time = isoTime(id.time);
  // A shipper that has taken the events apart gives them all the activity's id.
  if (time === undefined || !Array.isArray(activity.events)) return undefined;
  const event = integer(activity.eventNumber) ?? 0;
  return idWith(generatedId(id.uniqueQualifier), text(id.customerId), text(id.applicationName), time, event);
}

function unmapped(parameters: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !mapped.has(name)));
}

function first(parameters: JsonObject, names: readonly string[]): string | undefined {
  for (const name of names) {
    if (!Object.hasOwn(parameters, name)) continue;
    const found = list(parameters[name])?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Google knows its users by their addresses. */
export function person(email: string | undefined, id: string | undefined) {
  const at = email?.lastIndexOf("@") ?? -1;
  return nonEmpty({
    id,
    name: email,
    email: at > 0 ? email : undefined,
    domain: at > 0 ? text(email?.slice(at + 1)) : undefined,
  });
}
