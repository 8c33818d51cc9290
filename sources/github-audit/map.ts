import { classify } from "../../functions/shared/classification";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { countryCode } from "../../functions/shared/network/country-code";
import { otherMembers } from "../../functions/shared/other-members";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { urlWithoutSecrets } from "../../functions/shared/secrets/url-secrets";
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
import { isAlert, isFailure, rules } from "./classes";

/** Members that ECS or a field of their own holds; the others are kept in `github.audit.data`. */
const mappedValues: ReadonlySet<string> = new Set([
  ...["@timestamp", "created_at", "_document_id", "action", "actor", "actor_id", "actor_ip"],
  ...["user", "user_id", "user_agent", "business", "business_id", "repo", "repository", "repo_id"],
  ...["repository_id", "team", "name", "operation_type", "transport_protocol_name", "protocol_name", "visibility"],
  ...["transport_protocol", "public_repo", "repository_public", "request_id", "request_method", "url_path", "route"],
  ...["query_string", "status_code", "hashed_token", "token_id", "programmatic_access_type"],
  ...["external_identity_nameid", "external_identity_username", "actor_is_bot", "actor_session", "oauth_application"],
  ...["oauth_application_id", "integration", "permission", "branch", "workflow_run_id", "head_branch", "head_sha"],
  ...["event", "previous_visibility", "explanation", "reason", "alert_number", "ghsa_id", "referrer"],
]);

const mappedObjects: ReadonlySet<string> = new Set(["actor_location", "org", "org_id", "token_scopes"]);

/** A hook's configuration has its secret, if only as stars. */
const isHookSecret = (name: string): boolean => name === "secret" || isSecret(name);

/** An event of the audit log, be it of an organisation, an enterprise or Git. */
export function mapEvent(event: JsonObject): EcsDocument {
  const action = text(event.action) ?? "";
  const actor = text(event.actor);
  const address = text(event.actor_ip);
  const ip = ipAddress(address);
  const country = text(asRecord(event.actor_location)?.country_code);
  const status = integer(event.status_code);
  const target = text(event.user);
  const path = urlWithoutSecrets(text(event.url_path));
  const query = text(event.query_string);
  const agent = text(event.user_agent);
  const protocol = text(event.transport_protocol_name) ?? text(event.protocol_name);
  const advisory = text(event.ghsa_id);
  const alert = isAlert(action);
  return {
    "@timestamp": isoTime(event["@timestamp"]) ?? isoTime(event.created_at),
    event: {
      kind: alert ? "alert" : "event",
      ...classify(action, rules),
      action,
      id: text(event._document_id),
      created: isoTime(event.created_at),
      outcome: isFailure(action) || (status !== undefined && status >= 400) ? "failure" : "success",
      reason: text(event.explanation) ?? text(event.reason),
    },
    source: nonEmpty({
      ip,
      address: ip === undefined ? address : undefined,
      geo: nonEmpty({ country_iso_code: countryCode(country) }),
    }),
    user: nonEmpty({
      name: actor,
      id: text(event.actor_id),
      // The user whom the action is about; many actions name the actor here again.
      target: target === undefined || target === actor ? undefined : { name: target, id: text(event.user_id) },
    }),
    // An array where the action is about several.
    organization: nonEmpty({ name: only(event.org), id: only(event.org_id) }),
    group: nonEmpty({ name: text(event.team) }),
    user_agent: agent === undefined ? undefined : { original: agent },
    http: nonEmpty({
      request: nonEmpty({
        id: text(event.request_id),
        method: text(event.request_method),
        referrer: text(event.referrer),
      }),
      response: status === undefined ? undefined : { status_code: status },
    }),
    url: nonEmpty({ path, query: query === undefined ? undefined : urlWithoutSecrets(`?${query}`)?.slice(1) }),
    network: protocol === undefined ? undefined : { protocol: protocol.toLowerCase() },
    vulnerability: advisory === undefined ? undefined : { id: advisory, enumeration: "GHSA" },
    github: nonEmpty({
      audit: nonEmpty({
        operation_type: text(event.operation_type),
        organizations: several(event.org),
        business: text(event.business),
        business_id: text(event.business_id),
        repository: text(event.repo) ?? text(event.repository),
        repository_id: text(event.repo_id) ?? text(event.repository_id),
        repository_public: flag(event.public_repo) ?? flag(event.repository_public),
        visibility: text(event.visibility),
        previous_visibility: text(event.previous_visibility),
        name: text(event.name),
        branch: text(event.branch),
        permission: text(event.permission),
        actor_is_bot: flag(event.actor_is_bot),
        actor_session: text(event.actor_session),
        external_identity_nameid: text(event.external_identity_nameid),
        external_identity_username: text(event.external_identity_username),
        // SHA-256 of the token, by which all that was done with it is found.
        hashed_token: text(event.hashed_token),
        token_id: text(event.token_id),
        token_scopes: list(text(event.token_scopes)?.split(/[,\s]+/), asArray(event.token_scopes)),
        programmatic_access_type: text(event.programmatic_access_type),
        oauth_application: text(event.oauth_application),
        oauth_application_id: text(event.oauth_application_id),
        integration: text(event.integration),
        route: text(event.route),
        alert_number: integer(event.alert_number),
        workflow: nonEmpty({
          run_id: text(event.workflow_run_id),
          event: text(event.event),
          head_branch: text(event.head_branch),
          head_sha: text(event.head_sha),
        }),
        data: flatObject(otherMembers(event, mappedValues, mappedObjects), { isSecret: isHookSecret }),
      }),
    }),
  };
}

function only(value: unknown): string | undefined {
  return Array.isArray(value) ? (value.length === 1 ? text(asArray(value)[0]) : undefined) : text(value);
}

function several(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.length > 1 ? list(value) : undefined;
}
