import { definitions } from "../../settings";
import type { Definition } from "../../settings/definition";

/** The settings of a stack as arguments of the component `Siem` of other languages. */
export function componentArgs(): string {
  const members = Object.entries(definitions).map(([name, definition]) => {
    const { description, allowed, default: value } = definition as Definition<unknown>;
    const facts = `${description}. Default: ${JSON.stringify(value)}.${allowed === undefined ? "" : ` Allowed: ${allowed}.`}`;
    return `  /** ${facts.replaceAll("*/", "*\\/")} */\n  ${name}?: ${typeOf(definition)};\n`;
  });
  return `// Made by \`npm run generate\` from the settings in settings.ts; do not edit.

export interface SiemArgs {
${members.join("")}}
`;
}

function typeOf({ type, items }: Pick<Definition<unknown>, "type" | "items">): string {
  const types = { boolean: "boolean", integer: "number", string: "string", object: "Record<string, any>" };
  return type === "array" ? `${types[items ?? "string"]}[]` : types[type];
}
