import type { Day } from "../day";
import type { LogEvent } from "../event";
import { findingEvent, remoteIpDetails } from "../records/guardduty";
import { isoSeconds, MINUTE } from "../time";
import { HOME_REGION, type World } from "../world";
import { type IntrusionPlan, VICTIM_ACCOUNT } from "./plan";

/** GuardDuty reports the use from outside some minutes later, and once more with what it has seen until then. */
export function finding(day: Day, plan: IntrusionPlan): LogEvent[] {
  const { firstUse, persistence } = plan.times;
  const deliveries = [
    { lastSeen: firstUse + 9 * MINUTE, updated: firstUse + 16 * MINUTE, count: 12 },
    { lastSeen: persistence + MINUTE, updated: firstUse + 61 * MINUTE, count: 47 },
  ];
  return deliveries.map((delivery) =>
    findingEvent(day.world, {
      ...delivery,
      account: VICTIM_ACCOUNT,
      id: plan.findingId,
      type: "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
      title: `Credentials for the EC2 instance role ${plan.stolen.role.name} were used from an external IP address.`,
      description: `Credentials created exclusively for an EC2 instance using instance role ${plan.stolen.role.name} have been used from external IP address ${plan.apiAddress}.`,
      severity: 8,
      firstSeen: firstUse,
      created: firstUse + 16 * MINUTE,
      resourceRole: "TARGET",
      resource: {
        resourceType: "AccessKey",
        accessKeyDetails: {
          accessKeyId: plan.stolen.accessKeyId,
          principalId: `${plan.stolen.role.id}:${plan.victim.id}`,
          userType: "AssumedRole",
          userName: plan.stolen.role.name,
        },
        instanceDetails: instanceDetails(day.world, plan),
      },
      action: {
        actionType: "AWS_API_CALL",
        awsApiCallAction: {
          api: "GetCallerIdentity",
          serviceName: "sts.amazonaws.com",
          callerType: "Remote IP",
          remoteIpDetails: remoteIpDetails(plan.apiAddress, "Netherlands", "Hosting provider"),
          affectedResources: {},
        },
      },
    }),
  );
}

function instanceDetails(world: World, { victim, stolen, times }: IntrusionPlan) {
  return {
    instanceId: victim.id,
    instanceType: "m7g.large",
    launchTime: isoSeconds(times.probe - 9 * 24 * 60 * MINUTE),
    platform: null,
    productCodes: [],
    iamInstanceProfile: {
      arn: `arn:aws:iam::${VICTIM_ACCOUNT}:instance-profile/${stolen.role.name}`,
      id: stolen.role.id.replace("AROA", "AIPA"),
    },
    networkInterfaces: [
      {
        networkInterfaceId: victim.interfaceId,
        ipv6Addresses: [],
        privateIpAddress: victim.privateIp,
        privateDnsName: `ip-${victim.privateIp.replaceAll(".", "-")}.${HOME_REGION}.compute.internal`,
        privateIpAddresses: [{ privateIpAddress: victim.privateIp }],
        subnetId: victim.subnetId,
        vpcId: world.shop.vpcId,
        securityGroups: [{ groupName: "shop-app", groupId: `sg-${victim.interfaceId.slice(4)}` }],
        publicDnsName: "",
      },
    ],
    tags: [{ key: "Name", value: "shop-app" }],
    instanceState: "running",
    availabilityZone: `${HOME_REGION}a`,
    imageId: `ami-${victim.id.slice(2)}`,
    imageDescription: "Amazon Linux 2023",
  };
}
