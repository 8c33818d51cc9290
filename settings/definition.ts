import * as forms from "../components/arguments/form";
import { ConfigurationError } from "../functions/shared/errors";

/** Types that the `config:` section of Pulumi.yaml knows. */
type SettingType = "boolean" | "integer" | "string" | "array" | "object";

/** One setting of the stack: what Pulumi.yaml declares and how its text becomes a value. */
export interface Definition<Value> {
  readonly type: SettingType;
  /** Type of the items of an array. */
  readonly items?: "string" | "object";
  /**
   * Whether nobody may read the value: no message holds it. Pulumi.yaml does not say so: where it does, Pulumi refuses each
   * stack that has only the default, which is not encrypted.
   */
  readonly secret?: true;
  /** As Pulumi.yaml declares it; Pulumi requires a default of each optional setting, so `""` stands for none. */
  readonly default: boolean | number | string | readonly unknown[] | Readonly<Record<string, unknown>>;
  readonly description: string;
  /** What it may be, in words; undefined where the description says it. */
  readonly allowed?: string;
  /** `text` is what Pulumi hands over: the value itself, or its JSON for arrays and objects. Throws a text that says what is allowed. */
  readonly parse: (text: string) => Value;
}

/** A value that is not allowed: the message says why, and what is. */
export class NotAllowed extends Error {}

/** An object that lacks a member. */
export class Missing extends NotAllowed {
  /**
   * @param member where it is in its setting, such as `[0].roleArns`
   * @param form what it must be
   */
  constructor(
    readonly member: string,
    readonly form: string,
  ) {
    super(`${member} is missing: it must be ${form}`);
  }
}

export function flag(defaultValue: boolean, description: string): Definition<boolean> {
  return {
    type: "boolean",
    default: defaultValue,
    description,
    parse: (text) => {
      if (text !== "true" && text !== "false") throw new NotAllowed("allowed: true, false");
      return text === "true";
    },
  };
}

export function integer(
  defaultValue: number,
  range: { readonly min: number; readonly max: number } | { readonly oneOf: readonly number[] },
  description: string,
): Definition<number> {
  const { form, allows } = "oneOf" in range ? forms.oneOf(range.oneOf) : forms.wholeNumber(range.min, range.max);
  return {
    type: "integer",
    default: defaultValue,
    description,
    allowed: form,
    parse: (text) => {
      const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
      if (!allows(value)) throw new NotAllowed(`allowed: ${form}`);
      return value;
    },
  };
}

export function choice<const Choice extends string>(
  defaultValue: Choice,
  choices: readonly Choice[],
  description: string,
): Definition<Choice> {
  const allowed = choices.join(", ");
  return { type: "string", default: defaultValue, description, allowed, parse: (text) => oneOf(choices, text) };
}

/** A text that matches a pattern; `form` says in words what that is. */
export interface TextForm {
  readonly pattern: RegExp;
  readonly form: string;
  /** What is wrong with a text that matches, after "<text> "; nothing where it is allowed. Default: nothing ever is. */
  readonly fault?: (text: string) => string | undefined;
}

export function text(defaultValue: string, form: TextForm, description: string): Definition<string> {
  const allowed = form.form;
  return { type: "string", default: defaultValue, description, allowed, parse: (value) => matching(form, value) };
}

/** A text that may be left out: the empty text means that it is. */
export function optionalText(form: TextForm, description: string): Definition<string | undefined> {
  return {
    type: "string",
    default: "",
    description,
    allowed: form.form,
    parse: (value) => (value === "" ? undefined : matching(form, value)),
  };
}

/** What stands for an encrypted value where the stack's secrets provider is not asked, as `siem graph` does not. */
export const encryptedValue = "[secret]";

/** A text that nobody may read; none where it is empty. */
export function secretText({ pattern, form }: TextForm, description: string): Definition<string | undefined> {
  return {
    type: "string",
    secret: true,
    default: "",
    description,
    allowed: form,
    parse: (value) => {
      if (value === "") return undefined;
      if (value !== encryptedValue && !pattern.test(value)) throw new NotAllowed(`allowed: ${form}`);
      return value;
    },
  };
}

export function textList(form: TextForm, description: string): Definition<readonly string[]> {
  const { form: allowed } = forms.list(forms.text(form));
  return { ...listOf("string", [], description, (item) => matching(form, item)), allowed };
}

/** @param defaultChoices what is chosen where nothing is said. Default: all. */
export function choiceList<const Choice extends string>(
  choices: readonly Choice[],
  description: string,
  defaultChoices: readonly Choice[] = choices,
): Definition<readonly Choice[]> {
  const { form: allowed } = forms.list(forms.oneOf(choices));
  return { ...listOf("string", defaultChoices, description, (item) => oneOf(choices, item)), allowed };
}

/** A list of objects, each of them read by `parseItem`, which is told its place, such as `[0]`. */
export function objectList<Item>(
  description: string,
  parseItem: (item: Readonly<Record<string, unknown>>, place: string) => Item,
): Definition<readonly Item[]> {
  return listOf("object", [], description, (item, index) => parseItem(membersOf(item), `[${index}]`));
}

/** An object whose members `parseMembers` reads; empty by default. */
export function object<Value>(
  description: string,
  parseMembers: (members: Readonly<Record<string, unknown>>) => Value,
): Definition<Value> {
  return {
    type: "object",
    default: {},
    description,
    parse: (json) => parseMembers(membersOf(parsedJson(json))),
  };
}

/** Refuses a value with a text that says what is allowed; for `parse` and `parseItem`. */
export function notAllowed(allowed: string): never {
  throw new NotAllowed(`allowed: ${allowed}`);
}

export function matching({ pattern, form, fault }: TextForm, value: unknown): string {
  if (typeof value === "string" && pattern.test(value)) {
    const wrong = fault?.(value);
    if (wrong === undefined) return value;
    throw new NotAllowed(`"${value}" ${wrong}`);
  }
  throw new NotAllowed(`${typeof value === "string" ? `"${value}"` : JSON.stringify(value)} is not ${form}`);
}

/** Parses the value of a setting; the error names the setting, its value and what is allowed. */
export function parseSetting<Value>(key: string, definition: Definition<Value>, value: string): Value {
  try {
    return definition.parse(value);
  } catch (error) {
    if (!(error instanceof NotAllowed)) throw error;
    if (error instanceof Missing) {
      const place = `${key}${error.member.startsWith("[") ? "" : "."}${error.member}`;
      throw new ConfigurationError(
        `Setting ${place} is missing: it must be ${error.form}. Set it in the stack's Pulumi.<stack>.yaml or with \`pulumi config set --path\`.`,
        { cause: error },
      );
    }
    throw new ConfigurationError(
      `Setting ${settingFault(key, definition, value, error)}. Correct it in the stack's Pulumi.<stack>.yaml or with \`pulumi config set\`.`,
      { cause: error },
    );
  }
}

/** What is wrong with the value of a setting, in words: without the value where nobody may read it. */
export function settingFault(
  name: string,
  { secret }: Pick<Definition<unknown>, "secret">,
  value: unknown,
  { message }: NotAllowed,
): string {
  return `${name} is ${secret ? "a secret of another form" : JSON.stringify(value)}; ${message}`;
}

/** Runs a check of what settings say together; its error is then the setting's. */
export function naming<Value>(key: string, check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`Setting ${key}: ${error.message}.`, { cause: error });
  }
}

export function oneOf<Choice extends string>(choices: readonly Choice[], value: unknown): Choice {
  const chosen = choices.find((each) => each === value);
  if (chosen === undefined) throw new NotAllowed(`${JSON.stringify(value)} is not one of ${choices.join(", ")}`);
  return chosen;
}

function listOf<Item>(
  items: "string" | "object",
  defaultValue: readonly unknown[],
  description: string,
  parseItem: (item: unknown, index: number) => Item,
): Definition<readonly Item[]> {
  return {
    type: "array",
    items,
    default: defaultValue,
    description,
    parse: (json) => {
      const list = parsedJson(json);
      if (!Array.isArray(list)) throw new NotAllowed("allowed: a list");
      return list.map((item: unknown, index) => parseItem(item, index));
    },
  };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new NotAllowed("allowed: an object");
  return Object.fromEntries(Object.entries(value));
}

/** Undefined, which no setting is, for what is no JSON. */
function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
