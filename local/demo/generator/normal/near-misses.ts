import type { Day } from "../day";
import type { LogEvent } from "../event";
import { exportObjects, type IntrusionPlan } from "../intrusion/plan";
import type { Random } from "../random";
import { cloudTrailEvent, sessionCaller, temporaryKey } from "../records/cloudtrail";
import { findingEvent, remoteIpDetails } from "../records/guardduty";
import { flowEvent } from "../records/network";
import { webRequestEvents } from "../records/web";
import { HOUR, MINUTE, SECOND } from "../time";
import { BROWSERS, DEVELOPMENT_ACCOUNT, GLOBAL_REGION, HOME_REGION, SHOP_ACCOUNT } from "../world";
import { applicationCall, autoscaling, instanceCredentials, nightlyExport } from "./services";
import { customerRequest, wafMatch } from "./traffic";

/** The parts of the normal day that do not depend on its size, among them what only looks like the intrusion. */
export function ordinaryEvents(day: Day, seed: Random, plan: IntrusionPlan): LogEvent[] {
  const random = seed.fork("ordinary");
  return [
    ...instanceCredentials(day, random),
    ...autoscaling(day, random),
    ...nightlyExport(day, random, exportObjects(day, seed)),
    ...victimAtWork(day, random, plan),
    ...customerBehindSharedAddress(day, random, plan),
    ...blockedMetadataProbe(day, random, plan),
    ...newMailUser(day, random),
    ...developerBehindSharedAddress(day, random, plan),
    ...lesserFindings(day, random),
  ];
}

/** The instance goes on using the very key that was stolen, from its own address. */
function victimAtWork(day: Day, random: Random, plan: IntrusionPlan): LogEvent[] {
  const { firstUse } = plan.times;
  return [-50, -31, -12, 4, 18, 37, 66, 90].map((minutes) =>
    applicationCall(day, random, plan.victim, firstUse + minutes * MINUTE),
  );
}

/** Behind the attacker's address there is a customer too, before, during and after the attack. */
function customerBehindSharedAddress(day: Day, random: Random, plan: IntrusionPlan): LogEvent[] {
  const [node] = day.world.loadBalancer.nodes;
  return [-95, -3, 1, 2, 14, 180].flatMap((minutes) => {
    const time = plan.times.probe + minutes * MINUTE + 7 * SECOND;
    const visit = customerRequest(day, random, time, plan.webAddress, BROWSERS[0]);
    if (node === undefined || minutes !== 180) {
      return visit;
    }
    const connection = flowEvent(day.world.shop, {
      time,
      interfaceId: node.interfaceId,
      sourceIp: plan.webAddress,
      sourcePort: random.integer(50_000, 60_000),
      destinationIp: node.privateIp,
      destinationPort: 443,
      protocol: 6,
      packets: 21,
      bytes: 8_020,
      action: "ACCEPT",
      direction: "ingress",
    });
    return [...visit, connection];
  });
}

/** A scanner tries the same trick in a form that the web ACL blocks. */
function blockedMetadataProbe(day: Day, random: Random, plan: IntrusionPlan): LogEvent[] {
  const [scanner = "203.0.113.200"] = day.world.scanners;
  return [-4 * HOUR, -20 * MINUTE, 3 * HOUR].flatMap((offset) =>
    webRequestEvents(day.world, random, {
      time: plan.times.probe + offset,
      clientIp: scanner,
      clientPort: random.integer(1024, 65_535),
      node: 0,
      country: "US",
      method: "POST",
      target: "/login?next=http://169.254.169.254/latest/meta-data/",
      userAgent: "Nuclei - Open-source project",
      status: 403,
      responseBytes: 118,
      rule: wafMatch("Common", "EC2MetaDataSSRF_QueryArguments", "BLOCK"),
    }),
  );
}

/** An administrator makes a user with a key for the mail relay: the same calls as the backdoor, by the right person. */
function newMailUser(day: Day, random: Random): LogEvent[] {
  const { world, start } = day;
  const person = world.people.find(({ role }) => role.account === SHOP_ACCOUNT && role.name.includes("Administrator"));
  if (person === undefined) {
    return [];
  }
  const issued = start + 9 * HOUR + random.integer(0, 40) * MINUTE;
  const caller = sessionCaller({
    role: person.role,
    sessionName: person.email,
    accessKeyId: temporaryKey(random),
    issued,
    address: person.address,
    userAgent: person.userAgent,
  });
  const userName = "newsletter-smtp";
  const accessKeyId = `AKIA${random.base32(16)}`;
  const answers = {
    CreateUser: { user: { userName, userId: `AIDA${random.base32(17)}` } },
    CreateAccessKey: { accessKey: { userName, accessKeyId, status: "Active" } },
    AttachUserPolicy: null,
  };
  return Object.entries(answers).map(([name, responseElements], index) =>
    cloudTrailEvent(world, random, caller, {
      service: "iam",
      name,
      region: GLOBAL_REGION,
      time: issued + index * 40 * SECOND,
      requestParameters: { userName },
      responseElements,
    }),
  );
}

/** A developer's VPN leaves from the address that the attacker uses later in the day. */
function developerBehindSharedAddress(day: Day, random: Random, plan: IntrusionPlan): LogEvent[] {
  const person = day.world.people.find(({ account }) => account === DEVELOPMENT_ACCOUNT);
  if (person === undefined) {
    return [];
  }
  const issued = day.start + 8 * HOUR + random.integer(0, 50) * MINUTE;
  const caller = sessionCaller({
    role: person.role,
    sessionName: person.email,
    accessKeyId: temporaryKey(random),
    issued,
    address: plan.apiAddress,
    userAgent: person.userAgent,
  });
  return ["DescribeInstances", "DescribeImages", "DescribeVpcs", "DescribeInstances"].map((name, index) =>
    cloudTrailEvent(day.world, random, caller, {
      service: "ec2",
      name,
      region: GLOBAL_REGION,
      time: issued + index * 33 * SECOND,
    }),
  );
}

/** Findings of every day, in the development account. */
function lesserFindings(day: Day, random: Random): LogEvent[] {
  const [instance] = day.world.development.instances;
  return [3, 11, 19].map((hour) => {
    const firstSeen = day.start + hour * HOUR;
    const scanner = random.pick(day.world.scanners);
    return findingEvent(day.world, {
      account: DEVELOPMENT_ACCOUNT,
      id: random.hex(32),
      type: "Recon:EC2/PortProbeUnprotectedPort",
      title: `An unprotected port on EC2 instance ${instance?.id ?? ""} is being probed.`,
      description: `An unprotected port on EC2 instance ${instance?.id ?? ""} is being probed by a known malicious host.`,
      severity: 2,
      resource: {
        resourceType: "Instance",
        instanceDetails: {
          instanceId: instance?.id ?? "",
          instanceType: "t4g.small",
          availabilityZone: `${HOME_REGION}b`,
        },
      },
      action: {
        actionType: "PORT_PROBE",
        portProbeAction: {
          blocked: false,
          portProbeDetails: [
            {
              localPortDetails: { port: 22, portName: "SSH" },
              remoteIpDetails: remoteIpDetails(scanner, "United States", "Customers"),
            },
          ],
        },
      },
      resourceRole: "TARGET",
      firstSeen,
      lastSeen: firstSeen + 20 * MINUTE,
      created: firstSeen + 25 * MINUTE,
      updated: firstSeen + 25 * MINUTE,
      count: 1,
    });
  });
}
