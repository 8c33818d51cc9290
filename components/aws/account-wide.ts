import * as pulumi from "@pulumi/pulumi";
import { ConfigurationError } from "../../functions/shared/errors";

interface Made {
  readonly provider: pulumi.ProviderResource | undefined;
  readonly what: string;
  readonly value: unknown;
}

// By the stack, for a process may run more than one program. A component that another language's program asks for has no
// stack here, and is alone in sight.
const madeIn = new WeakMap<pulumi.Resource, Made[]>();

/**
 * Makes what an account has one of for all components of a program that use the same provider; the first that needs it
 * makes it.
 * @param what such as `the service-linked role of OpenSearch`
 */
export function accountWide<Value>(user: pulumi.Resource, what: string, make: () => Value): Value {
  const { made, provider } = remembered(user);
  const found = made.find((each) => each.what === what && each.provider === provider);
  // What has this name was made by the same caller.
  if (found !== undefined) return found.value as Value;
  const value = make();
  made.push({ provider, what, value });
  return value;
}

/**
 * Refuses to make a second time what an account has one of.
 * @param by name of the component that makes it
 * @param what such as `the access point shop`
 * @param fix what to do instead
 * @throws ConfigurationError that names who makes it already
 */
export function refuseSecond(user: pulumi.Resource, by: string, what: string, fix: string): void {
  const first = accountWide(user, what, () => by);
  if (first !== by) throw new ConfigurationError(`${by} cannot make ${what}: ${first} of this program does; ${fix}`);
}

function remembered(user: pulumi.Resource) {
  const stack = pulumi.runtime.getStackResource() ?? user;
  const made = madeIn.get(stack) ?? [];
  madeIn.set(stack, made);
  return { made, provider: user.getProvider("aws:index:") };
}
