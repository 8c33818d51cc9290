import { createHash } from "node:crypto";
import type { runtime } from "@pulumi/pulumi";

/** Where a mocked program is deployed. */
export interface MockTarget {
  readonly partition: "aws" | "aws-cn" | "aws-us-gov";
  readonly region: string;
  readonly accountId: string;
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
  return {
    newResource: (resource) => {
      const { id, ...outputs } = outputsOf(resource, target);
      return { id: resource.custom === false ? undefined : id, state: { ...resource.inputs, ...outputs } };
    },
    call: ({ token }) => {
      const result = functionResults(target)[token];
      if (!result) throw new Error(`The program calls ${token}, which has no mock; add it to functionResults`);
      return result;
    },
  };
}

function functionResults({ partition, region, accountId }: MockTarget): Readonly<Record<string, object>> {
  return {
    "aws:index/getPartition:getPartition": { partition, id: partition },
    "aws:index/getRegion:getRegion": { region, id: region },
    "aws:index/getCallerIdentity:getCallerIdentity": { accountId, id: accountId },
    "aws:ec2/getVpc:getVpc": { id: "vpc-0123456789abcdef0", cidrBlock: "10.0.0.0/16" },
    "aws:ec2/getPrefixList:getPrefixList": { id: `pl-${hash(region)}`, name: `com.amazonaws.${region}.s3` },
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
    case "aws:kms/key:Key": {
      const keyId = uuid(name);
      return { id: keyId, keyId, arn: arn("kms", `key/${keyId}`) };
    }
    case "aws:kms/alias:Alias":
      return { id: physicalName, arn: arn("kms", physicalName) };
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
      const roleArn = globalArn("iam", `role/aws-service-role/${service}/AWSServiceRoleForAmazonOpenSearchService`);
      return { id: roleArn, arn: roleArn };
    }
    case "aws:lambda/function:Function":
      return { id: physicalName, name: physicalName, arn: arn("lambda", `function:${physicalName}`) };
    case "aws:lambda/eventSourceMapping:EventSourceMapping":
      return { id: uuid(name), uuid: uuid(name), arn: arn("lambda", `event-source-mapping:${uuid(name)}`) };
    case "aws:lambda/invocation:Invocation":
      return { id: `${given("functionName")}_${suffix}`, result: "{}" };
    case "aws:cloudwatch/logGroup:LogGroup":
      return { id: physicalName, name: physicalName, arn: arn("logs", `log-group:${physicalName}`) };
    case "aws:cloudwatch/metricAlarm:MetricAlarm":
      return { id: physicalName, name: physicalName, arn: arn("cloudwatch", `alarm:${physicalName}`) };
    case "aws:opensearch/domain:Domain": {
      const domainArn = arn("es", `domain/${given("domainName")}`);
      const endpoint = `${"vpcOptions" in inputs ? "vpc" : "search"}-${given("domainName")}-${suffix}.${region}.es.amazonaws.com`;
      return { id: domainArn, arn: domainArn, endpoint, dashboardEndpoint: `${endpoint}/_dashboards` };
    }
    case "aws:sns/topic:Topic": {
      const topicArn = arn("sns", physicalName);
      return { id: topicArn, arn: topicArn, name: physicalName };
    }
    case "aws:ec2/securityGroup:SecurityGroup":
      return { id: `sg-${hash(name)}`, arn: arn("ec2", `security-group/sg-${hash(name)}`) };
    case "aws:ec2/vpcEndpoint:VpcEndpoint":
      return { id: `vpce-${hash(name)}`, arn: arn("ec2", `vpc-endpoint/vpce-${hash(name)}`) };
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
