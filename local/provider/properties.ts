import { createHash } from "node:crypto";
import * as rpc from "@pulumi/pulumi/runtime/rpc";

/** Inputs or outputs of a resource as the engine sends them: JSON, with marked objects for secrets, assets and archives. */
export type Properties = Readonly<Record<string, unknown>>;

/** Name of the output that remembers a fingerprint of each input: the engine sends a provider the old outputs, not the old inputs. */
export const FINGERPRINTS = "__inputFingerprints";

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The kind of a marked object (one of the `special...Sig` values of `runtime/rpc`), undefined for plain data. */
export function signatureOf(value: unknown): string | undefined {
  const signature = isObject(value) ? value[rpc.specialSigKey] : undefined;
  return typeof signature === "string" ? signature : undefined;
}

/** The value with secrets replaced by what they hold, at any depth; assets and archives stay as they are. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  const signature = signatureOf(value);
  if (signature === rpc.specialSecretSig) return withoutSecrets(value.value);
  if (signature === rpc.specialAssetSig || signature === rpc.specialArchiveSig) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
}

/** As `withoutSecrets`, for all properties of a resource. */
export function plainProperties(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, withoutSecrets(value)]));
}

/** Whether the value, at any depth, is not known before the deployment has run. */
export function hasUnknown(value: unknown): boolean {
  if (value === rpc.unknownValue) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** A fingerprint of each property: independent of key order and of where an archive lies, never the value itself (it may be secret). */
export function fingerprints(properties: Properties): Record<string, string> {
  const entries = Object.entries(plainProperties(properties)).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, digest(value)]));
}

/** The names of the properties that differ, sorted; a property that came or went counts as different. */
export function changedProperties(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}

/** Hex SHA-256 of a value, the same for equal values whatever the order of their keys. */
export function digest(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex").slice(0, 32);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const signature = signatureOf(value);
  // The engine hashes the content of assets and archives; two paths with equal content are equal.
  if ((signature === rpc.specialAssetSig || signature === rpc.specialArchiveSig) && typeof value.hash === "string") {
    return `${signature}:${value.hash}`;
  }
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}
