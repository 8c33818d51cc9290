import { isSecret } from "../secrets/secrets";

/** SNMP's community is its password; RFB's challenge and response give the password away. */
const secretMembers: ReadonlySet<string> = new Set(["challenge", "community", "response"]);

/** Whether a member of this object of an event holds a credential. */
export function isEveSecret(object: string): (name: string) => boolean {
  if (object === "snmp" || object === "rfb") return (name) => secretMembers.has(name) || isSecret(name);
  return isSecret;
}

/** A header, or a command of FTP or POP3. */
const namedLine = /^([\w-]{1,64})([: ])[^\r\n]*/gm;
const credentialParameter = /\b(pass(?:word|wd)?|pwd|secret|token)=[^&\s"]*/gi;

/** Printable payload without the values of credential headers and form members. */
export function withoutCredentials(payload: string): string {
  return payload
    .replace(namedLine, (line, name: string, separator: string) =>
      isSecret(name) || /^pass$/i.test(name) ? `${name}${separator}REDACTED` : line,
    )
    .replace(credentialParameter, "$1=REDACTED");
}
