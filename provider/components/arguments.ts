import { ConfigurationError } from "../../functions/shared/errors";

type Given<Values> = { [Name in keyof Values]?: Exclude<Values[Name], undefined> };

/** The values that were given: an argument that is left out keeps the component's default. */
export function given<Values extends object>(values: Values): Given<Values> {
  // What is taken away is what the type takes away.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<Values>;
}

/** Subnets and security groups, which are given together or not at all. */
export function network<Subnets, Groups>(
  subnetIds: Subnets | undefined,
  securityGroupIds: Groups | undefined,
): { readonly subnetIds: Subnets; readonly securityGroupIds: Groups } | undefined {
  if (subnetIds === undefined && securityGroupIds === undefined) return undefined;
  if (subnetIds === undefined || securityGroupIds === undefined) {
    throw new ConfigurationError("subnetIds and securityGroupIds go together: give both, or neither");
  }
  return { subnetIds, securityGroupIds };
}
