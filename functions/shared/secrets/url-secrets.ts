import { isSecret, REDACTED } from "./secrets";

/** Parameters beside `isSecret`'s that let whoever reads them act as the user: of sign-ins and of signed URLs. */
const secretParameter =
  /^(?:.*token|code|otp|ticket|assertion|sig|(?:x-(?:amz|goog)-)?signature|SAMLResponse|RelayState)$/i;
/** Places in a listing and names of a request. */
const noSecret =
  /(?:next|continuation|page|paging|pagination|sync|start|starting|delimiter|client|client-?request|request|idempotency|change)[-_]?token$/i;

/** `scheme://user:password@`, of which the password is hidden. */
const userInformation = /^([a-z][a-z0-9+.-]*:\/\/[^\s:@/?#]{0,256}:)[^\s/?#]*@/i;

/** A URL or path without its password and the values of its parameters, in query and fragment, that are secrets. */
export function urlWithoutSecrets(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const shown = url.includes("@") ? url.replace(userInformation, `$1${REDACTED}@`) : url;
  const parameters = shown.search(/[?#]/);
  return parameters === -1 ? shown : shown.slice(0, parameters + 1) + queryWithoutSecrets(shown.slice(parameters + 1));
}

/** The parameters of a query or fragment, without the values that are secrets. */
export function queryWithoutSecrets(query: string): string {
  if (!query.includes("=")) return query;
  return query
    .split(/([&#])/)
    .map((parameter) => {
      const equals = parameter.indexOf("=");
      return equals > 0 && isSecretParameter(parameter.slice(0, equals))
        ? `${parameter.slice(0, equals)}=${REDACTED}`
        : parameter;
    })
    .join("");
}

export function isSecretParameter(name: string): boolean {
  // A fragment may have a query of its own: `#/sign-in?token=...`.
  const plain = decoded(name.slice(name.lastIndexOf("?") + 1));
  return isSecret(plain) || (secretParameter.test(plain) && !noSecret.test(plain));
}

function decoded(name: string): string {
  if (!name.includes("%")) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
