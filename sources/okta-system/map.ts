import { classify } from "../../functions/shared/classification";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { otherMembers } from "../../functions/shared/other-members";
import { records } from "../../functions/shared/records";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { urlWithoutSecrets } from "../../functions/shared/secrets/url-secrets";
import {
  asRecord,
  decimal,
  flag,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";
import { isAlert, outcomes, rules, severities } from "./classes";

/** A member of the event; Firehose's conversion to Parquet writes the names of columns in lower case. */
export function member(event: JsonObject, name: string): unknown {
  return event[name] ?? event[name.toLowerCase()];
}

/** An event of the System Log. */
export function mapEvent(event: JsonObject): EcsDocument {
  const part = (name: string): JsonObject => asRecord(member(event, name)) ?? {};
  const type = known(member(event, "eventType"));
  const { actor, client, outcome, request, transaction } = {
    actor: part("actor"),
    client: part("client"),
    outcome: part("outcome"),
    request: part("request"),
    transaction: part("transaction"),
  };
  const security = part("securityContext");
  const debug = asRecord(part("debugContext").debugData) ?? {};
  const agent = asRecord(client.userAgent) ?? {};
  const targets = records(event.target);
  const level = known(event.severity);
  const result = known(outcome.result);
  const address = known(client.ipAddress);
  const ip = ipAddress(address);
  const chain = records(request.ipChain);
  const asn = integer(security.asNumber);
  const organisation = known(security.asOrg);
  return {
    "@timestamp": isoTime(event.published),
    message: known(member(event, "displayMessage")),
    event: {
      kind: isAlert(type) ? "alert" : "event",
      ...classify(type, rules),
      action: type,
      id: known(event.uuid),
      severity: lookup(severities, level),
      outcome: lookup(outcomes, result) ?? "unknown",
      reason: known(outcome.reason),
    },
    log: nonEmpty({ level }),
    source: nonEmpty({
      ip,
      address: ip === undefined ? address : undefined,
      geo: geo(asRecord(client.geographicalContext)),
      as:
        asn === undefined && organisation === undefined
          ? undefined
          : { number: asn, organization: nonEmpty({ name: organisation }) },
    }),
    user: nonEmpty({ ...person(actor), target: person(targets.find(isPerson)) }),
    group: group(targets),
    user_agent: nonEmpty({
      original: known(agent.rawUserAgent),
      name: known(agent.browser),
      os: nonEmpty({ name: known(agent.os) }),
      device: nonEmpty({ name: known(client.device) }),
    }),
    url: nonEmpty({ original: urlWithoutSecrets(known(debug.url)), path: known(debug.requestUri) }),
    http: nonEmpty({ request: nonEmpty({ id: known(debug.requestId) }) }),
    related: nonEmpty({
      ip: list(chain.map((hop) => ipAddress(hop.ip))),
      user: list(targets.filter(isPerson).map((target) => known(target.alternateId))),
    }),
    okta: nonEmpty({
      system: nonEmpty({
        actor: nonEmpty({ type: known(actor.type), detail: flatObject(actor.detailEntry ?? actor.detail) }),
        target: nonEmptyList(targets.map(targetFields)),
        outcome_result: result,
        legacy_event_type: known(member(event, "legacyEventType")),
        client: nonEmpty({ id: known(client.id), zone: known(client.zone) }),
        device: flatObject(event.device),
        authentication_context: authentication(part("authenticationContext")),
        security_context: nonEmpty({
          is_proxy: flag(security.isProxy),
          isp: known(security.isp),
          // Of the provider's network; no host's name.
          domain: known(security.domain),
        }),
        security_details: flatObject(otherMembers(security, mappedSecurity)),
        transaction: nonEmpty({
          id: known(transaction.id),
          type: known(transaction.type),
          detail: flatObject(transaction.detail, { isSecret }),
        }),
        ip_chain: nonEmptyList(chain.map((hop) => nonEmpty({ ip: ipAddress(hop.ip), source: known(hop.source) }))),
        threat_suspected: flag(debug.threatSuspected),
        risk_level: /\blevel=(\w+)/.exec(known(debug.risk) ?? "")?.[1],
        behaviors: behaviours(known(debug.behaviors)),
        debug_data: flatObject(otherMembers(debug, mappedDebugData), { isSecret }),
      }),
    }),
  };
}

const mappedSecurity = new Set(["asNumber", "asOrg", "domain", "isProxy", "isp"]);
const mappedDebugData = new Set(["url", "requestUri", "requestId", "threatSuspected", "behaviors"]);

/** Okta writes the words `null`, `unknown` and `UNKNOWN` where it knows nothing. */
function known(value: unknown): string | undefined {
  const found = text(value);
  return found === undefined || /^(?:null|unknown)$/i.test(found) ? undefined : found;
}

function isPerson({ type }: JsonObject): boolean {
  return type === "User" || type === "AppUser";
}

/** Whoever acts, be it a user, an app or Okta itself; `alternateId` is the login. */
function person(entity: JsonObject | undefined) {
  const login = known(entity?.alternateId);
  return nonEmpty({
    id: known(entity?.id),
    name: login,
    email: entity !== undefined && isPerson(entity) && login?.includes("@") === true ? login : undefined,
    full_name: known(entity?.displayName),
  });
}

function group(targets: readonly JsonObject[]) {
  const target = targets.find(({ type }) => type === "UserGroup");
  return nonEmpty({ id: known(target?.id), name: known(target?.displayName) });
}

function targetFields(target: JsonObject): object | undefined {
  return nonEmpty({
    id: known(target.id),
    type: known(target.type),
    alternate_id: known(target.alternateId),
    display_name: known(target.displayName),
    detail: flatObject(target.detailEntry, { isSecret }),
    changes: flatObject(target.changeDetails, { isSecret }),
  });
}

function nonEmptyList<Item>(items: readonly (Item | undefined)[]): Item[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length > 0 ? found : undefined;
}

function authentication(context: JsonObject): object | undefined {
  const issuer = asRecord(context.issuer) ?? {};
  return nonEmpty({
    provider: known(context.authenticationProvider),
    step: integer(context.authenticationStep),
    credential_provider: known(context.credentialProvider),
    credential_type: known(context.credentialType),
    external_session_id: known(context.externalSessionId),
    root_session_id: known(context.rootSessionId),
    interface: known(context.interface),
    issuer: nonEmpty({ id: known(issuer.id), type: known(issuer.type) }),
  });
}

/** `{New Device=POSITIVE, New IP=NEGATIVE}` as a list. */
function behaviours(value: string | undefined): string[] | undefined {
  return list(value?.replace(/^\{|\}$/g, "").split(", "));
}

function geo(context: JsonObject | undefined) {
  const point = asRecord(context?.geolocation);
  const lat = decimal(point?.lat);
  const lon = decimal(point?.lon);
  const valid = lat !== undefined && lon !== undefined && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return nonEmpty({
    city_name: known(context?.city),
    region_name: known(context?.state),
    country_name: known(context?.country),
    postal_code: known(context?.postalCode),
    location: valid ? { lat, lon } : undefined,
  });
}
