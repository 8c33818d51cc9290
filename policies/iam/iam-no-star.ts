import { definePolicy } from "../policy";
import type { Statement } from "../policy-document";
import { isAboutEverything, statementsOf, wildcardMatches } from "../statements";
import { identityPolicyTypes } from "./policies";

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

const needsResource = (action: string) => !withoutResource.some((pattern) => wildcardMatches(pattern, action));

function* problemsOf(statement: Statement): Iterable<string> {
  const { label, effect, actions } = statement;
  if (effect !== "Allow") return;
  if (actions.negated) {
    yield `statement ${label} allows every action but ${actions.patterns.join(", ")}`;
    return;
  }
  if (actions.patterns.some((action) => /^[*?]+(?::[*?]+)?$/.test(action))) {
    yield `statement ${label} allows every action`;
    return;
  }
  const loose = actions.patterns.filter(needsResource);
  if (isAboutEverything(statement) && loose.length > 0)
    yield `statement ${label} allows ${loose.join(", ")} on every resource`;
}

export default definePolicy({
  id: "iam-no-star",
  title: "IAM policies name the actions and resources they allow",
  rationale: "A function with a wildcard turns any mistake in its code into access to the whole account.",
  severity: "mandatory",
  service: "iam",
  securityHub: ["IAM.1"],
  checkov: ["CKV_AWS_62", "CKV_AWS_63", "CKV_AWS_355"],
  fix: "List the actions, and the ARNs they are needed on.",
  example: `new aws.iam.RolePolicy("loader", {
  role: role.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: pulumi.interpolate\`\${bucket.arn}/*\` }],
  }),
});`,
  types: identityPolicyTypes,
  scope: "resource",
  *check(resource) {
    for (const statement of statementsOf(resource, "policy")) yield* problemsOf(statement);
  },
});
