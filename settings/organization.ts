import { type ArchiveDelivery, archiveDeliveries } from "../components/archive/deliveries";
import { dataEvents } from "../components/organization/data-events";
import { guardDutyFeatures } from "../components/organization/guardduty-features";
import type { LogDelivery, MemberLogs } from "../components/organization/member-logging";
import {
  accountsOf,
  logDestinations,
  type Organization,
  type OrganizationService,
  organizationServices,
} from "../components/organization/organization";
import { securityLakeSources } from "../components/organization/security-lake-sources";
import { ConfigurationError } from "../functions/shared/errors";
import type { Settings } from "../settings";
import * as forms from "./forms";
import type { MembersReader } from "./members-reader";
import { regions } from "./region";

const logType = { pattern: /^[A-Z][A-Z_]+$/, form: "a type of logs, such as ACCESS_LOGS" };

/** Members that say how a service is set up. */
const membersOfServices: Readonly<Record<string, OrganizationService>> = {
  dataEvents: "cloudtrail",
  guardDutyFeatures: "guardduty",
  createServiceLinkedRoles: "config",
};

/** Reads `siem:organization`. Throws a text that says what is allowed. */
export function parseOrganization(read: MembersReader): Organization {
  const organization = {
    id: read.text("id", forms.organizationId),
    managementAccount: read.text("managementAccount", forms.accountId),
    delegatedAdministrator: read.text("delegatedAdministrator", forms.accountId),
    logArchiveAccount: read.text("logArchiveAccount", forms.accountId),
    memberAccounts: read.texts("memberAccounts", forms.accountId),
    regions: homeAndOthers(read),
    role: read.object("role", (role) => ({
      name: role.text("name", forms.roleName),
      externalId: role.optionalText("externalId", forms.externalId),
    })) ?? { name: "siem-deployment" },
    services: read.choices("services", organizationServices, organizationServices),
    dataEvents: read.choices("dataEvents", dataEvents, []),
    guardDutyFeatures: read.choices("guardDutyFeatures", guardDutyFeatures, guardDutyFeatures.slice(0, 4)),
    trustedAccess: read.flag("trustedAccess", true),
    createServiceLinkedRoles: read.flag("createServiceLinkedRoles", true),
    memberLogs: read.objects("memberLogs", parseMemberLogs),
    destinations: read.choices("destinations", logDestinations),
    securityLake: read.object("securityLake", (lake) => ({
      account: lake.text("account", forms.accountId),
      region: lake.choice("region", regions),
      externalId: lake.text("externalId", forms.externalId),
      sources: lake.choices("sources", securityLakeSources, securityLakeSources),
    })),
  };
  for (const [member, service] of Object.entries(membersOfServices)) {
    if (read.has(member) && !organization.services.includes(service)) {
      read.refuse(
        member,
        `${member} beside the service ${service} only, which services leave out; remove it, or add ${service} to services`,
      );
    }
  }
  return organization;
}

/** @throws ConfigurationError if an organization's settings contradict themselves or others. */
export function refuseImpossibleOrganization(
  {
    organization,
    accounts,
    organizationId: deliverers,
    deliveries,
  }: Pick<Settings, "organization" | "accounts" | "organizationId" | "deliveries">,
  prefix: string,
  region: string | undefined,
): void {
  if (organization === undefined) return;
  const key = `${prefix}organization`;
  const known = accountsOf(organization);
  const used = [
    ...organization.memberLogs.map(({ account, region }) => ({ account, region })),
    ...(organization.securityLake ? [organization.securityLake] : []),
  ];
  const strangers = used.map(({ account }) => account).filter((each) => !known.includes(each));
  const elsewhere = used.map(({ region }) => region).filter((each) => !organization.regions.includes(each));
  const { managementAccount, delegatedAdministrator } = organization;
  const shutOut = archiveDeliveries.find((each) => !deliveries.includes(each) && delivers(each, organization));
  const rules: readonly [boolean, string][] = [
    [accounts.length > 0, `${key} and ${prefix}accounts are both set; keep one: the organization names its accounts`],
    [
      deliverers !== undefined,
      `${key} and ${prefix}organizationId are both set; remove ${prefix}organizationId: the organization has its id`,
    ],
    [
      region !== undefined && region !== organization.regions[0],
      `${key} has ${organization.regions[0]} as first of its regions but aws:region is ${region}; put ${region} first: the SIEM is in the first`,
    ],
    [
      managementAccount === delegatedAdministrator,
      `${key} has ${managementAccount} as managementAccount and as delegatedAdministrator; AWS wants another account as administrator`,
    ],
    [
      strangers.length > 0,
      `${key} logs or reads in ${strangers[0]}, which is none of its accounts; add it to memberAccounts`,
    ],
    [elsewhere.length > 0, `${key} logs or reads in ${elsewhere[0]}, which is none of its regions; add it to regions`],
    [
      shutOut !== undefined,
      `${key} has ${shutOut} deliver logs, which ${prefix}deliveries leaves out: the archive would refuse them; add ${shutOut} to ${prefix}deliveries, or take it out of ${shutOut === "vended-logs" ? "memberLogs and destinations" : "services"}`,
    ],
    [
      organization.securityLake !== undefined && organization.securityLake.region !== organization.regions[0],
      `${key} has a securityLake in ${organization.securityLake?.region}, but the loader reads in ${organization.regions[0]}; make that a rollup region of the lake, which copies all others there, and set it`,
    ],
  ];
  for (const [broken, message] of rules) if (broken) throw new ConfigurationError(`${message}.`);
}

/** Whether something of an organization is set up that a service delivers to the archive. */
function delivers(delivery: ArchiveDelivery, { services, memberLogs, destinations = [] }: Organization): boolean {
  if (delivery !== "vended-logs") return services.includes(delivery);
  return (
    destinations.includes("log-deliveries") ||
    memberLogs.some(({ vpcIds = [], webAclArns = [], networkFirewallArns = [], logDeliveries = [] }) =>
      [vpcIds, webAclArns, networkFirewallArns, logDeliveries].some(({ length }) => length > 0),
    )
  );
}

function parseMemberLogs(read: MembersReader): MemberLogs {
  const logs = {
    account: read.text("account", forms.accountId),
    region: read.choice("region", regions),
    vpcIds: read.texts("vpcIds", forms.vpcId),
    flowLogFields: read.choice("flowLogFields", ["default", "all"], "default"),
    resolverQueryLogs: read.flag("resolverQueryLogs", true),
    webAclArns: read.texts("webAclArns", forms.webAclArn),
    networkFirewallArns: read.texts("networkFirewallArns", forms.networkFirewallArn),
    logDeliveries: read.objects(
      "logDeliveries",
      (delivery): LogDelivery => ({
        resourceArn: delivery.text("resourceArn", forms.anyArn),
        logType: delivery.text("logType", logType),
      }),
    ),
    logGroups: read.texts("logGroups", forms.logGroupName),
    ...(read.has("everyLogGroupExcept") && {
      everyLogGroupExcept: read.texts("everyLogGroupExcept", forms.logGroupName),
    }),
  };
  if (logs.logGroups.length > 0 && logs.everyLogGroupExcept) {
    read.refuse("logGroups", "logGroups or everyLogGroupExcept in one of memberLogs, not both; remove one");
  }
  return logs;
}

function homeAndOthers(read: MembersReader): [string, ...string[]] {
  const [home, ...others] = read.choices("regions", regions);
  return home === undefined
    ? read.missing("regions", "a list of one region at least; the first is the SIEM's own")
    : [home, ...others];
}
