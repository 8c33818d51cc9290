import type { Day } from "../day";
import type { LogEvent } from "../event";
import { failure } from "../normal/sessions";
import type { Random } from "../random";
import { type Call, type Caller, cloudTrailEvent, issuedCredentials, sessionCaller } from "../records/cloudtrail";
import { flowEvent, queryEvent } from "../records/network";
import { MINUTE, SECOND } from "../time";
import { GLOBAL_REGION, HOME_REGION, roleArn } from "../world";
import { type IntrusionPlan, VICTIM_ACCOUNT } from "./plan";

const STOLEN_USER_AGENT =
  "aws-cli/2.17.9 md/awscrt#0.20.11 ua/2.0 os/linux#6.8.11-amd64 md/arch#x86_64 lang/python#3.11.9 md/distrib#kali.2024.2";
const BACKDOOR_USER_AGENT = "S3 Browser/11.7.5 (https://s3browser.com)";

type Step = readonly [service: string, name: string, error?: string];

const RECONNAISSANCE: readonly Step[] = [
  ["s3", "ListBuckets"],
  ["iam", "ListUsers"],
  ["iam", "ListRoles"],
  ["iam", "GetAccountAuthorizationDetails", "AccessDenied"],
  ["iam", "ListAttachedRolePolicies"],
  ["iam", "ListRolePolicies"],
  ["iam", "GetAccountPasswordPolicy", "AccessDenied"],
  ["iam", "SimulatePrincipalPolicy", "AccessDenied"],
  ["ec2", "DescribeInstances"],
  ["ec2", "DescribeSecurityGroups"],
  ["ec2", "DescribeSnapshots"],
  ["ec2", "DescribeVpcs"],
  ["ec2", "GetPasswordData", "Client.UnauthorizedOperation"],
  ["rds", "DescribeDBInstances", "AccessDenied"],
  ["rds", "DescribeDBSnapshots", "AccessDenied"],
  ["secretsmanager", "ListSecrets", "AccessDenied"],
  ["secretsmanager", "BatchGetSecretValue", "AccessDenied"],
  ["ssm", "DescribeInstanceInformation"],
  ["ssm", "DescribeParameters", "AccessDenied"],
  ["lambda", "ListFunctions20150331", "AccessDenied"],
  ["ecr", "DescribeRepositories", "AccessDenied"],
  ["dynamodb", "ListTables", "AccessDenied"],
  ["cloudtrail", "DescribeTrails"],
  ["guardduty", "ListDetectors", "AccessDenied"],
  ["config", "DescribeConfigurationRecorders", "AccessDenied"],
  ["organizations", "DescribeOrganization", "AccessDenied"],
  ["ses", "GetSendQuota", "AccessDenied"],
  ["servicequotas", "ListServiceQuotas", "AccessDenied"],
];
const GLOBAL = new Set(["iam", "organizations"]);

function stolenCaller(plan: IntrusionPlan): Caller {
  return sessionCaller({ ...plan.stolen, address: plan.apiAddress, userAgent: STOLEN_USER_AGENT });
}

export function backdoorCaller(plan: IntrusionPlan): Caller {
  return {
    account: VICTIM_ACCOUNT,
    sourceIPAddress: plan.backdoorAddress,
    userAgent: BACKDOOR_USER_AGENT,
    userIdentity: {
      type: "IAMUser",
      principalId: plan.backdoorUserId,
      arn: `arn:aws:iam::${VICTIM_ACCOUNT}:user/${plan.backdoorUser}`,
      accountId: VICTIM_ACCOUNT,
      accessKeyId: plan.backdoorKey,
      userName: plan.backdoorUser,
    },
  };
}

/** From outside: who am I, what is here, what may I do; in both regions. */
export function reconnaissance(day: Day, random: Random, plan: IntrusionPlan): LogEvent[] {
  const caller = stolenCaller(plan);
  let time = plan.times.firstUse;
  const call = (region: string, [service, name, error]: Step): LogEvent => {
    const event = cloudTrailEvent(day.world, random, caller, {
      service,
      name,
      region: GLOBAL.has(service) ? GLOBAL_REGION : region,
      time,
      ...failure(error, caller, service, name),
    });
    time += random.integer(2, 26) * SECOND;
    return event;
  };
  return [
    call(HOME_REGION, ["sts", "GetCallerIdentity"]),
    ...RECONNAISSANCE.map((step) => call(HOME_REGION, step)),
    call(GLOBAL_REGION, ["sts", "GetCallerIdentity"]),
    ...RECONNAISSANCE.filter(([service]) => service === "ec2" || service === "rds").map((step) =>
      call(GLOBAL_REGION, step),
    ),
  ];
}

/** The stolen role may send commands to instances; the command starts a beacon. */
export function commandAndControl(day: Day, random: Random, plan: IntrusionPlan): LogEvent[] {
  const { world } = day;
  const { victim } = plan;
  const send = cloudTrailEvent(world, random, stolenCaller(plan), {
    service: "ssm",
    name: "SendCommand",
    region: HOME_REGION,
    time: plan.times.command,
    requestParameters: {
      documentName: "AWS-RunShellScript",
      instanceIds: [victim.id],
      parameters: "HIDDEN_DUE_TO_SECURITY_REASONS",
    },
    responseElements: { command: { commandId: random.uuid(), documentName: "AWS-RunShellScript", status: "Pending" } },
  });
  const first = plan.times.command + 14 * SECOND;
  const beacons = Math.floor((plan.times.end - first) / (5 * MINUTE));
  const events = [send];
  for (let beacon = 0; beacon < beacons; beacon++) {
    const time = first + beacon * 5 * MINUTE;
    // The resolver answers repeated queries within the record's time to live from its cache and does not log them.
    if (beacon % 6 === 0) {
      events.push(
        queryEvent(world.shop, random, {
          time,
          instance: victim,
          name: plan.commandDomain,
          answer: plan.commandAddress,
        }),
      );
    }
    const local = random.integer(32_768, 60_999);
    const upload = beacon % 7 === 3;
    const common = {
      time: time + SECOND,
      interfaceId: victim.interfaceId,
      instance: victim,
      protocol: 6,
      action: "ACCEPT" as const,
    };
    events.push(
      flowEvent(world.shop, {
        ...common,
        sourceIp: victim.privateIp,
        sourcePort: local,
        destinationIp: plan.commandAddress,
        destinationPort: 443,
        packets: upload ? random.integer(20_000, 40_000) : random.integer(8, 14),
        bytes: upload ? random.integer(28_000_000, 52_000_000) : random.integer(900, 2_400),
        direction: "egress",
      }),
      flowEvent(world.shop, {
        ...common,
        sourceIp: plan.commandAddress,
        sourcePort: 443,
        destinationIp: victim.privateIp,
        destinationPort: local,
        packets: upload ? random.integer(9_000, 18_000) : random.integer(6, 12),
        bytes: upload ? random.integer(500_000, 900_000) : random.integer(700, 5_200),
        direction: "ingress",
      }),
    );
  }
  return events;
}

/** A user that outlives the stolen credentials. */
export function persistence(day: Day, random: Random, plan: IntrusionPlan): LogEvent[] {
  const userName = plan.backdoorUser;
  const calls: readonly Omit<Call, "service" | "region" | "time">[] = [
    {
      name: "CreateUser",
      requestParameters: { userName },
      responseElements: {
        user: {
          path: "/",
          userName,
          userId: plan.backdoorUserId,
          arn: `arn:aws:iam::${VICTIM_ACCOUNT}:user/${userName}`,
        },
      },
    },
    {
      name: "CreateAccessKey",
      requestParameters: { userName },
      responseElements: { accessKey: { userName, accessKeyId: plan.backdoorKey, status: "Active" } },
    },
    {
      name: "AttachUserPolicy",
      requestParameters: { userName, policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    },
  ];
  return calls.map((call, index) =>
    cloudTrailEvent(day.world, random, stolenCaller(plan), {
      ...call,
      service: "iam",
      region: GLOBAL_REGION,
      time: plan.times.persistence + index * 17 * SECOND,
    }),
  );
}

/** The backdoor user looks around, tries to stop the trail, and takes the role that can read the data. */
export function backdoorUse(day: Day, random: Random, plan: IntrusionPlan): LogEvent[] {
  const { world } = day;
  const caller = backdoorCaller(plan);
  const { backdoorUse: start, collection } = plan.times;
  const call = (seconds: number, call: Omit<Call, "time" | "region">) =>
    cloudTrailEvent(world, random, caller, { ...call, region: HOME_REGION, time: start + seconds * SECOND });
  const role = plan.exportRole;
  const sessionName = plan.backdoorUser;
  return [
    call(0, { service: "sts", name: "GetCallerIdentity" }),
    call(40, { service: "s3", name: "ListBuckets" }),
    call(75, {
      service: "s3",
      name: "GetBucketPolicy",
      requestParameters: { bucketName: world.buckets.exports.name },
    }),
    call(160, {
      service: "cloudtrail",
      name: "StopLogging",
      errorCode: "AccessDenied",
      errorMessage: `User: arn:aws:iam::${VICTIM_ACCOUNT}:user/${plan.backdoorUser} is not authorized to perform: cloudtrail:StopLogging with an explicit deny in a service control policy`,
      requestParameters: { name: "organization-trail" },
    }),
    cloudTrailEvent(world, random, caller, {
      service: "sts",
      name: "AssumeRole",
      region: HOME_REGION,
      time: collection - 50 * SECOND,
      readOnly: true,
      requestParameters: { roleArn: roleArn(role), roleSessionName: sessionName },
      responseElements: issuedCredentials(random, {
        role,
        sessionName,
        accessKeyId: plan.exportKey,
        issued: collection - 50 * SECOND,
        address: plan.backdoorAddress,
        userAgent: BACKDOOR_USER_AGENT,
      }),
      resources: [{ accountId: VICTIM_ACCOUNT, type: "AWS::IAM::Role", ARN: roleArn(role) }],
    }),
  ];
}

export { BACKDOOR_USER_AGENT };
