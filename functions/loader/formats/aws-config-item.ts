import type { EcsDocument } from "../../shared/ecs";
import { flatObject } from "../../shared/flat-object";
import { isSecretOrVariables } from "../../shared/secrets/secrets";
import { asArray, asRecord, ipAddress, isoTime, type JsonObject, list, nonEmpty, text } from "../../shared/values";
import { tooDeep } from "../nesting";
import type { FieldType } from "../source";

/*
 * A configuration item of AWS Config: the same in its history, its snapshots and its notifications. The API's answers
 * have some other names (`accountId`, `arn`, `configuration` as text).
 * @see https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html
 */

export function isConfigItem(value: JsonObject): boolean {
  if (typeof value.resourceType !== "string") return false;
  return "configurationItemCaptureTime" in value || "configurationItemStatus" in value;
}

/** Types of an item's fields under the product's name: `config_history`. */
export function configItemFields(product: string): Readonly<Record<string, FieldType>> {
  return Object.fromEntries(Object.entries(itemFields).map(([name, type]) => [`aws.${product}.${name}`, type]));
}

const itemFields: Readonly<Record<string, FieldType>> = {
  status: "keyword",
  version: "keyword",
  state_id: "keyword",
  resource_type: "keyword",
  resource_id: "keyword",
  resource_name: "keyword",
  resource_created: "date",
  arn: "keyword",
  tags: "flat_object",
  related_events: "keyword",
  "relationships.name": "keyword",
  "relationships.resource_type": "keyword",
  "relationships.resource_id": "keyword",
  "relationships.resource_name": "keyword",
  configuration: "flat_object",
  supplementary_configuration: "flat_object",
};

/** What an item says, but for what happened to it. */
export interface ConfigItem {
  readonly captured: string | undefined;
  readonly status: string | undefined;
  readonly resourceType: string | undefined;
  /** What tells the item from all others, where it has the parts of that. */
  readonly id: string | undefined;
  readonly document: Pick<EcsDocument, "cloud" | "group" | "host" | "related" | "user">;
  /** By the names of `configItemFields`. */
  readonly fields: object;
}

export function readConfigItem(item: JsonObject): ConfigItem {
  const resourceType = text(item.resourceType);
  const resourceId = text(item.resourceId);
  const account = text(item.awsAccountId) ?? text(item.accountId);
  const region = text(item.awsRegion);
  const captured = isoTime(item.configurationItemCaptureTime);
  const status = text(item.configurationItemStatus);
  const zone = text(item.availabilityZone);
  const configuration = parsed(item.configuration);
  const instance = resourceType === "AWS::EC2::Instance" ? instanceOf(asRecord(configuration) ?? {}, resourceId) : {};
  const addresses = list(addressesOf(asRecord(configuration)));
  return {
    captured,
    status,
    resourceType,
    id:
      account === undefined || resourceId === undefined || captured === undefined
        ? undefined
        : [account, region, resourceType, resourceId, captured].join("/"),
    document: {
      cloud: {
        account: nonEmpty({ id: account }),
        region,
        // Others are "Not Applicable", "Regional", "Multiple Availability Zones".
        availability_zone: zone !== undefined && /^[a-z]{2}-[a-z0-9-]+$/.test(zone) ? zone : undefined,
        service: { name: "config" },
        ...instance.cloud,
      },
      host: instance.host === undefined ? undefined : { ...instance.host, ip: addresses },
      group:
        resourceType === "AWS::IAM::Group" ? nonEmpty({ id: resourceId, name: text(item.resourceName) }) : undefined,
      user: resourceType === "AWS::IAM::User" ? targetUser(resourceId, text(item.resourceName)) : undefined,
      related: instance.host === undefined && addresses !== undefined ? { ip: addresses } : undefined,
    },
    fields: {
      status,
      version: text(item.configurationItemVersion) ?? text(item.version),
      state_id: text(item.configurationStateId),
      resource_type: resourceType,
      resource_id: resourceId,
      resource_name: text(item.resourceName),
      resource_created: isoTime(item.resourceCreationTime),
      arn: text(item.ARN) ?? text(item.arn),
      tags: flatObject(item.tags),
      related_events: list(item.relatedEvents),
      relationships: relationshipsOf(item.relationships),
      configuration: flatObject(configuration, { isSecret: isSecretOrVariables }),
      supplementary_configuration: flatObject(item.supplementaryConfiguration, { isSecret: isSecretOrVariables }),
    },
  };
}

/** Values that may be JSON texts; others stay as they are. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith("{")) return value;
  try {
    const object: unknown = JSON.parse(value);
    return tooDeep(object) ? value : object;
  } catch {
    return value;
  }
}

function instanceOf(configuration: JsonObject, id: string | undefined): Pick<EcsDocument, "cloud" | "host"> {
  return {
    cloud: {
      instance: nonEmpty({ id }),
      machine: nonEmpty({ type: text(configuration.instanceType) }),
    },
    host: nonEmpty({
      id,
      name: text(configuration.privateDnsName),
      architecture: text(configuration.architecture),
    }),
  };
}

function targetUser(id: string | undefined, name: string | undefined): EcsDocument["user"] {
  const target = nonEmpty({ id, name });
  return target === undefined ? undefined : { target };
}

/** Addresses of an instance, a network interface or an elastic IP address. */
function addressesOf(value: JsonObject | undefined, nesting = 0): string[] {
  if (value === undefined || nesting > 2) return [];
  const association = asRecord(value.association);
  const own = [value.privateIpAddress, value.publicIpAddress, value.publicIp, value.ipv6Address, association?.publicIp];
  const inner = [value.networkInterfaces, value.privateIpAddresses, value.ipv6Addresses]
    .flatMap(asArray)
    .flatMap((item) => addressesOf(asRecord(item), nesting + 1));
  return [...own.map(ipAddress).filter((address) => address !== undefined), ...inner];
}

function relationshipsOf(value: unknown): object | undefined {
  const relationships = asArray(value).map((item) => asRecord(item) ?? {});
  return nonEmpty({
    // Config's names may end with a space: "Is contained in ".
    name: list(relationships.map(({ name, relationshipName }) => text(name ?? relationshipName)?.trim())),
    resource_type: list(relationships.map(({ resourceType }) => resourceType)),
    resource_id: list(relationships.map(({ resourceId }) => resourceId)),
    resource_name: list(relationships.map(({ resourceName }) => resourceName)),
  });
}
