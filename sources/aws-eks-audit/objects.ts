import { flatObject } from "../../functions/shared/flat-object";
import { isSecret, REDACTED } from "../../functions/shared/secrets/secrets";
import { asRecord, type JsonObject } from "../../functions/shared/values";

const maximumDepth = 20;

/**
 * An object of the API without credentials: those of Secrets and of tokens, and values of environment variables whose
 * names say so. Left out is what repeats the object: its bookkeeping and kubectl's copy in an annotation.
 */
export function readObject(
  resource: string | undefined,
  value: unknown,
): Readonly<Record<string, unknown>> | undefined {
  const hidden = resource === "secrets" ? isSecretOfSecret : isSecretMember;
  return flatObject(cleaned(value, 0), { isSecret: hidden });
}

function isSecretMember(name: string): boolean {
  return name === "token" || isSecret(name);
}

function isSecretOfSecret(name: string): boolean {
  return name === "data" || name === "stringData" || isSecretMember(name);
}

const repeats: ReadonlySet<string> = new Set(["managedFields", "kubectl.kubernetes.io/last-applied-configuration"]);

function cleaned(value: unknown, depth: number): unknown {
  if (depth > maximumDepth) return undefined;
  if (Array.isArray(value)) return value.map((item: unknown) => cleaned(withoutSecretPair(item), depth + 1));
  const object = asRecord(value);
  if (object === undefined) return value;
  const members = Object.entries(object).filter(([name]) => !repeats.has(name));
  return Object.fromEntries(members.map(([name, member]) => [name, cleaned(member, depth + 1)]));
}

/** `{"name": "DB_PASSWORD", "value": ...}` */
function withoutSecretPair(item: unknown): unknown {
  const pair: JsonObject | undefined = asRecord(item);
  return typeof pair?.name === "string" && typeof pair.value === "string" && isSecret(pair.name)
    ? { ...pair, value: REDACTED }
    : item;
}
