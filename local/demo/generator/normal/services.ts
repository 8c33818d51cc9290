import { anyTime, type Day, isRunning, sessionAt, visitorTime } from "../day";
import type { LogEvent } from "../event";
import type { Random } from "../random";
import {
  cloudTrailEvent,
  issuedCredentials,
  s3RequestId,
  serviceCaller,
  sessionCaller,
  temporaryKey,
} from "../records/cloudtrail";
import { s3AccessEvent } from "../records/s3-access";
import { HOUR, MINUTE } from "../time";
import {
  DEVELOPMENT_ACCOUNT,
  GLOBAL_REGION,
  HOME_REGION,
  type Instance,
  roleArn,
  SECURITY_ACCOUNT,
  SHOP_ACCOUNT,
} from "../world";

/** EC2 assumes the instance role for each instance, again before the credentials expire. */
export function instanceCredentials(day: Day, random: Random): LogEvent[] {
  const { world } = day;
  return [...day.instanceSessions.values()].flat().map((session) =>
    cloudTrailEvent(world, random, serviceCaller(SHOP_ACCOUNT, "ec2"), {
      service: "sts",
      name: "AssumeRole",
      region: HOME_REGION,
      time: session.issued,
      readOnly: true,
      requestParameters: { roleArn: roleArn(session.role), roleSessionName: session.sessionName },
      responseElements: issuedCredentials(random, session),
      resources: [{ accountId: SHOP_ACCOUNT, type: "AWS::IAM::Role", ARN: roleArn(session.role) }],
      sharedEventId: random.uuid(),
    }),
  );
}

/** Autoscaling launches the afternoon's instances and terminates them at night. */
export function autoscaling(day: Day, random: Random): LogEvent[] {
  const { world, start } = day;
  const role = {
    account: SHOP_ACCOUNT,
    name: "AWSServiceRoleForAutoScaling",
    path: "/aws-service-role/autoscaling.amazonaws.com/",
    id: `AROA${random.base32(17)}`,
  };
  const scaled = world.shop.instances.filter(({ from }) => from > 0);
  return scaled.flatMap((instance) =>
    (["RunInstances", "TerminateInstances"] as const).map((name) => {
      const launch = name === "RunInstances";
      const time = start + (launch ? instance.from : instance.to) * MINUTE;
      const caller = sessionCaller({
        role,
        sessionName: "AutoScaling",
        accessKeyId: "",
        issued: time - 1000,
        address: "autoscaling.amazonaws.com",
        userAgent: "autoscaling.amazonaws.com",
        invokedBy: "autoscaling.amazonaws.com",
      });
      return cloudTrailEvent(world, random, caller, {
        service: "ec2",
        name,
        region: HOME_REGION,
        time,
        requestParameters: launch
          ? {
              instancesSet: { items: [{ minCount: 1, maxCount: 1 }] },
              instanceType: "m7g.large",
              subnetId: instance.subnetId,
              iamInstanceProfile: { name: world.instanceRole.name },
              metadataOptions: { httpTokens: "optional", httpPutResponseHopLimit: 2 },
            }
          : { instancesSet: { items: [{ instanceId: instance.id }] } },
        responseElements: {
          instancesSet: {
            items: [
              {
                instanceId: instance.id,
                privateIpAddress: instance.privateIp,
                currentState: { code: launch ? 0 : 32, name: launch ? "pending" : "shutting-down" },
              },
            ],
          },
        },
      });
    }),
  );
}

/** At night a job writes the day's exports: each upload is a data event and a line of the bucket's access log. */
export function nightlyExport(day: Day, random: Random, objects: readonly string[]): LogEvent[] {
  const { world, start } = day;
  const issued = start + 2 * HOUR + random.integer(0, 5 * MINUTE);
  const session = {
    role: world.exportRole,
    sessionName: `export-${random.hex(12)}`,
    accessKeyId: temporaryKey(random),
    issued,
    address: world.shop.natAddress,
    userAgent: "Boto3/1.35.76 md/Botocore#1.35.76 ua/2.0 os/linux lang/python#3.12.7 exec-env/AWS_Lambda_python3.12",
  };
  const events = [
    cloudTrailEvent(world, random, serviceCaller(SHOP_ACCOUNT, "lambda"), {
      service: "sts",
      name: "AssumeRole",
      region: HOME_REGION,
      time: issued,
      readOnly: true,
      requestParameters: { roleArn: roleArn(world.exportRole), roleSessionName: session.sessionName },
      responseElements: issuedCredentials(random, session),
    }),
  ];
  const uploads = objects.filter((_, index) => index % 8 === 0);
  for (const [index, key] of uploads.entries()) {
    const time = issued + (index + 1) * 9000;
    const requestId = s3RequestId(random);
    const bytes = random.integer(200_000, 9_000_000);
    events.push(
      cloudTrailEvent(world, random, sessionCaller(session), {
        service: "s3",
        name: "PutObject",
        region: HOME_REGION,
        time,
        data: true,
        requestId,
        requestParameters: { bucketName: world.buckets.exports.name, key },
        additionalEventData: { bytesTransferredIn: bytes, bytesTransferredOut: 0, AuthenticationMethod: "AuthHeader" },
        resources: [
          { type: "AWS::S3::Object", ARN: `arn:aws:s3:::${world.buckets.exports.name}/${key}` },
          { accountId: SHOP_ACCOUNT, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${world.buckets.exports.name}` },
        ],
      }),
      s3AccessEvent(world, random, {
        time,
        bucket: "exports",
        requester: `arn:aws:sts::${SHOP_ACCOUNT}:assumed-role/${world.exportRole.name}/${session.sessionName}`,
        remoteIp: session.address,
        requestId,
        operation: "REST.PUT.OBJECT",
        key,
        bytes,
        userAgent: session.userAgent,
      }),
    );
  }
  return events;
}

/** What the shop's application calls with its instance's credentials: also with those that get stolen. */
export function applicationCall(day: Day, random: Random, instance?: Instance, at?: number): LogEvent {
  const { world } = day;
  const time = at ?? visitorTime(day, random);
  const running = world.shop.instances.filter((candidate) => isRunning(day, candidate, time));
  const session = sessionAt(day, instance ?? random.pick(running), time);
  const [service, name] = random.pick([
    ["secretsmanager", "GetSecretValue"],
    ["ssm", "UpdateInstanceInformation"],
    ["ssm", "GetParameters"],
    ["kms", "Decrypt"],
    ["sqs", "GetQueueUrl"],
  ] as const);
  return cloudTrailEvent(world, random, sessionCaller(session), {
    service,
    name,
    region: HOME_REGION,
    time,
    readOnly: true,
    requestParameters: service === "secretsmanager" ? { secretId: "shop/database" } : { name: "/shop/settings" },
  });
}

const SERVICE_CALLS = [
  ["cloudtrail", "kms", "GenerateDataKey"],
  ["vpc-flow-logs", "sts", "AssumeRole"],
  ["config", "sts", "AssumeRole"],
  ["elasticloadbalancing", "kms", "Decrypt"],
  ["lambda", "sts", "AssumeRole"],
  ["delivery.logs", "kms", "GenerateDataKey"],
] as const;

/** AWS services at work for the account. */
export function serviceCall(day: Day, random: Random): LogEvent {
  const account = random.weighted([
    [SHOP_ACCOUNT, 4],
    [DEVELOPMENT_ACCOUNT, 2],
    [SECURITY_ACCOUNT, 3],
  ] as const);
  const [caller, service, name] = random.pick(SERVICE_CALLS);
  const time = anyTime(day, random);
  const session = {
    role: { account, name: `service-${caller}`, path: "/", id: `AROA${random.base32(17)}` },
    sessionName: `${caller}-${random.integer(1000, 9999)}`,
    accessKeyId: temporaryKey(random),
    issued: time,
    address: "",
    userAgent: "",
  };
  return cloudTrailEvent(day.world, random, serviceCaller(account, caller), {
    service,
    name,
    region: account === DEVELOPMENT_ACCOUNT ? GLOBAL_REGION : HOME_REGION,
    time,
    readOnly: true,
    requestParameters:
      name === "AssumeRole"
        ? { roleArn: roleArn(session.role), roleSessionName: session.sessionName }
        : { keyId: `arn:aws:kms:${HOME_REGION}:${account}:key/${random.uuid()}`, keySpec: "AES_256" },
    responseElements: name === "AssumeRole" ? issuedCredentials(random, session) : null,
    sharedEventId: random.uuid(),
  });
}
