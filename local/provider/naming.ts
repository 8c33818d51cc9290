import type { AutoName } from "./kind";
import { digest, hasUnknown, type Properties } from "./properties";

const DIGITS = 7;

/** Type and Pulumi name of a resource: the last two parts of its URN. */
export function parseUrn(urn: string): { readonly type: string; readonly name: string } {
  const parts = urn.split("::");
  const qualifiedType = parts[2];
  const name = parts.slice(3).join("::");
  if (qualifiedType === undefined || name === "") throw new Error(`"${urn}" is not the URN of a resource.`);
  return { type: qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1), name };
}

/**
 * The inputs with a name when they have none: the old one, or the Pulumi name and seven digits. The digits follow from the URN
 * and from the properties that need a replacement, so that names are the same at every fresh deployment but a replacement,
 * which exists beside the resource it replaces, gets a name of its own.
 */
export function withName(
  autoName: AutoName,
  urn: string,
  olds: Properties,
  news: Properties,
  replaceOn: readonly string[],
): Properties {
  const { property, prefixProperty, limit = 256, prefix = "", suffix, lowerCase = false } = autoName;
  if (news[property] !== undefined) return news;
  if (typeof olds[property] === "string" && !hasUnknown(olds[property])) return { ...news, [property]: olds[property] };
  const identity = replaceOn.filter((name) => name !== property).map((name) => news[name]);
  const digits = digest([urn, identity]).slice(0, DIGITS);
  const end = suffix?.(news) ?? "";
  const given = prefixProperty === undefined ? undefined : news[prefixProperty];
  const start = typeof given === "string" ? given : `${prefix}${parseUrn(urn).name}-`;
  const name = `${start}${digits}${end}`;
  if (name.length > limit) {
    const { type, name: pulumiName } = parseUrn(urn);
    throw new Error(
      `${type} "${pulumiName}": the name made of it, "${name}", is longer than the ${limit} characters that AWS takes. ` +
        `Use a shorter Pulumi name or set "${property}".`,
    );
  }
  return { ...news, [property]: lowerCase ? name.toLowerCase() : name };
}
