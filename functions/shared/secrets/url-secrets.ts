import { remembering } from "../remembering";
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
  const parameters = firstOf(shown.indexOf("?"), shown.indexOf("#"));
  return parameters === -1 ? shown : shown.slice(0, parameters + 1) + queryWithoutSecrets(shown.slice(parameters + 1));
}

function firstOf(one: number, other: number): number {
  return one === -1 || (other !== -1 && other < one) ? other : one;
}

const EQUALS = 0x3d;
const AMPERSAND = 0x26;
const HASH = 0x23;

/** The parameters of a query or fragment, without the values that are secrets. */
export function queryWithoutSecrets(query: string): string {
  let shown = "";
  let copied = 0;
  let start = 0;
  let equals = -1;
  for (let index = 0; index <= query.length; index += 1) {
    const code = query.charCodeAt(index);
    if (code === EQUALS && equals === -1) equals = index;
    if (index < query.length && code !== AMPERSAND && code !== HASH) continue;
    if (equals > start && isSecretParameter(query.slice(start, equals))) {
      shown += `${query.slice(copied, equals + 1)}${REDACTED}`;
      copied = index;
    }
    start = index + 1;
    equals = -1;
  }
  return copied === 0 ? query : shown + query.slice(copied);
}

export const isSecretParameter = remembering(looksSecret, 1_000);

function looksSecret(name: string): boolean {
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
