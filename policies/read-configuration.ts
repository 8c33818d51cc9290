import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { type Configuration, policiesOf } from "./configuration";
import { configurationSchema, type Schema } from "./configuration-schema";
import { suggest } from "./suggest";

/** A configuration says something that is not allowed. */
export class PolicyConfigurationError extends Error {
  constructor(place: string, problem: string, options?: ErrorOptions) {
    super(`${place}: ${problem}`, options);
    this.name = "PolicyConfigurationError";
  }
}

/** Reads a configuration file, YAML or JSON. @throws PolicyConfigurationError that names the place and what is allowed */
export function readConfigurationFile(path: string): Configuration {
  let content: unknown;
  try {
    content = parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new PolicyConfigurationError(path, cause instanceof Error ? cause.message : String(cause), { cause });
  }
  return readConfiguration(content ?? {}, path);
}

/** Checks a configuration that was parsed. @throws PolicyConfigurationError */
export function readConfiguration(content: unknown, place = "policy configuration"): Configuration {
  validate(content, configurationSchema, place);
  const configuration = content as Configuration;
  for (const [index, { expires }] of (configuration.exemptions ?? []).entries()) {
    if (expires !== undefined && !isDay(expires))
      throw new PolicyConfigurationError(`${place}: exemptions[${index}].expires`, `there is no day ${expires}`);
  }
  // A check that runs nothing would pass whatever it is shown.
  if (policiesOf(configuration).length === 0)
    throw new PolicyConfigurationError(
      place,
      "no policy is left to run; make select, exclude or severities less narrow",
    );
  return configuration;
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const kinds: Readonly<Record<NonNullable<Schema["type"]>, (value: unknown) => boolean>> = {
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
};

function validate(value: unknown, schema: Schema, place: string): void {
  const fail = (problem: string): never => {
    throw new PolicyConfigurationError(place, problem);
  };
  if (schema.type !== undefined && !kinds[schema.type](value))
    fail(`${JSON.stringify(value)} is no ${schema.type === "integer" ? "whole number" : schema.type}`);
  if (schema.enum !== undefined && !schema.enum.includes(String(value))) fail(notAllowed(String(value), schema.enum));
  if (typeof value === "string") {
    if (value.length < (schema.minLength ?? 0)) fail("it must not be empty");
    if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
      fail(`${JSON.stringify(value)} does not have the form ${schema.pattern}`);
  }
  if (typeof value === "number" && value < (schema.minimum ?? value)) fail(`${value} is less than ${schema.minimum}`);
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0)) fail("the list must not be empty");
    for (const [index, item] of value.entries()) if (schema.items) validate(item, schema.items, `${place}[${index}]`);
  } else if (typeof value === "object" && value !== null) {
    members(value as Readonly<Record<string, unknown>>, schema, place);
  }
}

function members(value: Readonly<Record<string, unknown>>, { properties = {}, required = [] }: Schema, place: string) {
  for (const [name, member] of Object.entries(value)) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema === undefined) throw new PolicyConfigurationError(place, notAllowed(name, Object.keys(properties)));
    // Places look as one would write them in code: file.yaml: exemptions[0].expires
    validate(member, schema, place.includes(": ") ? `${place}.${name}` : `${place}: ${name}`);
  }
  for (const name of required) {
    if (!(name in value)) throw new PolicyConfigurationError(place, `${name} is missing`);
  }
}

function notAllowed(word: string, allowed: readonly string[]): string {
  const meant = suggest(word, allowed);
  const hint = meant === undefined ? "." : `; did you mean ${meant}?`;
  // Of a hundred ids the one that was meant is enough.
  return `there is no ${word}${hint}${allowed.length > 20 ? "" : ` Allowed: ${allowed.join(", ")}`}`;
}
