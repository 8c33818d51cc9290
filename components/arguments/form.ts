import { suggest } from "../../functions/shared/suggest";
import type { TextForm } from "../../settings/definition";

/** What a value may be. */
export interface Form {
  /** In words. */
  readonly form: string;
  readonly allows: (value: unknown) => boolean;
  /** What was probably meant by a text that is not allowed. */
  readonly meant?: (text: string) => string | undefined;
}

/** What an argument may be: a value, or a list of values. */
export interface ArgumentForm extends Form {
  /** Of the items of a list. */
  readonly items?: Form;
}

export const flag: Form = { form: "true or false", allows: (value) => typeof value === "boolean" };

export function wholeNumber(min: number, max: number): Form {
  return {
    form: `a whole number from ${min} to ${max}`,
    allows: (value) => typeof value === "number" && Number.isInteger(value) && value >= min && value <= max,
  };
}

export function oneOf(choices: readonly (string | number)[]): Form {
  return {
    form: choices.join(", "),
    allows: (value) => choices.some((choice) => choice === value),
    meant: (text) => suggest(text, choices.map(String)),
  };
}

export function text({ pattern, form, fault }: TextForm): Form {
  return {
    form,
    allows: (value) => typeof value === "string" && pattern.test(value) && fault?.(value) === undefined,
  };
}

export function list(items: Form): ArgumentForm {
  return { form: `a list; each item: ${items.form}`, allows: Array.isArray, items };
}
