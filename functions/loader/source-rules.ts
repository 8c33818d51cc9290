import { ConfigurationError } from "../shared/errors";
import { suggest } from "../shared/suggest";
import { isTimeZone } from "../shared/time/time-zone";
import { asRecord, type JsonObject } from "../shared/values";
import type { LogObject } from "./source";

/** What a stack's configuration says about some objects. The first rule that an object matches decides. */
export interface SourceRule {
  /** Objects of this bucket; of any by default. */
  readonly bucket?: string | undefined;
  /** Objects whose key starts with this; all by default. */
  readonly prefix?: string | undefined;
  /** Objects whose key ends with this; all by default. */
  readonly suffix?: string | undefined;
  /** They are of the log source of this id, whatever their key and content look like. */
  readonly source?: string | undefined;
  /** IANA name of the zone in which their times without one are meant. */
  readonly timeZone?: string | undefined;
  /** They are not loaded, and counted as dropped under `excluded`. */
  readonly exclude?: boolean | undefined;
}

/** The rule for an object, if any. */
export function ruleFor(
  { bucket, key }: Pick<LogObject, "bucket" | "key">,
  rules: readonly SourceRule[],
): SourceRule | undefined {
  return rules.find(
    (rule) =>
      (rule.bucket === undefined || rule.bucket === bucket) &&
      key.startsWith(rule.prefix ?? "") &&
      key.endsWith(rule.suffix ?? ""),
  );
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const members = ["bucket", "prefix", "suffix", "source", "timeZone", "exclude"] as const;

/**
 * Checks rules as a configuration gives them.
 * @param knownSources ids of all log sources.
 * @throws ConfigurationError that names the rule, what is wrong and what is allowed.
 */
export function parseSourceRules(value: unknown, knownSources: readonly string[]): SourceRule[] {
  if (!Array.isArray(value)) throw new ConfigurationError("the rules of sources must be a list");
  return value.map((item: unknown, index) => {
    const rule = asRecord(item);
    const problem = rule === undefined ? "must be an object" : problemOf(rule, knownSources);
    if (rule === undefined || problem !== undefined) {
      throw new ConfigurationError(`rule ${index + 1} of the sources, ${JSON.stringify(item)}: ${problem}`);
    }
    return rule;
  });
}

function problemOf(rule: JsonObject, knownSources: readonly string[]): string | undefined {
  const { source, timeZone, exclude } = rule;
  const unknown = Object.keys(rule).find((name) => !(members as readonly string[]).includes(name));
  if (unknown !== undefined) return `"${unknown}" is none of ${members.join(", ")}`;
  for (const name of ["bucket", "prefix", "suffix"] as const) {
    const given = rule[name];
    if (given !== undefined && (typeof given !== "string" || given === "")) return `${name} must be a text`;
  }
  if (rule.bucket !== undefined && !bucketName.test(String(rule.bucket))) {
    return `bucket ${JSON.stringify(rule.bucket)} is no name of a bucket (3 to 63 of a-z, 0-9, "." and "-"); ARNs are not taken`;
  }
  if (rule.bucket === undefined && rule.prefix === undefined && rule.suffix === undefined) {
    return "needs a bucket, prefix or suffix: it would hold for all objects";
  }
  if (rule.prefix !== undefined && String(rule.prefix).startsWith("/"))
    return "prefix must not start with /: keys do not";
  if (exclude !== undefined && exclude !== true) return "exclude must be true, or be left out";
  if (exclude === true && (source !== undefined || timeZone !== undefined))
    return "excludes what it has a source or zone for";
  if (exclude !== true && source === undefined && timeZone === undefined) return "needs source, timeZone or exclude";
  if (source !== undefined && !knownSources.includes(String(source))) return unknownSource(source, knownSources);
  if (timeZone !== undefined && (typeof timeZone !== "string" || !isTimeZone(timeZone))) {
    return `timeZone ${JSON.stringify(timeZone)} is none; use an IANA name such as Europe/Berlin`;
  }
  return undefined;
}

/** Says that there is no such source, and which one may be meant. */
export function unknownSource(id: unknown, knownSources: readonly string[]): string {
  const meant = suggest(String(id), knownSources);
  return `there is no log source ${JSON.stringify(id)}${meant === undefined ? "" : `: did you mean ${meant}?`}; \`siem sources\` lists them`;
}
