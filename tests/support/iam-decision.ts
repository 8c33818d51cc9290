import type { Condition, Statement } from "../../policies/policy-document";
import { covers, wildcardMatches } from "../../policies/statements";

interface Request {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request. */
  readonly context: Readonly<Record<string, string>>;
}

/** A request that a role makes, as IAM sees it. */
export interface AccessRequest extends Request {
  readonly roleArn: string;
}

/** A request that a service makes by its own principal, such as `cloudtrail.amazonaws.com`. */
export interface ServiceRequest extends Request {
  readonly service: string;
}

/** The policies that have a say. */
export interface Policies {
  /** Of the role. */
  readonly identity: readonly Statement[];
  /** Of the bucket, queue, domain or key. Default: it has none. */
  readonly resource?: readonly Statement[];
  /** Of the VPC endpoint that the request goes through. Default: it goes through none. */
  readonly endpoint?: readonly Statement[];
}

/**
 * Whether AWS allows a request of a role to its own account's resources. The emulator judges neither conditions nor
 * resource policies.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function isAllowed(request: AccessRequest, { identity, resource = [], endpoint }: Policies): boolean {
  const [, , , , account = ""] = request.roleArn.split(":");
  const everyPolicy = [...identity, ...resource, ...(endpoint ?? [])];
  if (everyPolicy.some((statement) => statement.effect === "Deny" && applies(statement, request))) return false;
  const allows = (statement: Statement): boolean => statement.effect === "Allow" && applies(statement, request);
  if (endpoint !== undefined && !endpoint.some(allows)) return false;
  // A key decides alone about itself, unless it leaves that to the account's own policies.
  const root = { ...request, roleArn: `arn:aws:iam::${account}:root` };
  const leftToIdentity =
    !request.action.startsWith("kms:") ||
    resource.some((statement) => statement.effect === "Allow" && applies(statement, root));
  return (leftToIdentity && identity.some(allows)) || resource.some(allows);
}

/** Whether a resource's policy lets a service in: it has no other policy, and belongs to no account. */
export function isServiceAllowed(request: ServiceRequest, resource: readonly Statement[]): boolean {
  const effects = resource.filter((statement) => applies(statement, request)).map(({ effect }) => effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

function applies(
  { principals, actions, resources, conditions }: Statement,
  request: AccessRequest | ServiceRequest,
): boolean {
  if (principals?.negated) throw new Error("NotPrincipal is not judged here");
  const named =
    "service" in request ? principals?.services.includes(request.service) : principals?.aws.includes(request.roleArn);
  return (
    (principals === undefined || principals.everyone || named === true) &&
    covers(actions, request.action.toLowerCase()) &&
    (resources === undefined || covers(resources, request.resource)) &&
    conditions.every((condition) => holds(condition, request.context))
  );
}

/** By operator: whether it holds for one of its values, and what it says of a request that lacks the key. */
const operators: Readonly<
  Record<string, { readonly holds: (actual: string, wanted: string) => boolean; readonly missing: boolean }>
> = {
  stringequals: { holds: (actual, wanted) => actual === wanted, missing: false },
  stringnotequals: { holds: (actual, wanted) => actual !== wanted, missing: true },
  stringlike: { holds: (actual, wanted) => wildcardMatches(wanted, actual), missing: false },
  arnequals: { holds: (actual, wanted) => wildcardMatches(wanted, actual), missing: false },
  arnnotequals: { holds: (actual, wanted) => !wildcardMatches(wanted, actual), missing: true },
  arnlike: { holds: (actual, wanted) => wildcardMatches(wanted, actual), missing: false },
  bool: { holds: (actual, wanted) => actual === wanted, missing: false },
  numericlessthan: { holds: (actual, wanted) => Number(actual) < Number(wanted), missing: false },
};

function holds({ operator, qualifier, ifExists, key, values }: Condition, context: AccessRequest["context"]): boolean {
  if (qualifier !== undefined || ifExists) throw new Error(`${operator} is not judged here`);
  const actual = Object.entries(context).find(([name]) => name.toLowerCase() === key)?.[1];
  if (operator === "null") return values.includes(String(actual === undefined));
  const found = operators[operator];
  if (found === undefined) throw new Error(`${operator} is not judged here`);
  if (actual === undefined) return found.missing;
  // A negated operator must hold for all of its values.
  return found.missing
    ? values.every((value) => found.holds(actual, value))
    : values.some((value) => found.holds(actual, value));
}
