import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import { policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import { domainTrust } from "./domain-access";

/** People sign in at an identity provider that speaks SAML 2.0. */
export interface SamlSignIn {
  readonly kind: "saml";
  /** Of the identity provider, such as `https://idp.example.com/saml`. */
  readonly entityId: string;
  /** The provider's metadata, XML. Kept as a secret. */
  readonly metadata: pulumi.Input<string>;
  /** Element of the assertion with the person's groups. Default: `roles`. */
  readonly rolesKey?: string;
  /** Element of the assertion with the person's name. Default: its NameID. */
  readonly subjectKey?: string;
  /** Minutes until people sign in again: 1 to 1440. Default: 60. */
  readonly sessionMinutes?: number;
}

/** People are known by IAM Identity Center, which vouches for them (trusted identity propagation). */
export interface IdentityCenterSignIn {
  readonly kind: "identity-center";
  /** Such as `arn:aws:sso:::instance/ssoins-1234567890abcdef`. */
  readonly instanceArn: string;
}

/** People sign in at a user pool of Cognito, and get an IAM role from an identity pool. */
export interface CognitoSignIn {
  readonly kind: "cognito";
  readonly userPoolId: string;
  readonly identityPoolId: string;
}

/** How people without an IAM role of their own come into OpenSearch Dashboards. */
export type DashboardsSignIn = SamlSignIn | IdentityCenterSignIn | CognitoSignIn;

/** The role with which OpenSearch Service keeps its client in a user pool. */
export class CognitoRole extends SiemComponent {
  /** For the domain; known when the role may do its work. */
  readonly cognitoOptions: pulumi.Output<aws.types.input.opensearch.DomainCognitoOptions>;

  constructor(
    name: string,
    args: { readonly target: AwsTarget; readonly domainName: string; readonly signIn: CognitoSignIn },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("siem:search:CognitoRole", name, args, opts);
    const { target, domainName, signIn } = args;
    const { userPoolId, identityPoolId } = signIn;
    const role = new aws.iam.Role(
      name,
      {
        description: `OpenSearch Service signs people in to ${domainName}`,
        assumeRolePolicy: policyDocument([domainTrust(target, domainName)]),
      },
      { parent: this },
    );
    // What AWS's own policy AmazonOpenSearchServiceCognitoAccess holds, for these two pools.
    // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cognito-auth.html
    const policy = new aws.iam.RolePolicy(
      name,
      {
        role: role.name,
        policy: policyDocument([
          {
            Sid: "UserPool",
            Effect: "Allow",
            Action: [
              ...["DescribeUserPool", "CreateUserPoolClient", "DeleteUserPoolClient", "UpdateUserPoolClient"],
              ...["DescribeUserPoolClient", "ListUserPoolClients", "AdminInitiateAuth", "AdminUserGlobalSignOut"],
            ].map((action) => `cognito-idp:${action}`),
            Resource: arn(target, { service: "cognito-idp", resource: `userpool/${userPoolId}` }),
          },
          {
            Sid: "IdentityPool",
            Effect: "Allow",
            Action: ["DescribeIdentityPool", "UpdateIdentityPool", "GetIdentityPoolRoles"].map(
              (action) => `cognito-identity:${action}`,
            ),
            Resource: arn(target, { service: "cognito-identity", resource: `identitypool/${identityPoolId}` }),
          },
        ]),
      },
      { parent: this },
    );
    this.cognitoOptions = pulumi
      .all([role.arn, policy.id])
      .apply(([roleArn]) => ({ enabled: true, userPoolId, identityPoolId, roleArn }));
    this.registerOutputs({});
  }
}

/** What a domain is told of IAM Identity Center: people and their groups are called by their names, not by numbers. */
export function identityCenterOptions({ instanceArn }: IdentityCenterSignIn) {
  return {
    enabledApiAccess: true,
    identityCenterInstanceArn: instanceArn,
    subjectKey: "UserName",
    rolesKey: "GroupName",
  };
}

/** SAML is a resource of its own: the domain must be there first. */
export function samlOptions({
  entityId,
  metadata,
  rolesKey = "roles",
  subjectKey,
  sessionMinutes = 60,
}: SamlSignIn): aws.types.input.opensearch.DomainSamlOptionsSamlOptions {
  return {
    enabled: true,
    idp: { entityId, metadataContent: pulumi.secret(metadata) },
    rolesKey,
    ...(subjectKey !== undefined && { subjectKey }),
    sessionTimeoutMinutes: sessionMinutes,
  };
}
