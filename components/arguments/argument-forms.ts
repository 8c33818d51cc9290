import { personalKinds } from "../../functions/redactor/redaction";
import * as named from "../../settings/forms";
import { archiveDeliveries } from "../archive/deliveries";
import { endpointServices } from "../network/endpoint-services";
import { natGatewayChoices } from "../network/nat-gateways";
import { dataEvents } from "../organization/data-events";
import { guardDutyFeatures } from "../organization/guardduty-features";
import { logDestinations, organizationServices } from "../organization/organization";
import { securityLakeSources } from "../organization/security-lake-sources";
import { type ArgumentForm, type Form, flag, list, oneOf, text, wholeNumber } from "./form";

const anyText = text({ ...named.anyText, form: "a text that is not empty" });
const url = text({ pattern: /^https:\/\/\S+$/, form: "an https:// URL" });
const arnOf = (service: string, what: string) =>
  // Some, such as those of buckets, have neither region nor account.
  text({ pattern: new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:(\\d{12})?:.+$`), form: `the ARN of ${what}` });
const anyArn = arnOf("[a-z0-9-]+", "a resource");
const securityGroupId = text({ pattern: /^sg-[0-9a-f]{8,17}$/, form: "the id of a security group" });
// Pulumi adds 26 characters to the 63 that the name of a bucket may have.
const bucketPrefix = text({
  pattern: /^[a-z0-9][a-z0-9.-]{0,36}$/,
  form: "the start of the name of a bucket: up to 37 of a-z, 0-9, . and -",
});
const logRetentionDays = oneOf(named.logGroupRetentions);
const searchableDays = wholeNumber(1, 3650);

/**
 * What the arguments of all components may be, by their names: a name means the same wherever it stands. Where it does not,
 * it is preceded by what it is a member of: another argument, or the component itself.
 */
const groups: readonly (readonly [form: ArgumentForm, names: readonly string[]])[] = [
  [
    flag,
    ["protect", "standby", "coldStorage", "standbyReplicas", "createServiceLinkedRole", "createServiceLinkedRoles"],
  ],
  [flag, ["advanced", "rawMessages", "resolverQueryLogs", "trustedAccess", "search.snapshots", "ownFlowLogs"]],

  [text(named.accountId), ["account", "accountId", "ownAccount", "subscriberAccount", "lakeAccount"]],
  [text(named.accountId), ["managementAccount", "delegatedAdministrator", "logArchiveAccount"]],
  [list(text(named.accountId)), ["accounts", "accountIds", "memberAccounts"]],
  [text(named.organizationId), ["organizationId", "organization.id"]],
  [text(named.organizationArn), ["organizationArn"]],
  [text(named.region), ["region"]],
  [list(text(named.region)), ["regions"]],
  [text({ pattern: /^aws[a-z-]*$/, form: "a partition, such as aws or aws-cn" }), ["partition"]],

  [text(named.roleArn), ["roleArn", "masterRoleArn", "configuratorRoleArn", "loaderRoleArn", "detectorRoleArn"]],
  [text(named.roleArn), ["fastLaneRoleArn", "watcherRoleArn"]],
  [list(text(named.roleArn)), ["roleArns", "accessRoleArns", "analystRoleArns", "bulkRoleArns", "operatorRoleArns"]],
  [list(text(named.roleArn)), ["readerRoleArns", "writerRoleArns", "senderRoleArns"]],
  [list(arnOf("(iam|sts)", "a role")), ["readerArns"]],
  [text(named.roleName), ["role.name"]],
  [text(named.externalId), ["externalId"]],
  [list(anyText), ["analystGroups"]],

  [text(named.keyArn), ["keyArn", "kmsKeyArn", "bucketKeyArn", "archiveKeyArn", "queueKeyArn", "reportsKeyArn"]],
  [text(named.keyArn), ["logKeyArn"]],
  [list(text(named.keyArn)), ["keyArns", "otherKeyArns"]],
  [text(named.topicArn), ["topicArn", "alarmTopicArn"]],
  [
    { form: "eventbridge, or an object with topicArn", allows: (value) => value === "eventbridge" || hasTopic(value) },
    ["announcedBy"],
  ],
  [arnOf("sqs", "a queue of SQS"), ["queueArn"]],
  [url, ["queueUrl", "dashboardsUrl"]],
  [arnOf("lambda", "a Lambda function"), ["functionArn"]],
  [arnOf("events", "an event bus"), ["eventBusArn"]],
  [arnOf("elasticfilesystem", "a file system or one of its access points"), ["fileSystemArn", "accessPointArn"]],
  [text(named.secretArn), ["pseudonymKeySecretArn"]],
  [anyArn, ["resourceArn", "logDestinationArn", "deliveryDestinationArn"]],
  [list(text(named.webAclArn)), ["webAclArns"]],
  [list(text(named.networkFirewallArn)), ["networkFirewallArns"]],

  [text(named.bucketName), ["bucketName", "archiveBucketName"]],
  [text(named.bucketArn), ["bucketArn", "archiveBucketArn", "flowLogBucketArn"]],
  [list(text(named.bucketArn)), ["bucketArns", "otherBucketArns"]],
  [list(arnOf("dynamodb", "a table of DynamoDB")), ["tableArns"]],
  [bucketPrefix, ["bucketPrefix"]],
  [text(named.accessPointName), ["LogAccessPoint.name", "RedactingAccessPoint.name", "accessPoints.name"]],
  [list(text(named.keyPrefix)), ["prefixes", "keyPrefixes"]],
  [list(oneOf(personalKinds)), ["kinds"]],
  [list(text({ pattern: /\//, form: "a network, such as 10.0.0.0/8" })), ["keepNetworks"]],
  [list(oneOf([...archiveDeliveries, "load-balancers"])), ["deliveries"]],
  [oneOf(["governance", "compliance", "off"]), ["lock"]],
  [oneOf(["GOVERNANCE", "COMPLIANCE"]), ["mode"]],
  [oneOf(["daily", "weekly", "off"]), ["inventory"]],
  [wholeNumber(90, 730), ["archiveDays", "archiveAccessDays"]],
  [wholeNumber(180, 730), ["deepArchiveDays", "deepArchiveAccessDays"]],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
  [wholeNumber(1, 36_500), ["retentionDays", "days"]],
  [searchableDays, ["search.retentionDays", "LogLoading.retentionDays", "LogLoader.retentionDays"]],
  [searchableDays, ["SearchContent.retentionDays", "warmAfterDays", "coldAfterDays"]],
  [logRetentionDays, ["logRetentionDays"]],

  [wholeNumber(1, 1000), ["BatchLoading.concurrency"]],
  [wholeNumber(0, 1000), ["backfillConcurrency"]],
  [wholeNumber(2, 1000), ["concurrency"]],
  [wholeNumber(512, 10_240), ["memorySize", "storageSize"]],
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
  [wholeNumber(128, 10_240), ["SecureFunction.memorySize"]],
  [wholeNumber(30, 900), ["LogLoader.timeout", "loader.timeout"]],
  [wholeNumber(1, 900), ["consumerTimeout", "loaderTimeout"]],
  [wholeNumber(0, 300), ["batchWindow", "consumerBatchWindow"]],
  [wholeNumber(1, 1000), ["batchSize"]],
  [wholeNumber(1, 16), ["objectsAtOnce"]],
  // Throttled receives count too. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  [wholeNumber(5, 1000), ["maxReceiveCount"]],
  [list(anyText), ["sourceModules", "ownLogGroups"]],

  [text(named.engineVersion), ["engineVersion"]],
  [text(named.instanceType), ["instanceType", "masterType"]],
  [text(named.warmInstanceType), ["warmType"]],
  [wholeNumber(1, 80), ["instanceCount"]],
  [wholeNumber(0, 150), ["warmCount"]],
  [oneOf([1, 2, 3]), ["zones"]],
  // Of a VPC that is there, as many as it has subnets.
  [wholeNumber(1, 16), ["SiemNetwork.zones", "ModelStorage.zones"]],
  [wholeNumber(10, 16_384), ["volumeGib"]],
  // Of a domain that is there, which AWS may have made larger by request, and has other volumes.
  [wholeNumber(1, 1000), ["existing.instanceCount", "domainInstances"]],
  [wholeNumber(1, 1_000_000), ["existing.volumeGib", "domainVolumeGib"]],
  [wholeNumber(3000, 16_000), ["volumeIops"]],
  [wholeNumber(125, 1000), ["volumeThroughput"]],
  [wholeNumber(0, 23), ["maintenanceHour"]],
  [wholeNumber(0, 2), ["replicas"]],
  [text(named.domainEndpoint), ["searchEndpoint", "domainEndpoint", "existing.endpoint", "search.endpoint"]],
  [text(named.domainArn), ["domainArn", "existing.arn", "search.arn"]],
  // A domain, or a collection of OpenSearch Serverless.
  [arnOf("(es|aoss)", "a search domain or collection"), ["searchDomainArn"]],
  [oneOf(["es", "aoss"]), ["searchService"]],
  [list(text({ pattern: /^[^/\s]\S*$/, form: "a path, such as siem-*/_search" })), ["paths"]],
  [text({ pattern: /^[0-9A-Za-z]+$/, form: "letters and digits" }), ["sid"]],

  [text(named.vpcId), ["vpcId"]],
  [list(text(named.vpcId)), ["vpcIds"]],
  [list(text(named.subnetId)), ["subnetIds"]],
  [securityGroupId, ["functionSecurityGroupId"]],
  [list(securityGroupId), ["securityGroupIds"]],
  [text(named.vpcNetwork), ["cidrBlock"]],
  [list(oneOf(endpointServices)), ["SiemNetwork.endpoints", "network.endpoints"]],
  [oneOf(natGatewayChoices), ["natGateways"]],

  [text(named.emailAddress), ["alarmEmail", "email"]],
  [wholeNumber(1, 10_000_000), ["limitUsd"]],
  [wholeNumber(0, 10_000_000), ["monthlyBudgetUsd"]],
  [anyText, ["description", "trailName", "folder"]],

  [list(oneOf(organizationServices)), ["services"]],
  [list(oneOf(logDestinations)), ["destinations"]],
  [list(oneOf(dataEvents)), ["dataEvents"]],
  [list(oneOf(guardDutyFeatures)), ["features", "guardDutyFeatures"]],
  [list(oneOf(securityLakeSources)), ["sources"]],
  [oneOf(["default", "all"]), ["flowLogFields"]],
  [oneOf(["texts", "compressed"]), ["records"]],
  [text({ pattern: /^[A-Z][A-Z_]+$/, form: "a type of logs, such as ACCESS_LOGS" }), ["logType"]],
  [list(text(named.logGroupName)), ["logGroups", "everyLogGroupExcept"]],
  [text({ pattern: /^r-[a-z0-9]{4,32}$/, form: "the id of an organization's root" }), ["rootId"]],
];

const forms: ReadonlyMap<string, ArgumentForm> = new Map(
  groups.flatMap(([form, names]) => names.map((name) => [name, form] as const)),
);

/**
 * What an argument may be; undefined for one that holds others, or that is read and checked where it is used.
 * @param holder The argument or the component that it is a member of.
 */
export function argumentForm(holder: string, name: string): ArgumentForm | undefined {
  return forms.get(`${holder}.${name}`) ?? forms.get(name);
}

/** Arguments that a stage's settings read and check, and the types of a program alone; and arguments that are no data. */
export const readElsewhere: ReadonlySet<string> = new Set([
  ...["rules", "detection", "filters", "sourceRules", "limits", "silence", "settings", "networks"],
  ...["signIn", "customEndpoint", "prices", "pipeline", "otherAlarms"],
  ...["keyStatements", "serviceStatements"],
]);

/** What the names of components may be, which are names at AWS, or the start of some. */
const componentNames: Readonly<Record<string, Form>> = {
  // That of its bucket starts with aws-waf-logs-.
  LogArchive: nameOf(1, 23),
  // To names of roles, of at most 64 characters, Pulumi adds 8; the longest part of one ends in -content.
  LogLoading: functionName(48),
  RedactingAccessPoint: functionName(56),
  // Names of policies have 32 characters at most.
  SearchCollection: nameOf(3, 24),
  SearchDomain: nameOf(3, 28),
  Siem: nameOf(3, 20),
};
const anyName = text({ pattern: /^\S(.*\S)?$/, form: "a text that is not empty" });

export function componentName(component: string): Form {
  return componentNames[component] ?? anyName;
}

function hasTopic(value: unknown): boolean {
  return typeof value === "object" && value !== null && "topicArn" in value;
}

function functionName(longest: number): Form {
  return text({
    pattern: new RegExp(`^[\\w-]{1,${longest}}$`),
    form: `1 to ${longest} letters, digits, _ and -`,
  });
}

function nameOf(shortest: number, longest: number): Form {
  return text({
    pattern: new RegExp(`^[a-z][a-z0-9-]{${shortest - 1},${longest - 1}}$`),
    form: `${shortest} to ${longest} of a-z, 0-9 and -, first a letter`,
  });
}
