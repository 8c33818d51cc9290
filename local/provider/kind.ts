import type { Aws } from "./aws";
import { isObject, type Properties } from "./properties";

/** What `put` made: the id by which the engine knows the resource, and the outputs AWS computes (the inputs are added to them). */
export interface Made {
  readonly id: string;
  readonly outputs: Properties;
}

/** How a resource without an explicit name gets one, as the real provider does it: the Pulumi name and seven hexadecimal digits. */
export interface AutoName {
  readonly property: string;
  /** Longest name AWS takes. Default 256. */
  readonly limit?: number;
  /** Property that, where it is given, stands before the digits instead of the Pulumi name. */
  readonly prefixProperty?: string;
  /** Text before the Pulumi name. */
  readonly prefix?: string;
  readonly lowerCase?: boolean;
  /** Text after the digits, by the inputs (".fifo"). */
  readonly suffix?: (inputs: Properties) => string;
}

/** One resource type: how it is made, changed, found and removed. Secrets in `inputs` and `outputs` are plain here. */
export interface ResourceKind {
  readonly autoName?: AutoName;
  /** Properties whose change needs a new resource. */
  readonly replaceOn?: readonly string[] | ((inputs: Properties) => readonly string[]);
  /** Properties whose change from one state of the resource to the other needs a new one, beside those of `replaceOn`. */
  readonly replacedBy?: (before: Properties, after: Properties) => readonly string[];
  /** The old resource has to go first because both would have the same identity in AWS. */
  readonly deleteBeforeReplace?: boolean;
  /**
   * Makes the resource, or brings an existing one to these inputs. It must not fail when AWS already has the resource: an
   * interrupted deployment may have made it without the engine knowing.
   */
  put(inputs: Properties, context: PutContext): Promise<Made>;
  /** The outputs that AWS may have changed, undefined when the resource is gone. Without it the resource counts as there. */
  read?(id: string, outputs: Properties, aws: Aws): Promise<Properties | undefined>;
  /** Removes the resource; one that is gone is no error. Without it there is nothing to remove. */
  remove?(id: string, outputs: Properties, aws: Aws): Promise<void>;
}

export interface PutContext {
  readonly aws: Aws;
  readonly type: string;
  readonly urn: string;
  /** The resource as it was, when this is a change of an existing one. */
  readonly previous?: { readonly id: string; readonly outputs: Properties } | undefined;
}

/** The text of a property that the resource cannot do without. */
export function textOf(inputs: Properties, property: string): string {
  const value = inputs[property];
  if (typeof value === "string" && value !== "") return value;
  throw new Error(`The property "${property}" must be a text that is not empty, not ${JSON.stringify(value)}.`);
}

export function optionalText(inputs: Properties, property: string): string | undefined {
  const value = inputs[property];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function optionalNumber(inputs: Properties, property: string): number | undefined {
  const value = inputs[property];
  return typeof value === "number" ? value : undefined;
}

/** The objects of a list property; none when it is missing. */
export function objectsOf(inputs: Properties, property: string): Properties[] {
  const value = inputs[property];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textsOf(inputs: Properties, property: string): string[] {
  const value = inputs[property];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** A policy document: components may give it as JSON text or as an object. */
export function policyText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function tagsOf(inputs: Properties): Record<string, string> {
  const tags = inputs.tags;
  return isObject(tags) ? Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)])) : {};
}

/** Tags as most AWS interfaces take them. */
export function tagList(inputs: Properties): { Key: string; Value: string }[] {
  return Object.entries(tagsOf(inputs)).map(([Key, Value]) => ({ Key, Value }));
}

/**
 * The value in the spelling of the AWS interfaces: `kmsMasterKeyId` is `KmsMasterKeyId` there, at any depth.
 * @param renames the exceptions, by Pulumi name (`id` -> `ID`)
 */
export function toAwsSpelling(value: unknown, renames: Readonly<Record<string, string>> = {}): unknown {
  if (Array.isArray(value)) return value.map((item) => toAwsSpelling(item, renames));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      renames[key] ?? key.charAt(0).toUpperCase() + key.slice(1),
      toAwsSpelling(item, renames),
    ]),
  );
}

/** Whether the error is one of the named AWS errors. */
export function isAwsError(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** The answer, or undefined when AWS says with one of these errors that the thing is not there. */
export async function unlessMissing<T>(answer: Promise<T>, ...names: string[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAwsError(error, ...names)) return undefined;
    throw error;
  }
}
