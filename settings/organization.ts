import { Region } from "@pulumi/aws/types/enums";
import * as named from "../components/aws/text-forms";
import { dataEvents } from "../components/organization/data-events";
import { guardDutyFeatures } from "../components/organization/guardduty-features";
import type { LogDelivery, MemberLogs } from "../components/organization/member-logging";
import { accountsOf, type Organization, organizationServices } from "../components/organization/organization";
import { securityLakeSources } from "../components/organization/security-lake-sources";
import { ConfigurationError } from "../functions/shared/errors";
import type { Settings } from "../settings";
import * as define from "./definition";
import { MembersReader } from "./members-reader";

type Members = Readonly<Record<string, unknown>>;

const arnOf = (service: string) => ({
  pattern: new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:\\d{12}:.+$`),
  form: `an ARN of ${service}`,
});
const anyArn = { pattern: /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{12}:.+$/, form: "the ARN of a resource" };
const logType = { pattern: /^[A-Z][A-Z_]+$/, form: "a type of logs, such as ACCESS_LOGS" };
const logGroup = { pattern: /^[\w./#-]{1,512}$/, form: "the name of a log group" };
const regions: readonly string[] = Object.values(Region);

/** Reads `siem:organization`; undefined where it is empty. Throws a text that says what is allowed. */
export function parseOrganization(members: Members): Organization | undefined {
  if (Object.keys(members).length === 0) return undefined;
  const read = new MembersReader(members);
  const organization = {
    id: read.text("id", named.organizationId),
    managementAccount: read.text("managementAccount", named.accountId),
    delegatedAdministrator: read.text("delegatedAdministrator", named.accountId),
    logArchiveAccount: read.text("logArchiveAccount", named.accountId),
    memberAccounts: read.texts("memberAccounts", named.accountId),
    regions: homeAndOthers(read.choices("regions", regions)),
    role: read.object("role", (role) => ({
      name: role.text("name", named.roleName),
      externalId: role.optionalText("externalId", named.externalId),
    })) ?? { name: "siem-deployment" },
    services: read.choices("services", organizationServices, organizationServices),
    dataEvents: read.choices("dataEvents", dataEvents, []),
    guardDutyFeatures: read.choices("guardDutyFeatures", guardDutyFeatures, guardDutyFeatures.slice(0, 4)),
    trustedAccess: read.flag("trustedAccess", true),
    createServiceLinkedRoles: read.flag("createServiceLinkedRoles", true),
    memberLogs: read.objects("memberLogs", parseMemberLogs),
    securityLake: read.object("securityLake", (lake) => ({
      account: lake.text("account", named.accountId),
      region: lake.choice("region", regions),
      externalId: lake.text("externalId", named.externalId),
      sources: lake.choices("sources", securityLakeSources, securityLakeSources),
    })),
  };
  read.refuseOthers();
  return organization;
}

/** @throws ConfigurationError if an organization's settings contradict themselves or others. */
export function refuseImpossibleOrganization(
  {
    organization,
    accounts,
    organizationId: deliverers,
  }: Pick<Settings, "organization" | "accounts" | "organizationId">,
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
  const places = organization.memberLogs.map(({ account, region }) => `${account} in ${region}`);
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  const { managementAccount, delegatedAdministrator } = organization;
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
      organization.securityLake !== undefined && organization.securityLake.region !== organization.regions[0],
      `${key} has a securityLake in ${organization.securityLake?.region}, but the loader reads in ${organization.regions[0]}; make that a rollup region of the lake, which copies all others there, and set it`,
    ],
    [twice !== undefined, `${key} has two memberLogs of ${twice}; make one of them`],
  ];
  for (const [broken, message] of rules) if (broken) throw new ConfigurationError(`${message}.`);
}

function parseMemberLogs(read: MembersReader): MemberLogs {
  const logs = {
    account: read.text("account", named.accountId),
    region: read.choice("region", regions),
    vpcIds: read.texts("vpcIds", named.vpcId),
    flowLogFields: read.choice("flowLogFields", ["default", "all"], "default"),
    resolverQueryLogs: read.flag("resolverQueryLogs", true),
    webAclArns: read.texts("webAclArns", arnOf("wafv2")),
    networkFirewallArns: read.texts("networkFirewallArns", arnOf("network-firewall")),
    logDeliveries: read.objects(
      "logDeliveries",
      (delivery): LogDelivery => ({
        resourceArn: delivery.text("resourceArn", anyArn),
        logType: delivery.text("logType", logType),
      }),
    ),
    logGroups: read.texts("logGroups", logGroup),
    ...(read.has("everyLogGroupExcept") && { everyLogGroupExcept: read.texts("everyLogGroupExcept", logGroup) }),
  };
  if (logs.logGroups.length > 0 && logs.everyLogGroupExcept) {
    define.notAllowed("logGroups or everyLogGroupExcept in one of memberLogs, not both");
  }
  return logs;
}

function homeAndOthers([home, ...others]: readonly string[]): [string, ...string[]] {
  if (home === undefined) define.notAllowed("one region at least in regions; the first is the SIEM's own");
  return [home, ...others];
}
