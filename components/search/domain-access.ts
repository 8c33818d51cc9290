import type * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import { type PolicyStatement, policyDocument, type TrustStatement } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";

/** Roles of functions that may send POST requests to some paths of a domain, and no others. */
export interface PostRoles {
  /** Id of the policy's statement: letters and digits. */
  readonly sid: string;
  readonly roleArns: readonly pulumi.Input<string>[];
  // Such as siem-*/_search.
  readonly paths: readonly string[];
}

export interface DomainAccess {
  readonly target: AwsTarget;
  readonly domainName: string;
  /** Roles that may send any request. */
  readonly accessRoleArns: readonly pulumi.Input<string>[];
  /** Roles that may send bulk requests and no others. */
  readonly bulkRoleArns: readonly pulumi.Input<string>[];
  /** Roles that may send bulk requests, and search the indices of the SIEM. */
  readonly operatorRoleArns: readonly pulumi.Input<string>[];
  readonly postRoles: readonly PostRoles[];
  /** Whether browsers that have not signed in yet are led to the sign-in; only for a domain in a VPC. */
  readonly openDashboards: boolean;
}

const anyRequest = ["Get", "Head", "Post", "Put", "Patch", "Delete"].map((method) => `es:ESHttp${method}`);
const browserSid = "BrowsersSignIn";

/** Whose requests reach a domain; what they may do there, its security roles say. */
export function accessPolicy(access: DomainAccess): pulumi.Output<string> {
  const { accessRoleArns, bulkRoleArns, operatorRoleArns, postRoles, openDashboards } = access;
  const statements: PolicyStatement[] = [
    {
      Sid: "AnyRequest",
      Effect: "Allow",
      Principal: { AWS: accessRoleArns },
      Action: anyRequest,
      Resource: path(access, "*"),
    },
    ...postRequests("BulkRequests", access, bulkRoleArns, ["_bulk"]),
    ...postRequests("OperatorRequests", access, operatorRoleArns, ["_bulk", "siem-*/_search"]),
    ...postRoles.flatMap(({ sid, roleArns, paths }) => postRequests(sid, access, roleArns, paths)),
  ];
  if (!openDashboards) return policyDocument(statements);
  const browsers: PolicyStatement = {
    Sid: browserSid,
    Effect: "Allow",
    Principal: "*",
    Action: anyRequest,
    Resource: ["_dashboards", "_dashboards/*"].map((each) => path(access, each)),
  };
  // Browsers sign no requests. The VPC's security group and the domain's own sign-in stand before it.
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/saml.html
  return policyDocument([...statements, browsers], [browserSid]);
}

/** What this policy allows, a role may do whatever its own policies say: it must be as narrow as they are. */
function postRequests(
  sid: string,
  access: DomainAccess,
  roleArns: readonly pulumi.Input<string>[],
  paths: readonly string[],
): PolicyStatement[] {
  if (roleArns.length === 0) return [];
  return [
    {
      Sid: sid,
      Effect: "Allow",
      Principal: { AWS: roleArns },
      Action: "es:ESHttpPost",
      Resource: paths.map((each) => path(access, each)),
    },
  ];
}

function path({ target, domainName }: DomainAccess, resource: string): pulumi.Output<string> {
  return arn(target, { service: "es", resource: `domain/${domainName}/${resource}` });
}

/** Lets OpenSearch Service take a role for a domain, and for no other. */
export function domainTrust(target: AwsTarget, domainName: string): TrustStatement {
  return {
    Sid: "SearchDomain",
    Effect: "Allow",
    Principal: { Service: "es.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": target.accountId },
      ArnLike: { "aws:SourceArn": arn(target, { service: "es", resource: `domain/${domainName}` }) },
    },
  };
}
