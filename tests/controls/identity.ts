import { covers, publicStatements } from "../../policies/statements";
import {
  added,
  type Control,
  changed,
  deniesPlain,
  each,
  hasCondition,
  type StageGraph,
  statements,
  withoutStatement,
  withStatement,
} from "./control";
import { rolesOfAnySource } from "./trusted-services";

const key = "kms/key:Key";
const role = "iam/role:Role";
const rolePolicy = "iam/rolePolicy:RolePolicy";
const topicPolicy = "sns/topicPolicy:TopicPolicy";
const customerKey = "components/encryption/customer-key.ts";
const secureFunction = "components/lambda/secure-function.ts";

/** Allows of roles' policies. */
function allowed(graph: StageGraph) {
  return graph
    .policies("policy", rolePolicy, "iam/policy:Policy")
    .flatMap(({ name, statements: list }) =>
      list.filter(({ effect }) => effect === "Allow").map((statement) => ({ name, statement })),
    );
}

/**
 * Actions that AWS lets nobody confine to a resource, with the reason; lower case, as IAM compares them. No other statement may
 * have the resource `*`.
 */
export const actionsWithoutResource: Readonly<Record<string, string>> = {
  "xray:puttracesegments": "X-Ray has no resource that traces are written to",
  "xray:puttelemetryrecords": "X-Ray has no resource that traces are written to",
  "ec2:describenetworkinterfaces": "EC2 describes all or nothing; Lambda needs it for functions in a VPC",
  "ec2:describesubnets": "EC2 describes all or nothing; Lambda needs it for functions in a VPC",
};

/** What would let a role give itself more. */
const escalating = [
  ...["iam:putrolepolicy", "iam:attachrolepolicy", "iam:createrole", "iam:passrole", "iam:createpolicyversion"],
  ...["iam:updateassumerolepolicy", "lambda:updatefunctioncode", "lambda:createfunction", "sts:assumerole"],
];

export const identityControls: readonly Control[] = [
  {
    number: 71,
    ids: "KMS.3, .4, CKV_AWS_7, CKV_AWS_227",
    resource: "key",
    setting: "is renewed each year, and deleted 30 days after it is asked for; prod's not at all by a deployment",
    where: customerKey,
    check: (graph) =>
      each(
        graph,
        key,
        ({ inputs }) =>
          inputs.enableKeyRotation === true && inputs.deletionWindowInDays === 30 && inputs.isEnabled !== false,
      ),
    broken: changed(key, { deletionWindowInDays: 7 }),
  },
  {
    number: 72,
    ids: "KMS.5, CKV_AWS_33, CKV2_AWS_64",
    resource: "key's policy",
    setting: "is written out, lets not everyone in, and cannot lock its owner out",
    where: customerKey,
    check: (graph) =>
      each(
        graph,
        key,
        (resource) =>
          statements(resource).length > 0 &&
          [...publicStatements(statements(resource))].length === 0 &&
          resource.inputs.bypassPolicyLockoutSafetyCheck !== true,
      ),
    broken: withStatement(key, { Principal: "*", Action: "kms:Decrypt", Resource: "*" }),
  },
  {
    number: 73,
    ids: "KMS.1, .2",
    resource: "role's policy",
    setting: "decrypts with named keys only",
    where: secureFunction,
    check: (graph) =>
      allowed(graph)
        .filter(
          ({ statement: { actions, resources } }) =>
            covers(actions, "kms:decrypt") && resources?.patterns.includes("*"),
        )
        .map(({ name }) => name),
    broken: withStatement(rolePolicy, { Action: "kms:Decrypt", Resource: "*" }),
  },
  {
    number: 74,
    ids: "IAM.1, .21, CKV_AWS_62, CKV_AWS_63, CKV_AWS_355",
    resource: "role's policy",
    setting: "names each action, and each resource where AWS has one to name",
    where: secureFunction,
    check: (graph) =>
      allowed(graph)
        .filter(
          ({ statement: { actions, resources } }) =>
            actions.negated ||
            actions.patterns.some((action) => action.includes("*")) ||
            (resources?.patterns.includes("*") === true &&
              !actions.patterns.every((action) => action in actionsWithoutResource)),
        )
        .map(({ name, statement: { label } }) => `${name} ${label}`),
    broken: withStatement(rolePolicy, { Action: "s3:ListAllMyBuckets", Resource: "*" }),
  },
  {
    number: 75,
    ids: "CKV_AWS_286-290, CKV2_AWS_40",
    resource: "role's policy",
    setting:
      "has nothing by which a role could give itself more; the configurator may pass OpenSearch the role of its snapshots",
    where: secureFunction,
    check: (graph) =>
      allowed(graph)
        .filter(({ statement: { actions } }) => escalating.some((action) => covers(actions, action)))
        .filter(
          ({ name, statement }) =>
            !(
              name.endsWith("-content") &&
              statement.label === "GiveSnapshotRole" &&
              hasCondition(statement, "iam:PassedToService")
            ),
        )
        .map(({ name, statement: { label } }) => `${name} ${label}`),
    broken: withStatement(rolePolicy, { Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/x" }),
  },
  {
    number: 76,
    ids: "NAG IAM4, CKV_AWS_274",
    resource: "role",
    setting: "has none of AWS's ready-made policies, but the one by which Config sees the organisation",
    where: "components/lambda/function-role.ts",
    check: (graph) => [
      ...each(graph, role, ({ inputs }) => inputs.managedPolicyArns === undefined),
      ...graph
        .all("iam/rolePolicyAttachment:RolePolicyAttachment")
        .filter(({ inputs }) => !String(inputs.policyArn).endsWith("/AWSConfigRoleForOrganizations"))
        .map(({ name }) => name),
    ],
    broken: changed(role, { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }),
  },
  {
    number: 77,
    ids: "CKV_AWS_60, CKV_AWS_61",
    resource: "role's trust",
    setting:
      "is for one service, and for a named account, resource or organization of which it says that it acts for it (Lambda, Batch Operations and replication take roles of their own account only, and need say nothing)",
    where: "components/aws/service-trust.ts",
    check: (graph) => [
      ...each(graph, role, (resource) =>
        statements(resource, "assumeRolePolicy").every(
          ({ principals }) => principals?.everyone === false && principals.services.length === 1,
        ),
      ),
      ...rolesOfAnySource(graph.resources),
    ],
    broken: withStatement(role, { Principal: { AWS: "*" }, Action: "sts:AssumeRole" }, "assumeRolePolicy"),
  },
  {
    number: 78,
    ids: "IAM.2, CKV_AWS_40",
    resource: "account",
    setting: "gets no users and no access keys",
    where: "components/siem.ts",
    check: (graph) =>
      ["iam/user:User", "iam/accessKey:AccessKey"].flatMap((type) => graph.all(type).map(({ name }) => name)),
    broken: added("iam/user:User", {}),
  },
  {
    number: 79,
    ids: "SNS.1, CKV_AWS_26",
    resource: "topic",
    setting: "encrypts with a key that lets alarms publish",
    where: "components/operations/alarm-topic.ts",
    check: (graph) =>
      each(graph, "sns/topic:Topic", ({ inputs }) => {
        const found = graph.all(key).find(({ arn }) => arn === inputs.kmsMasterKeyId);
        return (
          found !== undefined &&
          statements(found).some(({ principals }) => principals?.services.includes("cloudwatch.amazonaws.com") === true)
        );
      }),
    broken: withoutStatement(key, /^Alarms$/, "policy", "-operations"),
  },
  {
    number: 80,
    ids: "SNS.4, CKV_AWS_169, CKV_AWS_385",
    resource: "topic's policy",
    setting: "allows nothing to everyone, and denies what comes without TLS",
    where: "components/operations/alarm-topic.ts",
    check: (graph) =>
      each(
        graph,
        topicPolicy,
        (resource) =>
          [...publicStatements(statements(resource))].length === 0 &&
          deniesPlain(statements(resource), "bool", "aws:securetransport", "false"),
      ),
    broken: withoutStatement(topicPolicy, /^OnlyTls$/),
  },
  {
    number: 81,
    ids: "PRW sns http",
    resource: "subscription",
    setting: "is not of a plain http:// address",
    where: "components/operations/alarm-topic.ts",
    check: (graph) =>
      graph
        .all("sns/topicSubscription:TopicSubscription")
        .filter(({ inputs }) => inputs.protocol === "http")
        .map(({ name }) => name),
    broken: added("sns/topicSubscription:TopicSubscription", { protocol: "http" }),
  },
];

/** Used by the test of what may have the resource `*`. */
export function actionsOnEverything(graph: StageGraph): readonly string[] {
  return [
    ...new Set(
      allowed(graph)
        .filter(({ statement: { resources } }) => resources?.patterns.includes("*") === true)
        .flatMap(({ statement: { actions } }) => actions.patterns),
    ),
  ].sort();
}
