const secretName =
  /(?:pass(?:word|phrase)|secret[-_]?(?:access[-_]?key|key|string|binary)|client[-_]?secret|private[-_]?key|key[-_]?material|saml[-_]?assertion|(?:session|access|refresh|id|identity|auth|authorization|result)[-_]?token|^(?:proxy-)?authorization|^(?:set-)?cookie|^x-api-key)$/i;

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

/**
 * A record as JSON without its credentials, be they members of these names or `{"name": ..., "value": ...}` pairs, as
 * header lists have them.
 */
export function jsonWithoutSecrets(value: unknown): string | undefined {
  return JSON.stringify(value, function (this: unknown, name: string, member: unknown): unknown {
    if (typeof member !== "string") return member;
    const pairName = name === "value" ? (this as { readonly name?: unknown }).name : undefined;
    return isSecret(typeof pairName === "string" ? pairName : name) ? "REDACTED" : member;
  });
}

const secretParameter = /(?:token|^code|^otp|^ticket|^assertion|^sig(?:nature)?|^SAMLResponse|^RelayState)$/i;

/** A URL or path with the values of those parameters replaced that let whoever reads it act as the user. */
export function urlWithoutSecrets(url: string | undefined): string | undefined {
  const question = url?.indexOf("?") ?? -1;
  if (url === undefined || question === -1) return url;
  const parameters = url.slice(question + 1).split(/([&#])/);
  const redacted = parameters.map((parameter) => {
    const name = parameter.slice(0, Math.max(parameter.indexOf("="), 0));
    return name !== "" && (isSecret(name) || secretParameter.test(name)) ? `${name}=REDACTED` : parameter;
  });
  return url.slice(0, question + 1) + redacted.join("");
}
