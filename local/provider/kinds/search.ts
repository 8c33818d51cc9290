import {
  CreateDomainCommand,
  type CreateDomainCommandInput,
  DeleteDomainCommand,
  DescribeDomainCommand,
  UpdateDomainConfigCommand,
  type UpdateDomainConfigCommandInput,
} from "@aws-sdk/client-opensearch";
import type { Aws } from "../aws";
import { isAwsError, policyText, type ResourceKind, tagsOf, textOf, toAwsSpelling, unlessMissing } from "../kind";
import { digest, isObject, type Properties } from "../properties";

const GONE = "ResourceNotFoundException";

/** Pulumi property -> AWS, where capital letters are not enough. */
const RENAMES = {
  ebsOptions: "EBSOptions",
  vpcOptions: "VPCOptions",
  enforceHttps: "EnforceHTTPS",
  tlsSecurityPolicy: "TLSSecurityPolicy",
  masterUserArn: "MasterUserARN",
};
const SETTINGS = [
  "advancedSecurityOptions",
  "autoTuneOptions",
  "clusterConfig",
  "domainEndpointOptions",
  "ebsOptions",
].concat(["encryptAtRest", "nodeToNodeEncryption", "vpcOptions"]);
/** The members of these have other names in AWS. */
const ENCRYPTION_NAMES = {
  encryptAtRest: "EncryptionAtRestOptions",
  nodeToNodeEncryption: "NodeToNodeEncryptionOptions",
};

function configurationOf(inputs: Properties): object {
  const given = SETTINGS.filter((property) => isObject(inputs[property])).map((property) => [
    property,
    inputs[property],
  ]);
  const configuration = toAwsSpelling(Object.fromEntries(given), { ...RENAMES, ...ENCRYPTION_NAMES });
  const policies = inputs.accessPolicies;
  return {
    ...(configuration as object),
    // Keys such as "rest.action.multi.allow_explicit_index" are OpenSearch's and keep their spelling.
    ...(isObject(inputs.advancedOptions) ? { AdvancedOptions: inputs.advancedOptions } : {}),
    ...(policies === undefined ? {} : { AccessPolicies: policyText(policies) }),
    ...logPublishingOf(inputs),
  };
}

function logPublishingOf(inputs: Properties): object {
  const options = Array.isArray(inputs.logPublishingOptions) ? inputs.logPublishingOptions.filter(isObject) : [];
  const entries = options.map(({ logType, cloudwatchLogGroupArn, enabled }) => [
    String(logType),
    { CloudWatchLogsLogGroupArn: cloudwatchLogGroupArn, Enabled: enabled !== false },
  ]);
  return entries.length === 0 ? {} : { LogPublishingOptions: Object.fromEntries(entries) };
}

const memberOf = (inputs: Properties, property: string, member: string): unknown => {
  const value = inputs[property];
  return isObject(value) ? value[member] : undefined;
};

const turnedOff = (property: string) => (before: Properties, after: Properties) =>
  memberOf(before, property, "enabled") === true && memberOf(after, property, "enabled") !== true;

/** What an engine version counts for: OpenSearch_2.19 is after OpenSearch_2.9. */
function versionNumber(inputs: Properties): number {
  const [major = 0, minor = 0] = String(inputs.engineVersion).replace(/^\w+_/, "").split(".").map(Number);
  return major * 1000 + minor;
}

/**
 * Changes for which the real provider makes a new domain.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/opensearch/domain.go
 */
const replacements: Readonly<Record<string, (before: Properties, after: Properties) => boolean>> = {
  advancedSecurityOptions: turnedOff("advancedSecurityOptions"),
  encryptAtRest: (before, after) =>
    turnedOff("encryptAtRest")(before, after) ||
    memberOf(before, "encryptAtRest", "kmsKeyId") !== memberOf(after, "encryptAtRest", "kmsKeyId"),
  engineVersion: (before, after) => versionNumber(after) < versionNumber(before),
  nodeToNodeEncryption: turnedOff("nodeToNodeEncryption"),
  vpcOptions: (before, after) => isObject(before.vpcOptions) !== isObject(after.vpcOptions),
};

const domain: ResourceKind = {
  autoName: { property: "domainName", limit: 28, lowerCase: true },
  replaceOn: ["domainName", "region"],
  replacedBy: (before, after) =>
    Object.keys(replacements).filter((property) => replacements[property]?.(before, after) === true),
  async put(inputs, { aws }) {
    const DomainName = textOf(inputs, "domainName");
    const configuration = configurationOf(inputs);
    const creation = { DomainName, EngineVersion: inputs.engineVersion, ...configuration };
    try {
      await aws.opensearch.send(new CreateDomainCommand(creation as CreateDomainCommandInput));
    } catch (error) {
      if (!isAwsError(error, "ResourceAlreadyExistsException")) throw error;
      const update = { DomainName, ...configuration } as UpdateDomainConfigCommandInput;
      await aws.opensearch.send(new UpdateDomainConfigCommand(update));
    }
    const arn = await aws.arn("es", `domain/${DomainName}`);
    const { accountId } = await aws.callerIdentity();
    const domainId = `${accountId}/${DomainName}`;
    return { id: arn, outputs: { arn, domainId, ...endpointsOf(aws), region: aws.region, tagsAll: tagsOf(inputs) } };
  },
  async read(_id, outputs, aws) {
    const command = new DescribeDomainCommand({ DomainName: textOf(outputs, "domainName") });
    return (await unlessMissing(aws.opensearch.send(command), GONE)) === undefined ? undefined : endpointsOf(aws);
  },
  async remove(_id, outputs, { opensearch }) {
    const command = new DeleteDomainCommand({ DomainName: textOf(outputs, "domainName") });
    await unlessMissing(opensearch.send(command), GONE);
  },
};

/** The domain answers where the local stage put a real OpenSearch. */
function endpointsOf({ settings }: Aws): Properties {
  const endpoint = settings.domainEndpoint;
  if (endpoint === undefined) {
    throw new Error(
      "No OpenSearch stands behind the domain: the local stage has not set SIEM_DOMAIN_ENDPOINT (host:port).",
    );
  }
  const dashboardEndpoint = `${endpoint}/_dashboards`;
  return { endpoint, dashboardEndpoint, endpointV2: endpoint, dashboardEndpointV2: dashboardEndpoint };
}

const domainPolicy: ResourceKind = {
  replaceOn: ["domainName"],
  async put(inputs, { aws }) {
    const DomainName = textOf(inputs, "domainName");
    const AccessPolicies = policyText(inputs.accessPolicies);
    await aws.opensearch.send(new UpdateDomainConfigCommand({ DomainName, AccessPolicies }));
    return { id: `esd-policy-${DomainName}`, outputs: {} };
  },
  async read(_id, outputs, aws) {
    const command = new DescribeDomainCommand({ DomainName: textOf(outputs, "domainName") });
    return (await unlessMissing(aws.opensearch.send(command), GONE)) === undefined ? undefined : {};
  },
};

/** A collection of OpenSearch Serverless: only the engine's state has it, and it answers where a domain would. */
const collection: ResourceKind = {
  replaceOn: ["name", "type", "standbyReplicas"],
  async put(inputs, { aws }) {
    const id = digest(textOf(inputs, "name")).slice(0, 20);
    const { endpoint, dashboardEndpoint } = endpointsOf(aws);
    const collectionEndpoint = `https://${String(endpoint)}`;
    const arn = await aws.arn("aoss", `collection/${id}`);
    return { id, outputs: { arn, collectionEndpoint, dashboardEndpoint: `https://${String(dashboardEndpoint)}` } };
  },
};

/** Types that AWS has and the emulator is not asked for. */
export const recordedSearchKinds: Readonly<Record<string, ResourceKind>> = {
  "aws:opensearch/serverlessCollection:ServerlessCollection": collection,
};

export const searchKinds: Readonly<Record<string, ResourceKind>> = {
  "aws:opensearch/domain:Domain": domain,
  "aws:opensearch/domainPolicy:DomainPolicy": domainPolicy,
};
