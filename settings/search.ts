import type { DashboardsSignIn } from "../components/search/dashboards-sign-in";
import type { CustomEndpoint } from "../components/search/domain-settings";
import type { ExistingDomain, SearchChoice } from "../components/search/search-choice";
import { ConfigurationError } from "../functions/shared/errors";
import type { Settings } from "../settings";
import * as forms from "./forms";
import type { MembersReader } from "./members-reader";
import { type ShapeSettings, searchShape } from "./search-shape";

/** Reads `siem:customEndpoint`. */
export function readCustomEndpoint(read: MembersReader): CustomEndpoint {
  return {
    hostName: read.text("hostName", {
      pattern: /^(?=.{4,255}$)([a-z0-9-]+\.)+[a-z]{2,}$/,
      form: "a host name, such as siem.example.com",
    }),
    certificateArn: read.text("certificateArn", forms.certificateArn),
  };
}

/** As AWS names the endpoints of domains: whether it is in a VPC, and the region. Of a name of the owner's nothing is known. */
const endpointOfAws =
  /^https:\/\/(vpc|search)-[a-z0-9-]+\.(?:aos\.)?([a-z0-9-]+)\.(?:es\.amazonaws\.com(?:\.cn)?|on\.aws)(?::\d+)?$/;

/** Reads `siem:existingDomain`. */
export function readExistingDomain(read: MembersReader): ExistingDomain {
  const endpoint = read.text("endpoint", forms.domainEndpoint);
  const arn = read.text("arn", forms.domainArn);
  const ofArn = arn.split(":")[3];
  if ((endpointOfAws.exec(endpoint)?.[2] ?? ofArn) !== ofArn) {
    read.refuse("endpoint", `${endpoint} beside an arn of its region only, not of ${ofArn}; correct one of them`);
  }
  const instanceCount = read.optionalInteger("instanceCount", 1, 1000);
  const volumeGib = read.optionalInteger("volumeGib", 1, 1_000_000);
  return {
    endpoint,
    arn,
    ...(instanceCount !== undefined && { instanceCount }),
    ...(volumeGib !== undefined && { volumeGib }),
  };
}

type SearchSettings = Pick<
  Settings,
  | "network"
  | "vpcId"
  | "retentionDays"
  | "analystRoleArns"
  | "analystGroups"
  | "operatorRoleArns"
  | "searchEngine"
  | "serverlessStandby"
  | "existingDomain"
  | "searchSnapshots"
  | "customEndpoint"
  | "maintenanceHour"
  | "createServiceLinkedRole"
  | "engineVersion"
  | "dashboardsSignIn"
  | "samlMetadata"
  | "warmAfterDays"
  | "coldAfterDays"
> &
  ShapeSettings;

/** Whether the stack makes a search domain: what is said of one means nothing to a collection, or a domain that is there. */
export function makesDomain({
  searchEngine,
  existingDomain,
}: Pick<Settings, "searchEngine" | "existingDomain">): boolean {
  return searchEngine !== "serverless" && existingDomain === undefined;
}

/** What logs are searched with. */
export function searchChoice(settings: SearchSettings): SearchChoice {
  const { retentionDays, analystRoleArns, analystGroups, operatorRoleArns, existingDomain } = settings;
  const users = { retentionDays, analystRoleArns, analystGroups, operatorRoleArns };
  if (existingDomain !== undefined) return { ...users, existing: existingDomain };
  if (settings.searchEngine === "serverless") {
    return { ...users, serverless: { standbyReplicas: settings.serverlessStandby } };
  }
  return {
    ...users,
    ...tiers(settings),
    shape: searchShape(settings),
    engineVersion: settings.engineVersion,
    createServiceLinkedRole: settings.createServiceLinkedRole,
    customEndpoint: settings.customEndpoint,
    signIn: signIn(settings),
    maintenanceHour: settings.maintenanceHour,
    snapshots: settings.searchSnapshots,
  };
}

/** How people sign in, with what is secret of it. */
function signIn({ dashboardsSignIn, samlMetadata }: SearchSettings): DashboardsSignIn | undefined {
  if (dashboardsSignIn?.kind !== "saml") return dashboardsSignIn;
  // That it is there was checked when the settings were read.
  return { ...dashboardsSignIn, metadata: samlMetadata ?? "" };
}

/** When logs go to warm nodes and to cold storage. */
function tiers(settings: SearchSettings) {
  return {
    warmAfterDays: settings.searchWarmType === undefined ? undefined : settings.warmAfterDays,
    coldAfterDays: settings.searchColdStorage ? settings.coldAfterDays : undefined,
  };
}

/** The first version with fields of type `flat_object`, which the index templates have. */
const oldestVersion = [2, 7] as const;

/** @throws ConfigurationError for the first settings of search that contradict each other. */
export function refuseImpossibleSearch(settings: SearchSettings, prefix: string): void {
  const { dashboardsSignIn, samlMetadata, analystGroups, network, engineVersion, retentionDays } = settings;
  const { warmAfterDays, coldAfterDays } = makesDomain(settings) ? tiers(settings) : {};
  const { existingDomain, vpcId } = settings;
  const ownersDoing = Object.entries({
    customEndpoint: settings.customEndpoint !== undefined,
    dashboardsSignIn: dashboardsSignIn !== undefined,
    searchSnapshots: settings.searchSnapshots,
    searchWarmType: settings.searchWarmType !== undefined,
    analystGroups: analystGroups.length > 0 && existingDomain === undefined,
  }).find(([, isSet]) => isSet)?.[0];
  const isServerless = settings.searchEngine === "serverless";
  const isSaml = dashboardsSignIn?.kind === "saml";
  const [major = 0, minor = 0] = engineVersion.replace("OpenSearch_", "").split(".").map(Number);
  const rules: readonly [boolean, string][] = [
    [
      existingDomain !== undefined && network === "vpc" && vpcId === undefined,
      `${prefix}existingDomain is ${existingDomain?.arn}, which a VPC that is made does not lead to; name the domain's own VPC as ${prefix}vpcId and ${prefix}subnetIds, or, for a public domain, set ${prefix}network to "public"`,
    ],
    [
      network === "public" && endpointOfAws.exec(existingDomain?.endpoint ?? "")?.[1] === "vpc",
      `${prefix}existingDomain has the endpoint ${existingDomain?.endpoint}, which is in a VPC, and ${prefix}network is "public": nothing would reach it; name the domain's VPC as ${prefix}vpcId and ${prefix}subnetIds instead`,
    ],
    [
      existingDomain !== undefined && ownersDoing !== undefined,
      `${prefix}${ownersDoing} is set, but ${prefix}existingDomain is not made by this stack: its owner decides on that; remove one of them`,
    ],
    [
      isServerless && existingDomain !== undefined,
      `${prefix}searchEngine is "serverless", but ${prefix}existingDomain is ${existingDomain?.arn}; remove one of them`,
    ],
    [
      isServerless && ownersDoing !== undefined,
      `${prefix}${ownersDoing} is set, but ${prefix}searchEngine is "serverless": a collection has nothing of the kind; remove one of them`,
    ],
    [
      makesDomain(settings) && (major < oldestVersion[0] || (major === oldestVersion[0] && minor < oldestVersion[1])),
      `${prefix}engineVersion is ${engineVersion}; the SIEM needs OpenSearch_${oldestVersion.join(".")} or later`,
    ],
    [
      isSaml && samlMetadata === undefined,
      `${prefix}dashboardsSignIn is by SAML, but there are no ${prefix}samlMetadata; set them with \`pulumi config set --secret ${prefix}samlMetadata < metadata.xml\``,
    ],
    [
      !isSaml && samlMetadata !== undefined,
      `${prefix}samlMetadata is set, but ${prefix}dashboardsSignIn is not of the kind saml; remove it, or set both`,
    ],
    [
      isSaml && network === "public",
      `${prefix}dashboardsSignIn is by SAML and ${prefix}network is "public": browsers sign no requests, so the domain would be open to the internet; use a VPC, or Cognito`,
    ],
    [
      analystGroups.length > 0 &&
        existingDomain === undefined &&
        (dashboardsSignIn === undefined || dashboardsSignIn.kind === "cognito"),
      `${prefix}analystGroups is set, but no sign-in tells the groups of people; set ${prefix}dashboardsSignIn to saml or identity-center, or use ${prefix}analystRoleArns`,
    ],
    [
      warmAfterDays !== undefined && warmAfterDays >= retentionDays,
      `${prefix}warmAfterDays is ${warmAfterDays}, not before logs are deleted (${prefix}retentionDays: ${retentionDays}); lower it`,
    ],
    [
      coldAfterDays !== undefined && (coldAfterDays <= (warmAfterDays ?? 0) || coldAfterDays >= retentionDays),
      `${prefix}coldAfterDays is ${coldAfterDays}; it must be after ${prefix}warmAfterDays (${warmAfterDays}) and before ${prefix}retentionDays (${retentionDays})`,
    ],
  ];
  for (const [broken, message] of rules) if (broken) throw new ConfigurationError(`${message}.`);
}
