import { createHash } from "node:crypto";
import type { runtime } from "@pulumi/pulumi";

/** Where a mocked program is deployed. */
export interface MockTarget {
  readonly partition: "aws" | "aws-cn" | "aws-us-gov";
  readonly region: string;
  readonly accountId: string;
}

interface ProvidedResource extends MockedResource {
  /** `<urn>::<id>`; empty for the default provider. */
  readonly provider?: string;
}

interface MockedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What AWS adds to a resource's inputs; `arn` is added by `id` or by itself. */
type Outputs = Readonly<Record<string, unknown>> & { readonly id: string; readonly arn?: string };

/** The partition that a region is in. */
export function partitionOf(region: string): MockTarget["partition"] {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Stands for AWS where there is no engine: gives resources the ids, ARNs and other outputs that AWS might give. */
export function mockAws(target: MockTarget): runtime.Mocks {
  const accounts = new Map<string, string>();
  return {
    newResource: (resource) => {
      const place = placeOf(resource, target, accounts);
      const { id, ...outputs } = outputsOf(resource, place);
      return { id: resource.custom === false ? undefined : id, state: { ...resource.inputs, ...outputs } };
    },
    call: ({ token, inputs }) => {
      const result = functionResults(target, inputs)[token];
      if (!result) throw new Error(`The program calls ${token}, which has no mock; add it to functionResults`);
      return result;
    },
  };
}

/** Account and region that a resource is made in: those of its provider, and the region that it names itself. */
function placeOf(resource: ProvidedResource, target: MockTarget, accounts: Map<string, string>): MockTarget {
  const { type, name, inputs, provider = "" } = resource;
  if (type === "pulumi:providers:aws") {
    // Pulumi gives a provider its inputs as JSON texts.
    const assumed = /:iam::(\d{12}):role\//.exec(String(inputs.assumeRoles))?.[1];
    if (assumed !== undefined) accounts.set(name, assumed);
  }
  return {
    ...target,
    accountId: accounts.get(providerName(provider)) ?? target.accountId,
    ...(typeof inputs.region === "string" && type !== "pulumi:providers:aws" && { region: inputs.region }),
  };
}

/** Name of a provider that is referred to as `<urn>::<id>`. */
export function providerName(reference: string): string {
  return reference.split("::").at(-2) ?? "";
}

function functionResults(
  { partition, region, accountId }: MockTarget,
  { name }: Readonly<Record<string, unknown>>,
): Readonly<Record<string, object>> {
  return {
    "aws:index/getPartition:getPartition": { partition, id: partition },
    "aws:index/getRegion:getRegion": { region, id: region },
    "aws:index/getCallerIdentity:getCallerIdentity": { accountId, id: accountId },
    "aws:organizations/getOrganization:getOrganization": { id: "o-exampleorg1", roots: [{ id: "r-examplerootid1" }] },
    "aws:ec2/getVpc:getVpc": { id: "vpc-0123456789abcdef0", cidrBlock: "10.0.0.0/16" },
    "aws:ec2/getPrefixList:getPrefixList": { id: `pl-${hash(String(name))}`, name },
  };
}

function outputsOf(resource: MockedResource, target: MockTarget): Outputs {
  const { partition, region, accountId } = target;
  const { type, name, inputs } = resource;
  const suffix = hash(`${type} ${name}`).slice(0, 7);
  const given = (input: string, otherwise = `${name}-${suffix}`) => {
    const value = inputs[input];
    return typeof value === "string" ? value : otherwise;
  };
  const arn = (service: string, path: string) => `arn:${partition}:${service}:${region}:${accountId}:${path}`;
  const globalArn = (service: string, path: string, account = accountId) =>
    `arn:${partition}:${service}::${account}:${path}`;
  const physicalName = given("name");

  switch (type) {
    case "aws:s3/bucket:Bucket": {
      const bucket = given("bucket", `${given("bucketPrefix", `${name}-`)}${suffix}`);
      return { id: bucket, bucket, arn: globalArn("s3", bucket, "") };
    }
    case "aws:s3/accessPoint:AccessPoint":
      return { id: `${accountId}:${physicalName}`, arn: arn("s3", `accesspoint/${physicalName}`) };
    case "aws:kms/key:Key": {
      const keyId = uuid(name);
      return { id: keyId, keyId, arn: arn("kms", `key/${keyId}`) };
    }
    case "aws:kms/alias:Alias":
      return { id: physicalName, arn: arn("kms", physicalName) };
    case "aws:dynamodb/table:Table":
      return { id: physicalName, name: physicalName, arn: arn("dynamodb", `table/${physicalName}`) };
    case "aws:sqs/queue:Queue": {
      const url = `https://sqs.${region}.amazonaws.com/${accountId}/${physicalName}`;
      return { id: url, url, name: physicalName, arn: arn("sqs", physicalName) };
    }
    case "aws:iam/role:Role":
      return {
        id: physicalName,
        name: physicalName,
        arn: globalArn("iam", `role/${physicalName}`),
        uniqueId: `AROA${hash(physicalName).slice(0, 17).toUpperCase()}`,
      };
    case "aws:iam/serviceLinkedRole:ServiceLinkedRole": {
      const service = given("awsServiceName");
      const roleName = service.startsWith("config.")
        ? "AWSServiceRoleForConfig"
        : "AWSServiceRoleForAmazonOpenSearchService";
      const roleArn = globalArn("iam", `role/aws-service-role/${service}/${roleName}`);
      return { id: roleArn, arn: roleArn };
    }
    case "aws:lambda/function:Function":
      return { id: physicalName, name: physicalName, arn: arn("lambda", `function:${physicalName}`) };
    case "aws:lambda/alias:Alias":
      return { id: physicalName, arn: arn("lambda", `function:${given("functionName")}:${physicalName}`) };
    case "aws:s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint":
      return {
        id: `${accountId}:${physicalName}`,
        arn: arn("s3-object-lambda", `accesspoint/${physicalName}`),
        alias: `${physicalName}-${suffix}--ol-s3`,
      };
    case "aws:lambda/eventSourceMapping:EventSourceMapping":
      return { id: uuid(name), uuid: uuid(name), arn: arn("lambda", `event-source-mapping:${uuid(name)}`) };
    case "aws:lambda/invocation:Invocation":
      return { id: `${given("functionName")}_${suffix}`, result: "{}" };
    case "aws:cloudwatch/logGroup:LogGroup":
      return { id: physicalName, name: physicalName, arn: arn("logs", `log-group:${physicalName}`) };
    case "aws:cloudwatch/metricAlarm:MetricAlarm":
      return { id: physicalName, name: physicalName, arn: arn("cloudwatch", `alarm:${physicalName}`) };
    case "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
      const alarmName = given("alarmName");
      return { id: alarmName, arn: arn("cloudwatch", `alarm:${alarmName}`) };
    }
    case "aws:cloudwatch/eventRule:EventRule":
      return { id: physicalName, name: physicalName, arn: arn("events", `rule/${physicalName}`) };
    case "aws:scheduler/schedule:Schedule":
      return {
        id: `default/${physicalName}`,
        name: physicalName,
        arn: arn("scheduler", `schedule/default/${physicalName}`),
      };
    case "aws:opensearch/domain:Domain": {
      const domainArn = arn("es", `domain/${given("domainName")}`);
      const endpoint = `${"vpcOptions" in inputs ? "vpc" : "search"}-${given("domainName")}-${suffix}.${region}.es.amazonaws.com`;
      return { id: domainArn, arn: domainArn, endpoint, dashboardEndpoint: `${endpoint}/_dashboards` };
    }
    case "aws:opensearch/serverlessCollection:ServerlessCollection": {
      const id = hash(physicalName).slice(0, 20);
      const host = `https://${id}.${region}.aoss.amazonaws.com`;
      return {
        id,
        arn: arn("aoss", `collection/${id}`),
        collectionEndpoint: host,
        dashboardEndpoint: `${host}/_dashboards`,
      };
    }
    case "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint":
      return { id: `vpce-${hash(name)}` };
    case "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy":
    case "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy":
      return { id: physicalName };
    case "aws:sns/topic:Topic": {
      const topicArn = arn("sns", physicalName);
      return { id: topicArn, arn: topicArn, name: physicalName };
    }
    case "aws:efs/fileSystem:FileSystem":
      return { id: `fs-${hash(name)}`, arn: arn("elasticfilesystem", `file-system/fs-${hash(name)}`) };
    case "aws:efs/accessPoint:AccessPoint":
      return { id: `fsap-${hash(name)}`, arn: arn("elasticfilesystem", `access-point/fsap-${hash(name)}`) };
    case "aws:ec2/securityGroup:SecurityGroup":
      return { id: `sg-${hash(name)}`, arn: arn("ec2", `security-group/sg-${hash(name)}`) };
    case "aws:ec2/vpcEndpoint:VpcEndpoint":
      return { id: `vpce-${hash(name)}`, arn: arn("ec2", `vpc-endpoint/vpce-${hash(name)}`) };
    case "aws:cloudtrail/trail:Trail":
      return { id: physicalName, arn: arn("cloudtrail", `trail/${physicalName}`) };
    case "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
      const streamArn = arn("firehose", `deliverystream/${physicalName}`);
      return { id: streamArn, arn: streamArn };
    }
    case "aws:cloudwatch/logDestination:LogDestination":
      return { id: physicalName, arn: arn("logs", `destination:${physicalName}`) };
    case "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination":
      return { id: physicalName, arn: arn("logs", `delivery-destination:${physicalName}`) };
    case "aws:cloudwatch/eventBus:EventBus":
      return { id: physicalName, arn: arn("events", `event-bus/${physicalName}`) };
    case "aws:securitylake/subscriber:Subscriber":
      return {
        id: uuid(name),
        arn: arn("securitylake", `subscriber/${uuid(name)}`),
        roleArn: globalArn("iam", `role/AmazonSecurityLake-${uuid(name)}`),
        s3BucketArn: globalArn("s3", `aws-security-data-lake-${region}-${suffix}`, ""),
      };
    case "aws:securitylake/subscriberNotification:SubscriberNotification":
      return {
        id: "notification",
        subscriberEndpoint: arn("sqs", `AmazonSecurityLake-${given("subscriberId")}-Main-Queue`),
      };
    case "awsx:ec2:Vpc":
      return vpcOutputs(resource);
    default:
      return { id: `${name}-${hash(`${type} ${name}`)}` };
  }
}

/** The outputs that the program uses of a VPC, a component which the awsx provider makes out of our sight. */
function vpcOutputs({ name, inputs }: MockedResource): Outputs {
  const zones = typeof inputs.numberOfAvailabilityZones === "number" ? inputs.numberOfAvailabilityZones : 3;
  const perZone = (kind: string) => Array.from({ length: zones }, (_, zone) => `${kind}-${hash(`${name} ${zone}`)}`);
  return {
    id: name,
    vpcId: `vpc-${hash(name)}`,
    isolatedSubnetIds: perZone("subnet"),
    privateSubnetIds: perZone("subnet-private"),
    routeTables: perZone("rtb").map((id) => ({ id })),
  };
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 17);
}

function uuid(text: string): string {
  const digits = createHash("sha256").update(text).digest("hex");
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}
