import { ConfigurationError } from "../../functions/shared/errors";
import { argumentForm, componentName, readElsewhere } from "./argument-forms";
import type { ArgumentForm, Form } from "./form";

/**
 * Refuses a component whose name or arguments cannot be right. Outputs of other resources are not looked at: what AWS made,
 * it takes.
 * @param type Such as `siem:archive:LogArchive`.
 */
export function refuseWrongArguments(type: string, name: string, args: object): void {
  const component = type.slice(type.lastIndexOf(":") + 1);
  refuse(type, name, [...faultsOf("its name", componentName(component), name), ...faultsWithin(component, "", args)]);
}

/** @throws ConfigurationError with all that is wrong with the arguments of a component, if anything is. */
export function refuse(type: string, name: string, faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new ConfigurationError(
    `${type} "${name}" cannot be made: ${faults.join("; ")}. Correct it where "${name}" is declared.`,
  );
}

function faultsWithin(holder: string, path: string, members: object): string[] {
  return Object.entries(members).flatMap(([name, value]: [string, unknown]) => {
    const form = argumentForm(holder, name);
    const faults = form === undefined ? [] : faultsOf(path + name, form, value);
    if (faults.length > 0 || readElsewhere.has(name)) return faults;
    if (!Array.isArray(value)) return isData(value) ? faultsWithin(name, `${path}${name}.`, value) : [];
    return value.flatMap((item: unknown, index) =>
      isData(item) ? faultsWithin(name, `${path}${name}[${index}].`, item) : [],
    );
  });
}

/** What is wrong with the value of an argument, in words; nothing where it is left out, or not known yet. */
function faultsOf(path: string, form: ArgumentForm, value: unknown): string[] {
  if (value === undefined || isUnknownYet(value)) return [];
  if (!form.allows(value)) return [fault(path, form, value)];
  if (form.items === undefined || !Array.isArray(value)) return [];
  const { items } = form;
  return value.flatMap((item: unknown, index) =>
    isUnknownYet(item) || items.allows(item) ? [] : [fault(`${path}[${index}]`, items, item)],
  );
}

function fault(path: string, { form, meant }: Form, value: unknown): string {
  const other = typeof value === "string" ? meant?.(value) : undefined;
  return `${path} is ${shown(value)}${other === undefined ? "" : `: did you mean ${other}?`}; allowed: ${form}`;
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? "a list" : "an object";
}

/** An output, a promise or a function. */
function isUnknownYet(value: unknown): boolean {
  if (typeof value === "function") return true;
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isData(value);
}

/** An object that was written down, not a resource or an output. */
function isData(value: unknown): value is object {
  return typeof value === "object" && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}
