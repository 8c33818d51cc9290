import type { Day } from "../day";
import { officeTime } from "../day";
import type { LogEvent } from "../event";
import type { Random } from "../random";
import {
  type Call,
  type Caller,
  cloudTrailEvent,
  issuedCredentials,
  type Json,
  type Session,
  sessionCaller,
  temporaryKey,
} from "../records/cloudtrail";
import {
  DEVELOPMENT_ACCOUNT,
  GLOBAL_REGION,
  HOME_REGION,
  type Person,
  roleArn,
  SECURITY_ACCOUNT,
  SHOP_ACCOUNT,
} from "../world";

type Choice = readonly [service: string, name: string, weight: number, error?: string];

const BROWSING: readonly Choice[] = [
  ["ec2", "DescribeInstances", 9],
  ["ec2", "DescribeSecurityGroups", 5],
  ["ec2", "DescribeVolumes", 3],
  ["ecs", "DescribeServices", 5],
  ["ecs", "ListTasks", 4],
  ["rds", "DescribeDBInstances", 4],
  ["logs", "FilterLogEvents", 6],
  ["logs", "DescribeLogGroups", 4],
  ["monitoring", "DescribeAlarms", 6],
  ["monitoring", "GetMetricData", 7],
  ["s3", "ListBuckets", 3],
  ["lambda", "ListFunctions20150331", 3],
  ["iam", "ListRoles", 2],
  ["iam", "GetAccountSummary", 2],
  ["iam", "ListUsers", 1],
  ["health", "DescribeEventAggregates", 4],
  ["cost-optimization-hub", "ListRecommendations", 1, "AccessDenied"],
  ["ce", "GetCostAndUsage", 2, "AccessDenied"],
  ["kms", "ListAliases", 2],
  ["secretsmanager", "ListSecrets", 1],
];
const AUDITING: readonly Choice[] = [
  ["guardduty", "ListFindings", 6],
  ["guardduty", "GetFindings", 6],
  ["securityhub", "GetFindings", 5],
  ["cloudtrail", "LookupEvents", 6],
  ["cloudtrail", "DescribeTrails", 2],
  ["config", "DescribeComplianceByConfigRule", 3],
  ["access-analyzer", "ListFindings", 3],
  ["iam", "GenerateCredentialReport", 1],
  ["iam", "GetAccountAuthorizationDetails", 1],
  ["organizations", "ListAccounts", 2],
];
const DEVELOPING: readonly Choice[] = [
  ...BROWSING.slice(0, 12),
  ["lambda", "UpdateFunctionCode20150331v2", 3],
  ["lambda", "CreateFunction20150331", 1, "ResourceConflictException"],
  ["dynamodb", "DescribeTable", 4],
  ["ec2", "AuthorizeSecurityGroupIngress", 1, "Client.InvalidPermission.Duplicate"],
  ["ec2", "RunInstances", 1],
  ["ec2", "StopInstances", 1],
  ["ssm", "GetParametersByPath", 3],
  ["cloudformation", "DescribeStacks", 4],
  ["iam", "PassRole", 1, "AccessDenied"],
];
const DEPLOYING: readonly Choice[] = [
  ["ec2", "DescribeVpcs", 3],
  ["ec2", "DescribeSubnets", 3],
  ["ec2", "DescribeLaunchTemplateVersions", 3],
  ["iam", "GetRole", 6],
  ["iam", "ListAttachedRolePolicies", 4],
  ["iam", "GetRolePolicy", 4],
  ["s3", "GetBucketPolicy", 3],
  ["s3", "GetBucketEncryption", 3],
  ["ssm", "GetParameter", 3],
  ["ssm", "GetParameter", 1, "ParameterNotFound"],
  ["elasticloadbalancing", "DescribeTargetGroups", 3],
  ["elasticloadbalancing", "ModifyRule", 1],
  ["ecr", "GetAuthorizationToken", 2],
  ["ecr", "PutImage", 1],
  ["ec2", "CreateLaunchTemplateVersion", 1],
  ["autoscaling", "UpdateAutoScalingGroup", 1],
  ["autoscaling", "StartInstanceRefresh", 1],
  ["lambda", "UpdateFunctionCode20150331v2", 1],
  ["iam", "PutRolePolicy", 1],
  ["logs", "CreateLogGroup", 1, "ResourceAlreadyExistsException"],
];
/** Services whose calls CloudTrail records in one region whatever the caller's region. */
const GLOBAL_SERVICES = new Set(["iam", "organizations", "health", "ce", "cost-optimization-hub"]);

/** A person signs in through IAM Identity Center and works for a while: 5 to 30 events. */
export function personSession(day: Day, random: Random, person = random.pick(day.world.people)): LogEvent[] {
  const began = officeTime(day, random);
  const session: Session = {
    role: person.role,
    sessionName: person.email,
    accessKeyId: temporaryKey(random),
    issued: began,
    address: person.address,
    userAgent: person.userAgent,
  };
  const calls =
    person.account === SECURITY_ACCOUNT ? AUDITING : person.account === DEVELOPMENT_ACCOUNT ? DEVELOPING : BROWSING;
  const region = person.account === DEVELOPMENT_ACCOUNT && random.chance(0.7) ? GLOBAL_REGION : HOME_REGION;
  return [
    ...signIn(day, random, person, session),
    ...work(day, random, sessionCaller(session), calls, random.integer(4, 28), began, 40_000, region),
  ];
}

/** A pipeline run assumes its role by OpenID Connect and deploys: 15 to 60 events within minutes. */
export function pipelineRun(day: Day, random: Random): LogEvent[] {
  const { world } = day;
  const role = random.pick(world.deployRoles);
  const repository = role.account === SHOP_ACCOUNT ? "example-corp/shop" : "example-corp/platform";
  const issued = officeTime(day, random);
  const subject = `repo:${repository}:ref:refs/heads/main`;
  const provider = `arn:aws:iam::${role.account}:oidc-provider/token.actions.githubusercontent.com`;
  const session: Session = {
    role,
    sessionName: `deploy-${random.integer(10_000_000, 99_999_999)}`,
    accessKeyId: temporaryKey(random),
    issued,
    address: `192.0.2.${random.integer(100, 120)}`,
    userAgent: "APN/1.0 HashiCorp/1.0 Terraform/1.10.1 aws-sdk-go-v2/1.32.6 os/linux lang/go#1.23.3",
  };
  const federated: Caller = {
    account: role.account,
    sourceIPAddress: session.address,
    userAgent: "aws-sdk-nodejs/2.1692 configure-aws-credentials-for-github-actions",
    userIdentity: {
      type: "WebIdentityUser",
      principalId: `${provider}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: provider,
    },
  };
  const assume = cloudTrailEvent(world, random, federated, {
    service: "sts",
    name: "AssumeRoleWithWebIdentity",
    region: HOME_REGION,
    time: issued,
    readOnly: true,
    requestParameters: { roleArn: roleArn(role), roleSessionName: session.sessionName },
    responseElements: { ...issuedCredentials(random, session), subjectFromWebIdentityToken: subject },
    resources: [{ accountId: role.account, type: "AWS::IAM::Role", ARN: roleArn(role) }],
  });
  const region = role.account === SHOP_ACCOUNT ? HOME_REGION : GLOBAL_REGION;
  const calls = work(day, random, sessionCaller(session), DEPLOYING, random.integer(14, 58), issued, 4_000, region);
  return [assume, ...calls];
}

/** Federation through SAML gives the session its key; a console user is then signed in with it. */
function signIn(day: Day, random: Random, person: Person, session: Session): LogEvent[] {
  const { world } = day;
  const provider = `arn:aws:iam::${person.account}:saml-provider/AWSSSO_DO_NOT_DELETE`;
  const events = [
    cloudTrailEvent(
      world,
      random,
      {
        account: person.account,
        sourceIPAddress: person.address,
        userAgent: "aws-internal/3",
        userIdentity: {
          type: "SAMLUser",
          principalId: `${random.base62(27)}=:${person.email}`,
          userName: person.email,
          identityProvider: provider,
        },
      },
      {
        service: "sts",
        name: "AssumeRoleWithSAML",
        region: HOME_REGION,
        time: session.issued - 2000,
        readOnly: true,
        requestParameters: {
          roleArn: roleArn(person.role),
          principalArn: provider,
          durationSeconds: 28_800,
        },
        responseElements: { ...issuedCredentials(random, session), subject: person.email, subjectType: "persistent" },
        resources: [{ accountId: person.account, type: "AWS::IAM::Role", ARN: roleArn(person.role) }],
      },
    ),
  ];
  if (person.userAgent.startsWith("Mozilla")) {
    events.push(
      cloudTrailEvent(world, random, sessionCaller(session), {
        service: "signin",
        name: "ConsoleLogin",
        region: GLOBAL_REGION,
        time: session.issued,
        readOnly: false,
        eventType: "AwsConsoleSignIn",
        responseElements: { ConsoleLogin: "Success" },
        additionalEventData: { MobileVersion: "No", MFAUsed: "No" },
      }),
    );
  }
  return events;
}

function work(
  day: Day,
  random: Random,
  caller: Caller,
  choices: readonly Choice[],
  count: number,
  began: number,
  pause: number,
  region: string,
): LogEvent[] {
  const weighted = choices.map((choice) => [choice, choice[2]] as const);
  let time = began;
  return Array.from({ length: count }, () => {
    const [service, name, , error] = random.weighted(weighted);
    time += random.integer(300, pause);
    return cloudTrailEvent(day.world, random, caller, {
      service,
      name,
      time: Math.min(time, day.start + 24 * 3_600_000 - 1000),
      region: GLOBAL_SERVICES.has(service) ? GLOBAL_REGION : region,
      ...failure(error, caller, service, name),
      requestParameters: parametersOf(random, name),
    } satisfies Call);
  });
}

export function failure(
  error: string | undefined,
  caller: Caller,
  service: string,
  name: string,
): Pick<Call, "errorCode" | "errorMessage"> {
  if (error === undefined) {
    return {};
  }
  const { arn } = caller.userIdentity;
  const denied = `User: ${typeof arn === "string" ? arn : "the caller"} is not authorized to perform: ${service}:${name} because no identity-based policy allows the ${service}:${name} action`;
  return { errorCode: error, errorMessage: error.includes("Denied") ? denied : `${error}: the request was refused` };
}

/** Parameters of the shapes that real calls carry: none, a page size, filters, a name. */
function parametersOf(random: Random, name: string): Json {
  if (name.startsWith("Describe")) {
    return random.chance(0.5) ? { maxResults: 100, filterSet: {} } : null;
  }
  if (name.startsWith("List")) {
    return random.chance(0.5) ? { maxItems: 100 } : null;
  }
  return name === "ListBuckets" ? null : { name: `shop-${random.pick(["web", "api", "worker", "jobs"])}` };
}
