import { asRecord, flag, type JsonObject, list, nonEmpty, text } from "../values";
import { timeOf } from "./times";

/** Who did it, to whom, and in which session. */
export interface OcsfIdentity {
  readonly user: object | undefined;
  readonly group: object | undefined;
  readonly names: readonly string[] | undefined;
  readonly fields: object | undefined;
}

/**
 * The actor is who did something; `user` is to whom it was done, or who logged on.
 * @see https://schema.ocsf.io/1.5.0/objects/actor
 */
export function identityOf(event: JsonObject): OcsfIdentity {
  const actor = asRecord(event.actor) ?? {};
  const acting = asRecord(actor.user) ?? asRecord(asRecord(actor.process)?.user);
  const other = asRecord(event.user);
  const session = asRecord(actor.session) ?? asRecord(event.session) ?? {};
  // Who signs in by a call is its actor; elsewhere the actor is the system that lets the user in.
  const logsOn = text(event.class_uid) === "3002" && asRecord(event.api)?.operation === undefined;
  const subject = logsOn ? (other ?? acting) : (acting ?? other);
  const target = subject === other || sameUser(acting, other) ? undefined : other;
  const group = asRecord(event.group);
  return {
    user: nonEmpty({ ...userOf(subject), target: logsOn ? undefined : userOf(target) }),
    group: nonEmpty({ name: text(group?.name), id: text(group?.uid), domain: text(group?.domain) }),
    names: list(logsOn ? acting?.name : undefined, arnOf(acting)?.sessionName),
    fields: nonEmpty({
      user_uid: list(acting?.uid, acting?.uuid, acting?.uid_alt),
      user_type: text(acting?.type),
      user_account_uid: text(asRecord(acting?.account)?.uid) ?? text(acting?.account_uid),
      credential_uid: text(acting?.credential_uid) ?? text(session.credential_uid),
      session_uid: text(session.uid),
      session_issuer: text(session.issuer),
      session_created: timeOf(session, "created_time"),
      is_mfa: flag(session.is_mfa ?? session.mfa ?? event.is_mfa),
      invoked_by: text(actor.invoked_by) ?? text(actor.app_name),
      identity_provider: text(asRecord(actor.idp)?.name),
    }),
  };
}

/** @see https://schema.ocsf.io/1.5.0/objects/user */
export function userOf(user: JsonObject | undefined) {
  if (user === undefined) return undefined;
  const arn = arnOf(user);
  const uid = text(user.uid);
  return nonEmpty({
    // Amazon Security Lake has the ARN in `uid`, and what CloudTrail calls the principal's id in `uid_alt`.
    id: (uid?.startsWith("arn:") === true ? text(user.uid_alt) : undefined) ?? uid,
    name: text(user.name) ?? arn?.name,
    full_name: text(user.full_name),
    email: text(user.email_addr),
    domain: text(user.domain),
  });
}

/** Root has no name, a role's session that of the role. */
function arnOf(user: JsonObject | undefined): { readonly name?: string; readonly sessionName?: string } | undefined {
  const arn = [text(user?.uid), text(user?.uuid)].find((uid) => uid?.startsWith("arn:") === true);
  if (arn === undefined) return undefined;
  const [kind, name, ...rest] = arn.split(":").slice(5).join(":").split("/");
  if (kind === "root") return { name: "root" };
  if (kind !== "assumed-role" || name === undefined) return undefined;
  const session = rest.join("/");
  // EC2 names the sessions of instances by their ids, which are no users.
  return session === "" || /^i-[0-9a-f]{8,17}$/.test(session) ? { name } : { name, sessionName: session };
}

function sameUser(one: JsonObject | undefined, other: JsonObject | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const ids = new Set(list(one.uid, one.uuid, one.uid_alt));
  return list(other.uid, other.uuid, other.uid_alt)?.some((id) => ids.has(id)) ?? text(one.name) === text(other.name);
}
