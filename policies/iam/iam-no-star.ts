import { type ResourceNode, read } from "../graph";
import { definePolicy } from "../policy";
import type { Statement } from "../policy-document";
import { statementsOf, wildcardMatches } from "../statements";

/**
 * Actions that work on `*` only, or on things that have no name yet, among those that parts of a SIEM use.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const withoutResource: readonly string[] = [
  "cloudwatch:getmetricdata",
  "cloudwatch:listmetrics",
  "cloudwatch:putmetricdata",
  "ec2:assignprivateipaddresses",
  "ec2:createnetworkinterface",
  "ec2:deletenetworkinterface",
  "ec2:describe*",
  "ec2:unassignprivateipaddresses",
  "ecr:getauthorizationtoken",
  "es:listdomainnames",
  "logs:createlogdelivery",
  "logs:deletelogdelivery",
  "logs:describeloggroups",
  "logs:describeresourcepolicies",
  "logs:getlogdelivery",
  "logs:listlogdeliveries",
  "logs:putresourcepolicy",
  "logs:updatelogdelivery",
  "organizations:list*",
  "s3:listallmybuckets",
  "sts:getcalleridentity",
  "xray:getsamplingrules",
  "xray:getsamplingstatisticsummaries",
  "xray:getsamplingtargets",
  "xray:puttelemetryrecords",
  "xray:puttracesegments",
];

function needsResource(action: string): boolean {
  return !withoutResource.some((pattern) => wildcardMatches(pattern, action));
}

/** `*`, and ARNs whose last part names nothing: `arn:aws:*`, `arn:aws:s3:::*`, `arn:aws:sqs:*:*:*`. */
const anything = /^(?:arn:(?:[^:]*:){0,4})?[*?]+$/;

function* problemsOf({ label, effect, actions, resources }: Statement): Iterable<string> {
  if (effect !== "Allow") return;
  if (actions.negated) {
    yield `statement ${label} allows every action but ${actions.patterns.join(", ")}`;
    return;
  }
  const services = actions.patterns.filter((action) => /^[a-z0-9-]+:[*?]+$/.test(action));
  if (services.length > 0) {
    yield `statement ${label} allows every action of a service: ${services.join(", ")}`;
    return;
  }
  const all = actions.patterns.filter((action) => /^[*?]+(?::[*?]+)?$/.test(action));
  if (all.length > 0) {
    yield `statement ${label} allows every action`;
    return;
  }
  const everywhere = resources?.negated || resources?.patterns.some((resource) => anything.test(resource));
  const loose = actions.patterns.filter(needsResource);
  if (everywhere && loose.length > 0) yield `statement ${label} allows ${loose.join(", ")} on every resource`;
}

/** Statements of a resource's own policy, and of those written into a role. */
function statements(resource: ResourceNode): Statement[] {
  const inline = read(resource, "inlinePolicies");
  const count = Array.isArray(inline) ? inline.length : 0;
  const ofRole = Array.from({ length: count }, (_, index) => statementsOf(resource, "inlinePolicies", index, "policy"));
  return [...statementsOf(resource, "policy"), ...ofRole.flat()];
}

export default definePolicy({
  id: "iam-no-star",
  title: "IAM policies name the actions and resources they allow",
  rationale: "A function with a wildcard turns any mistake in its code into access to the whole account.",
  severity: "mandatory",
  service: "iam",
  frameworks: { fsbp: ["IAM.1"], "nist-800-53": ["AC-2", "AC-3", "AC-6"] },
  fix: "List the actions, and the ARNs they are needed on.",
  types: [
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/groupPolicy:GroupPolicy",
    "aws:iam/role:Role",
  ],
  scope: "resource",
  *check(resource) {
    for (const statement of statements(resource)) yield* problemsOf(statement);
  },
});
