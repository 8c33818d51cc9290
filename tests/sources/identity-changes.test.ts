import assert from "node:assert/strict";
import { type ClassificationRule, classify } from "../../functions/shared/classification";
import { classify as classifyCall } from "../../sources/aws-cloudtrail/classify";
import { rules as github } from "../../sources/github-audit/classes";
import { rules as google } from "../../sources/google-workspace/classes";
import { rules as entra } from "../../sources/microsoft-entra-id/audit";
import { rules as okta } from "../../sources/okta-system/classes";
import { rules as teleport } from "../../sources/teleport-audit/classes";

/** A user or group is made or deleted only where the action says so; what it is given or loses is a change. */
const actions: readonly (readonly [
  source: string,
  rules: readonly ClassificationRule[],
  action: string,
  type: string,
])[] = [
  ["okta", okta, "user.lifecycle.create", "user creation"],
  ["okta", okta, "user.lifecycle.delete.initiated", "user deletion"],
  ["okta", okta, "user.account.privilege.grant", "user change"],
  ["okta", okta, "user.account.privilege.revoke", "user change"],
  ["okta", okta, "application.user_membership.add", "user change"],
  ["okta", okta, "group.lifecycle.create", "group creation"],
  ["okta", okta, "group.lifecycle.delete", "group deletion"],
  ["okta", okta, "group.privilege.grant", "group change"],
  ["okta", okta, "group.user_membership.remove", "group change"],
  ["google", google, "admin.USER_SETTINGS.CREATE_USER", "user creation"],
  ["google", google, "admin.USER_SETTINGS.DELETE_USER", "user deletion"],
  ["google", google, "admin.USER_SETTINGS.GRANT_ADMIN_PRIVILEGE", "user change"],
  ["google", google, "admin.USER_SETTINGS.DELETE_2SV_SCRATCH_CODES", "user change"],
  ["google", google, "admin.GROUP_SETTINGS.CREATE_GROUP", "group creation"],
  ["google", google, "groups.acl_change.delete_group", "group deletion"],
  ["google", google, "admin.GROUP_SETTINGS.ADD_GROUP_MEMBER", "group change"],
  ["google", google, "admin.DELEGATED_ADMIN_SETTINGS.ADD_PRIVILEGE", "admin change"],
  ["github", github, "org.add_member", "user change"],
  ["github", github, "repo.remove_member", "user change"],
  ["github", github, "business.add_admin", "user change"],
  ["github", github, "user.add_email", "user change"],
  ["github", github, "user.create", "user creation"],
  ["github", github, "two_factor_authentication.add_factor", "user change"],
  ["github", github, "team.add_member", "group change"],
  ["github", github, "team.remove_repository", "group change"],
  ["github", github, "team.create", "group creation"],
  ["github", github, "team.destroy", "group deletion"],
  ["teleport", teleport, "user.create", "user creation"],
  ["teleport", teleport, "mfa.add", "user change"],
  ["teleport", teleport, "reset_password_token.create", "user change"],
  ["teleport", teleport, "access_list.member.create", "group change"],
  ["teleport", teleport, "role.created", "creation"],
  ["entra", entra, "UserManagement.Add user", "user creation"],
  ["entra", entra, "UserManagement.Hard Delete user", "user deletion"],
  ["entra", entra, "UserManagement.Add app role assignment grant to user", "user change"],
  ["entra", entra, "GroupManagement.Add group", "group creation"],
  ["entra", entra, "GroupManagement.Remove member from group", "group change"],
  ["entra", entra, "RoleManagement.Add eligible member to role", "user change"],
  ["entra", entra, "RoleManagement.Add role definition", "creation"],
];

const calls: readonly (readonly [service: string, api: string, type: string])[] = [
  ["iam", "CreateUser", "creation user"],
  ["iam", "DeleteGroup", "deletion group"],
  ["iam", "CreateAccessKey", "change user"],
  ["iam", "DeleteAccessKey", "change user"],
  ["iam", "CreateLoginProfile", "change user"],
  ["iam", "DeleteUserPolicy", "change user"],
  ["iam", "DeleteUserPermissionsBoundary", "change user"],
  ["iam", "UploadSSHPublicKey", "change user"],
  ["iam", "DeactivateMFADevice", "change user"],
  ["iam", "AddUserToGroup", "change user group"],
  ["iam", "CreateRole", "creation"],
  ["iam", "ListUsers", "info"],
  ["sso-directory", "CreateUser", "creation user"],
  ["sso-directory", "CreateGroup", "creation group"],
  ["sso-directory", "AddMemberToGroup", "change group"],
  ["identitystore", "CreateGroupMembership", "change group"],
  ["cognito-idp", "AdminCreateUser", "creation user"],
  ["cognito-idp", "CreateUserPool", "creation"],
  ["ec2", "CreateSecurityGroup", "creation"],
];

describe("what happens to a user or a group", () => {
  for (const [source, rules, action, type] of actions) {
    it(`${source} ${action}: ${type}`, () => {
      assert.deepEqual(classify(action, rules), { category: ["iam"], type: type.split(" ") });
    });
  }

  for (const [service, api, type] of calls) {
    it(`${service} ${api}: ${type}`, () => {
      const call = { service, api, eventType: "AwsApiCall", readOnly: undefined, errorCode: undefined };
      assert.deepEqual(classifyCall(call).type, type.split(" "));
    });
  }
});
