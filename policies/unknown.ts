/** Stands for a value that is only known after the deployment. */
export const UNKNOWN: unique symbol = Symbol("unknown until deployed");

/**
 * Texts by which the Pulumi engine stands for unknown values of each type in what it sends during a preview.
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
const sentinels: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // string
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** Thrown where a policy needs a value that is unknown: it neither holds nor is violated. */
export class Undecided extends Error {
  constructor(what: string) {
    super(`${what} is not known before the deployment`);
    this.name = "Undecided";
  }
}

export function isUnknown(value: unknown): boolean {
  return value === UNKNOWN || sentinels.has(value);
}

/** Whether a plain value is unknown, or a part of it. */
export function holdsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}

/**
 * Plain copy of a property value with `UNKNOWN` for what is unknown. CrossGuard's proxies throw when an unknown property
 * is read, so whatever cannot be read is unknown.
 */
export function plain(value: unknown): unknown {
  if (isUnknown(value)) return UNKNOWN;
  if (typeof value !== "object" || value === null) return value;
  const copy = (key: string | number): unknown => {
    let member: unknown;
    try {
      member = (value as Record<string | number, unknown>)[key];
    } catch {
      return UNKNOWN;
    }
    return plain(member);
  };
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => copy(index));
  return Object.fromEntries(Object.keys(value).map((key) => [key, copy(key)]));
}
