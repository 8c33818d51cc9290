import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteServiceLinkedRoleCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import type { Aws } from "../aws";
import {
  isAwsError,
  objectsOf,
  optionalNumber,
  optionalText,
  policyText,
  type ResourceKind,
  tagList,
  tagsOf,
  textOf,
  textsOf,
  unlessMissing,
} from "../kind";
import type { Properties } from "../properties";

const GONE = "NoSuchEntityException";
const EXISTS = "EntityAlreadyExistsException";

async function roleIsThere(RoleName: string, { iam }: Aws): Promise<Properties | undefined> {
  return (await unlessMissing(iam.send(new GetRoleCommand({ RoleName })), GONE)) === undefined ? undefined : {};
}

/** A role may be given by name or, as some resources output it, by ARN. */
function roleName(inputs: Properties): string {
  const role = textOf(inputs, "role");
  return role.startsWith("arn:") ? role.slice(role.lastIndexOf("/") + 1) : role;
}

const role: ResourceKind = {
  autoName: { property: "name", limit: 64 },
  replaceOn: ["name", "path"],
  async put(inputs, { aws }) {
    const { iam } = aws;
    const RoleName = textOf(inputs, "name");
    const AssumeRolePolicyDocument = policyText(inputs.assumeRolePolicy);
    const Description = optionalText(inputs, "description") ?? "";
    const MaxSessionDuration = optionalNumber(inputs, "maxSessionDuration") ?? 3600;
    const Path = optionalText(inputs, "path") ?? "/";
    const PermissionsBoundary = optionalText(inputs, "permissionsBoundary");
    const settings = { RoleName, Description, MaxSessionDuration };
    try {
      await iam.send(new CreateRoleCommand({ ...settings, AssumeRolePolicyDocument, Path, PermissionsBoundary }));
    } catch (error) {
      if (!isAwsError(error, EXISTS)) throw error;
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: AssumeRolePolicyDocument }));
      await iam.send(new UpdateRoleCommand(settings));
    }
    for (const { name, policy } of objectsOf(inputs, "inlinePolicies")) {
      const PolicyName = String(name);
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policyText(policy) }));
    }
    for (const PolicyArn of textsOf(inputs, "managedPolicyArns")) await attach(RoleName, PolicyArn, aws);
    await iam.send(new TagRoleCommand({ RoleName, Tags: tagList(inputs) }));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const createDate = Role?.CreateDate?.toISOString();
    return { id: RoleName, outputs: { arn: Role?.Arn, uniqueId: Role?.RoleId, createDate, tagsAll: tagsOf(inputs) } };
  },
  read: (id, _outputs, aws) => roleIsThere(id, aws),
  async remove(RoleName, outputs, { iam }) {
    const inline = await unlessMissing(iam.send(new ListRolePoliciesCommand({ RoleName })), GONE);
    if (inline === undefined) return;
    // What the role itself brought (inlinePolicies, managedPolicyArns); AWS refuses to delete a role that has policies.
    const own = new Set(objectsOf(outputs, "inlinePolicies").map(({ name }) => name));
    for (const PolicyName of inline.PolicyNames ?? []) {
      if (own.has(PolicyName)) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    }
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    const attached = new Set(textsOf(outputs, "managedPolicyArns"));
    for (const { PolicyArn = "" } of AttachedPolicies) {
      if (attached.has(PolicyArn) || outputs.forceDetachPolicies === true) {
        await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
      }
    }
    await unlessMissing(iam.send(new DeleteRoleCommand({ RoleName })), GONE);
  },
};

const rolePolicy: ResourceKind = {
  autoName: { property: "name", limit: 128 },
  replaceOn: ["name", "role"],
  async put(inputs, { aws }) {
    const RoleName = roleName(inputs);
    const PolicyName = textOf(inputs, "name");
    await aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policyText(inputs.policy) }));
    return { id: `${RoleName}:${PolicyName}`, outputs: {} };
  },
  async read(_id, outputs, { iam }) {
    const command = new GetRolePolicyCommand({ RoleName: roleName(outputs), PolicyName: textOf(outputs, "name") });
    return (await unlessMissing(iam.send(command), GONE)) === undefined ? undefined : {};
  },
  async remove(_id, outputs, { iam }) {
    const command = new DeleteRolePolicyCommand({ RoleName: roleName(outputs), PolicyName: textOf(outputs, "name") });
    await unlessMissing(iam.send(command), GONE);
  },
};

const policy: ResourceKind = {
  autoName: { property: "name", limit: 128 },
  replaceOn: ["name", "path", "description"],
  async put(inputs, { aws }) {
    const { iam } = aws;
    const PolicyName = textOf(inputs, "name");
    const PolicyDocument = policyText(inputs.policy);
    const Path = optionalText(inputs, "path") ?? "/";
    const arn = await aws.arn("iam", `policy${Path}${PolicyName}`, { region: "" });
    try {
      const Description = optionalText(inputs, "description");
      await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument, Path, Description, Tags: tagList(inputs) }));
    } catch (error) {
      if (!isAwsError(error, EXISTS)) throw error;
      // AWS keeps at most five versions of a policy.
      await deleteOldVersions(arn, aws);
      await iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument, SetAsDefault: true }));
    }
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
    return { id: arn, outputs: { arn, policyId: Policy?.PolicyId, path: Path, tagsAll: tagsOf(inputs) } };
  },
  async read(PolicyArn, _outputs, { iam }) {
    return (await unlessMissing(iam.send(new GetPolicyCommand({ PolicyArn })), GONE)) === undefined ? undefined : {};
  },
  async remove(PolicyArn, _outputs, aws) {
    const found = await unlessMissing(aws.iam.send(new GetPolicyCommand({ PolicyArn })), GONE);
    if (found === undefined) return;
    await deleteOldVersions(PolicyArn, aws);
    await aws.iam.send(new DeletePolicyCommand({ PolicyArn }));
  },
};

async function deleteOldVersions(PolicyArn: string, { iam }: Aws): Promise<void> {
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (!IsDefaultVersion) await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
}

/** Attaches a managed policy. Those of AWS itself are missing in the emulator; such an attachment is only recorded. */
async function attach(RoleName: string, PolicyArn: string, { iam, partition }: Aws): Promise<void> {
  const attached = iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  if (PolicyArn.startsWith(`arn:${partition}:iam::aws:policy/`)) await unlessMissing(attached, GONE);
  else await attached;
}

const rolePolicyAttachment: ResourceKind = {
  replaceOn: ["role", "policyArn"],
  async put(inputs, { aws }) {
    const RoleName = roleName(inputs);
    const PolicyArn = textOf(inputs, "policyArn");
    await attach(RoleName, PolicyArn, aws);
    return { id: `${RoleName}/${PolicyArn}`, outputs: {} };
  },
  read: (_id, outputs, aws) => roleIsThere(roleName(outputs), aws),
  async remove(_id, outputs, { iam }) {
    const target = { RoleName: roleName(outputs), PolicyArn: textOf(outputs, "policyArn") };
    await unlessMissing(iam.send(new DetachRolePolicyCommand(target)), GONE);
  },
};

const serviceLinkedRole: ResourceKind = {
  replaceOn: ["awsServiceName", "customSuffix"],
  async put(inputs, { aws }) {
    const AWSServiceName = textOf(inputs, "awsServiceName");
    const PathPrefix = `/aws-service-role/${AWSServiceName}/`;
    const known = await aws.iam.send(new ListRolesCommand({ PathPrefix }));
    const role = known.Roles?.[0] ?? (await aws.iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }))).Role;
    if (role?.Arn === undefined) throw new Error("IAM answered CreateServiceLinkedRole without a role.");
    const { Arn: arn, RoleName: name, RoleId: uniqueId } = role;
    return { id: arn, outputs: { arn, name, uniqueId, path: PathPrefix, tagsAll: tagsOf(inputs) } };
  },
  read: (_id, outputs, aws) => roleIsThere(textOf(outputs, "name"), aws),
  async remove(_id, outputs, { iam }) {
    await unlessMissing(iam.send(new DeleteServiceLinkedRoleCommand({ RoleName: textOf(outputs, "name") })), GONE);
  },
};

export const identityKinds: Readonly<Record<string, ResourceKind>> = {
  "aws:iam/policy:Policy": policy,
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": rolePolicyAttachment,
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": serviceLinkedRole,
};
