import { isSecret } from "./secrets";

const value = String.raw`("[^"]*"|'[^']*'|(?:Bearer|Basic) \S+|\S+)`;
/** `NAME=value`, `name: value`, `"name": "value"`. A name is tried from its start only, which keeps this linear. */
const assignment = new RegExp(String.raw`(?<![\w-])([A-Za-z_-][\w-]*)("?\s?[=:]\s?)${value}`, "g");
/** `--name value` */
const option = new RegExp(String.raw`(?<![\w-])(--[A-Za-z][\w-]*)(\s)${value}`, "g");

/** A text, such as a command line, without the values that it gives to names of credentials. */
export function textWithoutSecrets(text: string): string {
  const replace = (whole: string, name: string, separator: string): string =>
    isSecret(name) ? `${name}${separator}REDACTED` : whole;
  return text.replace(assignment, replace).replace(option, replace);
}
