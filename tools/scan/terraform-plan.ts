import type { GraphResource } from "../../cli/graph";
import { isUnscanned, type TerraformType, terraformTypes } from "./terraform-types";

/** Maps whose keys are data: they are neither blocks nor renamed. */
const freeMaps = new Set(["variables", "tags", "dimensions"]);

interface PlannedResource {
  readonly resource: GraphResource;
  readonly terraform: TerraformType;
  /** Such as `aws_s3_bucket.siem-dev`. */
  readonly address: string;
}

/**
 * The part of a Terraform plan that scanners read, made of the resources of a stage.
 * https://developer.hashicorp.com/terraform/internals/json-format
 * @throws Error if a type is not in the table, or two resources would have the same address
 */
export function terraformPlan(resources: readonly GraphResource[]): object {
  const planned = resources.filter(({ type }) => !isUnscanned(type)).map(plan);
  const addresses = new Map<string, string>();
  for (const { address, resource } of planned) {
    if (new Set(addresses.values()).has(address)) throw new Error(`Two resources of the stage would be ${address}`);
    addresses.set(resource.urn, address);
  }
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: {
      root_module: {
        resources: planned.map((each) => ({
          ...identity(each),
          schema_version: 0,
          values: values(each),
          sensitive_values: {},
        })),
      },
    },
    resource_changes: planned.map((each) => ({
      ...identity(each),
      change: { actions: ["create"], before: null, after: values(each), after_unknown: {} },
    })),
    configuration: {
      provider_config: { aws: { name: "aws", full_name: provider } },
      root_module: {
        resources: planned.map((each) => ({
          ...identity(each),
          provider_config_key: "aws",
          schema_version: 0,
          expressions: expressions(each, addresses),
        })),
      },
    },
  };
}

const provider = "registry.terraform.io/hashicorp/aws";

function plan(resource: GraphResource): PlannedResource {
  const terraform = terraformTypes[resource.type];
  if (!terraform) {
    throw new Error(`${resource.type} is not in tools/scan/terraform-types.ts: add the name that Terraform gives it`);
  }
  return { resource, terraform, address: `${terraform.type}.${resource.name.replace(/[^\w-]/g, "_")}` };
}

function identity({ address, terraform }: PlannedResource): object {
  const name = address.slice(terraform.type.length + 1);
  return { address, mode: "managed", type: terraform.type, name, provider_name: provider };
}

function values({ resource, terraform }: PlannedResource): object {
  return { ...terraform.defaults, ...block(resource.inputs, terraform) };
}

/** What each argument refers to; checks that look at several resources follow these. */
function expressions({ resource, terraform }: PlannedResource, addresses: ReadonlyMap<string, string>): object {
  const entries = Object.entries(resource.inputs).map(([input, value]) => {
    const references = (resource.propertyDeps[input] ?? []).flatMap((urn) => {
      const address = addresses.get(urn);
      return address === undefined ? [] : [`${address}.id`, address];
    });
    const constant = argument(input, value, terraform);
    return [argumentName(input, terraform), references.length > 0 ? { references } : { constant_value: constant }];
  });
  return Object.fromEntries(entries);
}

function block(inputs: object, terraform: TerraformType): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).map(([input, value]) => [argumentName(input, terraform), argument(input, value, terraform)]),
  );
}

function argument(input: string, value: unknown, terraform: TerraformType): unknown {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? block(item, terraform) : item));
  if (!isObject(value) || freeMaps.has(input)) return value;
  if ("path" in value && input === "code") return value.path;
  // Pulumi has a single object where Terraform has a list of at most one block.
  return [block(value, terraform)];
}

function argumentName(input: string, { renamed }: TerraformType): string {
  return renamed?.[input] ?? input.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
