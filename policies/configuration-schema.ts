import { frameworks } from "./controls";
import { parameterKinds, parameterNames } from "./parameters";
import { severities } from "./policy";
import { presetNames } from "./presets";
import { policies } from "./registry.generated";

/** The part of JSON Schema that the configuration is described in, and read by. */
export interface Schema {
  readonly type?: "object" | "array" | "string" | "integer" | "boolean";
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
}

const text = (description: string): Schema => ({ type: "string", minLength: 1, description });
const list = (items: Schema, description: string, minItems = 0): Schema => ({
  type: "array",
  items,
  description,
  ...(minItems > 0 && { minItems }),
});
const oneOf = (values: readonly string[]): Schema => ({ type: "string", enum: values });
const object = (
  properties: Readonly<Record<string, Schema>>,
  description: string,
  required: string[] = [],
): Schema => ({
  type: "object",
  description,
  properties,
  additionalProperties: false,
  ...(required.length > 0 && { required }),
});

const policyId = oneOf(policies.map(({ id }) => id));

/** Of a file that configures the policies. */
export const configurationSchema: Schema = object(
  {
    preset: { ...oneOf(presetNames), description: "Severities to begin with. Default: siem-baseline" },
    select: object(
      {
        services: list(oneOf([...new Set(policies.map(({ service }) => service))]), "Services whose policies run"),
        severities: list(oneOf(severities.filter((severity) => severity !== "disabled")), "Severities that run"),
        frameworks: list(oneOf(frameworks), "Catalogues of controls whose policies run"),
        policies: list(policyId, "Policies that run; disabled ones as advisory"),
      },
      "Runs only policies that match each of the lists that are given",
    ),
    exclude: list(policyId, "Policies that do not run"),
    severities: object(
      Object.fromEntries(policies.map(({ id, title }) => [id, { ...oneOf(severities), description: title }])),
      "Severities by policy, above those of the preset",
    ),
    parameters: object(
      Object.fromEntries(
        parameterNames.map((name) => {
          const { schema, description } = parameterKinds[name];
          return [name, { ...schema, description }];
        }),
      ),
      "What the organisation decides",
    ),
    exemptions: list(
      object(
        {
          policies: list(policyId, "Policies that the resources need not satisfy", 1),
          resources: list(text("Name or URN; * stands for any text"), "The resources", 1),
          stacks: list(text("Name of a stack"), "Stacks that it is for; all where they are left out", 1),
          reason: { type: "string", description: "Why; without reason, owner and last day it exempts nothing" },
          owner: { type: "string", description: "Who answers for it" },
          expires: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$", description: "The last day on which it holds" },
        },
        "Resources that need not satisfy policies",
        ["policies", "resources"],
      ),
      "Resources that need not satisfy policies",
    ),
    remediate: {
      type: "boolean",
      description: "Whether the pack changes resources so that policies hold, where that is safe (`pulumi up` only)",
    },
  },
  "How pulumi-aws-siem's policies are run",
);
