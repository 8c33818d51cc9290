import { isSecret } from "../secrets";

/** SNMP's community is its password; RFB's challenge and response give the password away. */
const secretMembers: ReadonlySet<string> = new Set(["challenge", "community", "response"]);

/** Whether a member of this object of an event holds a credential. */
export function isEveSecret(object: string): (name: string) => boolean {
  if (object === "snmp" || object === "rfb") return (name) => secretMembers.has(name) || isSecret(name);
  return isSecret;
}

const credentialLine = /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|pass)([: ])[^\r\n]*/gim;
const credentialParameter = /\b(pass(?:word|wd)?|pwd|secret|token)=[^&\s"]*/gi;

/** Printable payload without the values of credential headers and form members. */
export function withoutCredentials(payload: string): string {
  return payload.replace(credentialLine, "$1$2REDACTED").replace(credentialParameter, "$1=REDACTED");
}
