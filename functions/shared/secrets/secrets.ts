/** What stands in place of a secret. */
export const REDACTED = "REDACTED";

/** Words before `token` that make it one to act with; not `nextToken`, `clientRequestToken`, `continuation-token`. */
const tokens =
  "session|access|refresh|id|identity|auth|authorization|result|security|bearer|oauth2?|api|jwt|github|gitlab|npm|slack|vault|bot";
const secrets = "client|app|application|consumer|shared|webhook|api|oauth|signing|jwt|hmac";
const secretName = new RegExp(
  `(?:pass(?:word|phrase|wd)|secret[-_]?(?:access[-_]?key|key|string|binary)|(?:${secrets})[-_]?secret|private[-_]?key|api[-_]?key|key[-_]?material|saml[-_]?assertion|(?:${tokens})[-_]?token|(?:^|[-_.])pwd|^(?:token|secret)|^(?:proxy-)?authorization|^(?:set-)?cookie)$`,
  "i",
);

/**
 * Whether a member or header of this name holds a credential. CloudTrail masks many itself, but not all and
 * not in every service, and an index is read by more people than a bucket.
 */
export function isSecret(name: string): boolean {
  return secretName.test(name);
}

/**
 * Like `isSecret`; and members with a program's variables or start-up script, in which credentials have any name.
 */
export function isSecretOrVariables(name: string): boolean {
  return isSecret(name) || /(?:^|\.)(?:(?:environment-?)?variables|user-?data)$/i.test(name);
}

type Members = Readonly<Record<string, unknown>>;

/** What a pair names: an environment variable, a parameter, a header, a tag. Empty for what is no pair. */
export function pairName(object: Members): string {
  const name = object.name ?? object.Name ?? object.key ?? object.Key;
  return typeof name === "string" ? name : "";
}

/**
 * Whether a member's value is to be replaced, given what is a secret: for its own name, or because it is the value of a
 * pair that names a secret. Booleans are none, nor is an object named `secret` or `token`, which describes one: its
 * members are looked at.
 */
export function isSecretMember(
  name: string,
  value: unknown,
  isSecretPair: boolean,
  hides: (name: string) => boolean = isSecret,
): boolean {
  if (value === null || value === undefined || value === "" || typeof value === "boolean") return false;
  if (isSecretPair && (name === "value" || name === "Value")) return true;
  if (!hides(name)) return false;
  return typeof value !== "object" || Array.isArray(value) || !/^(?:token|secret)$/i.test(name);
}

/** A record as JSON without its credentials: what `flatObject` hides, this does too. */
export function jsonWithoutSecrets(value: unknown, hides: (name: string) => boolean = isSecret): string | undefined {
  return JSON.stringify(value, function (this: unknown, name: string, member: unknown): unknown {
    const isSecretPair = (name === "value" || name === "Value") && hides(pairName(this as Members));
    return isSecretMember(name, member, isSecretPair, hides) ? REDACTED : member;
  });
}
