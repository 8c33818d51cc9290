/** What an organisation decides; a policy names those that it depends on. */
export interface Parameters {
  /** Days for which a log group of CloudWatch keeps its logs at least. */
  readonly minimumLogRetentionDays: number;
  /** Days for which the log archive keeps objects at least; the searchable retention must not be longer. */
  readonly minimumArchiveRetentionDays: number;
  /** Regions that resources may be in; all where the list is empty. */
  readonly allowedRegions: readonly string[];
  /** Tags that each resource must have that can have tags. */
  readonly requiredTags: readonly string[];
  /** Id of the AWS organisation (o-...) that statements about an organisation must name. */
  readonly organizationId: string;
}

export type ParameterName = keyof Parameters;

interface ParameterKind {
  readonly description: string;
  /** As JSON Schema says it. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly default: number | string | readonly string[];
}

export const parameterKinds: Readonly<Record<ParameterName, ParameterKind>> = {
  minimumLogRetentionDays: {
    description: "Days for which a log group of CloudWatch keeps its logs at least",
    schema: { type: "integer", minimum: 1 },
    default: 365,
  },
  minimumArchiveRetentionDays: {
    description: "Days for which the log archive keeps objects at least",
    schema: { type: "integer", minimum: 1 },
    default: 90,
  },
  allowedRegions: {
    description: "Regions that resources may be in; all where the list is empty",
    schema: { type: "array", items: { type: "string", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$" } },
    default: [],
  },
  requiredTags: {
    description: "Tags that each resource must have that can have tags",
    schema: { type: "array", items: { type: "string", minLength: 1 } },
    default: [],
  },
  organizationId: {
    description: "Id of the AWS organisation that statements about an organisation must name; any where it is empty",
    schema: { type: "string", pattern: "^(o-[a-z0-9]{10,32})?$" },
    default: "",
  },
};

export const parameterNames = Object.keys(parameterKinds) as readonly ParameterName[];

export const defaultParameters = Object.fromEntries(
  parameterNames.map((name) => [name, parameterKinds[name].default]),
) as unknown as Parameters;
