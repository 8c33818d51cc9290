import { configurationSchema } from "../../policies/configuration-schema";

/** JSON schema of siem-policies.yaml, for editors. */
export function policySchema(): string {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "siem-policies",
    ...configurationSchema,
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
