import { optionalText, type ResourceKind, tagsOf } from "../kind";
import { parseUrn } from "../naming";
import { digest, type Properties } from "../properties";

/** What the ids and ARNs of a type look like: `vpc-0123456789abcdef0`, `arn:aws:ec2:...:vpc/vpc-...`. */
interface Look {
  readonly service: string;
  /** Before the id in the ARN: `vpc/`. */
  readonly resource: string;
  /** Before the digits of the id: `vpc-`. Without it the id is the name in `property`. */
  readonly idPrefix?: string;
  readonly property?: string;
  readonly autoName?: ResourceKind["autoName"];
  readonly replaceOn?: readonly string[];
  /** What AWS computes beside the ARN. */
  readonly outputs?: (id: string, arnOf: ArnOf) => Promise<Properties>;
}

/** ARN of something in the resource's own account and region. */
type ArnOf = (service: string, resource: string, parts?: { region?: string; accountId?: string }) => Promise<string>;

/** A type whose id is the name that the program gives, in a region. */
function named(service: string, resource: string): Look {
  return { service, resource, property: "name", replaceOn: ["name", "region"] };
}

const LOOKS: Readonly<Record<string, Look>> = {
  "aws:budgets/budget:Budget": { service: "budgets", resource: "budget/", property: "name", replaceOn: ["name"] },
  "aws:cloudtrail/trail:Trail": named("cloudtrail", "trail/"),
  // moto cannot make one.
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    service: "cloudwatch",
    resource: "alarm:",
    property: "alarmName",
    autoName: { property: "alarmName", limit: 255 },
    replaceOn: ["alarmName"],
  },
  "aws:cloudwatch/eventBus:EventBus": named("events", "event-bus/"),
  "aws:cloudwatch/eventRule:EventRule": {
    service: "events",
    resource: "rule/",
    property: "name",
    autoName: { property: "name", limit: 64 },
    replaceOn: ["name", "eventBusName", "region"],
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    service: "events",
    resource: "target/",
    idPrefix: "target-",
    replaceOn: ["rule", "eventBusName", "targetId", "region"],
  },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": named("logs", "delivery-destination:"),
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": named("logs", "delivery-source:"),
  "aws:cloudwatch/logDestination:LogDestination": named("logs", "destination:"),
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": named("firehose", "deliverystream/"),
  "aws:dynamodb/table:Table": {
    service: "dynamodb",
    resource: "table/",
    property: "name",
    autoName: { property: "name", limit: 255 },
    replaceOn: ["name", "hashKey", "rangeKey", "region"],
  },
  "aws:ec2/eip:Eip": { service: "ec2", resource: "elastic-ip/", idPrefix: "eipalloc-" },
  "aws:ec2/flowLog:FlowLog": { service: "ec2", resource: "vpc-flow-log/", idPrefix: "fl-" },
  "aws:ec2/internetGateway:InternetGateway": { service: "ec2", resource: "internet-gateway/", idPrefix: "igw-" },
  "aws:ec2/natGateway:NatGateway": { service: "ec2", resource: "natgateway/", idPrefix: "nat-" },
  "aws:ec2/routeTable:RouteTable": { service: "ec2", resource: "route-table/", idPrefix: "rtb-" },
  "aws:ec2/securityGroup:SecurityGroup": {
    service: "ec2",
    resource: "security-group/",
    idPrefix: "sg-",
    autoName: { property: "name", limit: 255 },
    replaceOn: ["name", "vpcId", "description"],
  },
  "aws:ec2/subnet:Subnet": {
    service: "ec2",
    resource: "subnet/",
    idPrefix: "subnet-",
    replaceOn: ["vpcId", "cidrBlock", "availabilityZone"],
  },
  "aws:ec2/vpc:Vpc": { service: "ec2", resource: "vpc/", idPrefix: "vpc-", replaceOn: ["cidrBlock"] },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    service: "ec2",
    resource: "vpc-endpoint/",
    idPrefix: "vpce-",
    replaceOn: ["vpcId", "serviceName", "vpcEndpointType"],
  },
  "aws:guardduty/detector:Detector": {
    service: "guardduty",
    resource: "detector/",
    idPrefix: "",
    replaceOn: ["region"],
  },
  "aws:efs/accessPoint:AccessPoint": {
    service: "elasticfilesystem",
    resource: "access-point/",
    idPrefix: "fsap-",
    replaceOn: ["fileSystemId", "posixUser", "rootDirectory"],
  },
  "aws:efs/backupPolicy:BackupPolicy": {
    service: "elasticfilesystem",
    resource: "backup-policy/",
    property: "fileSystemId",
    replaceOn: ["fileSystemId"],
  },
  "aws:efs/fileSystem:FileSystem": {
    service: "elasticfilesystem",
    resource: "file-system/",
    idPrefix: "fs-",
    replaceOn: ["encrypted", "kmsKeyId", "performanceMode"],
  },
  "aws:efs/fileSystemPolicy:FileSystemPolicy": {
    service: "elasticfilesystem",
    resource: "file-system-policy/",
    property: "fileSystemId",
    replaceOn: ["fileSystemId"],
  },
  "aws:efs/mountTarget:MountTarget": {
    service: "elasticfilesystem",
    resource: "mount-target/",
    idPrefix: "fsmt-",
    replaceOn: ["fileSystemId", "subnetId"],
  },
  "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": {
    service: "lambda",
    resource: "function-recursion-config:",
    property: "functionName",
    replaceOn: ["functionName"],
  },
  "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy": {
    service: "aoss",
    resource: "access-policy/",
    property: "name",
    replaceOn: ["name", "type"],
  },
  "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy": {
    service: "aoss",
    resource: "security-policy/",
    property: "name",
    replaceOn: ["name", "type"],
  },
  "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint": {
    service: "aoss",
    resource: "vpc-endpoint/",
    idPrefix: "vpce-",
    replaceOn: ["name", "vpcId"],
  },
  "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration": {
    service: "s3",
    resource: "",
    property: "bucket",
    replaceOn: ["bucket", "name"],
  },
  "aws:s3/bucketLogging:BucketLogging": { service: "s3", resource: "", property: "bucket", replaceOn: ["bucket"] },
  "aws:securitylake/subscriber:Subscriber": {
    service: "securitylake",
    resource: "subscriber/",
    idPrefix: "",
    replaceOn: ["region"],
    outputs: async (id, arnOf) => ({
      roleArn: await arnOf("iam", `role/AmazonSecurityLake-${id}`, { region: "" }),
      s3BucketArn: await arnOf("s3", `aws-security-data-lake-${id}`, { region: "", accountId: "" }),
    }),
  },
  "aws:securitylake/subscriberNotification:SubscriberNotification": {
    service: "securitylake",
    resource: "subscriber-notification/",
    idPrefix: "",
    replaceOn: ["region", "subscriberId"],
    outputs: async (id, arnOf) => ({ subscriberEndpoint: await arnOf("sqs", `AmazonSecurityLake-${id}-Main-Queue`) }),
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    service: "ec2",
    resource: "security-group-rule/",
    idPrefix: "sgr-",
    replaceOn: ["securityGroupId"],
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    service: "ec2",
    resource: "security-group-rule/",
    idPrefix: "sgr-",
    replaceOn: ["securityGroupId"],
  },
};

/** A look for a type that nobody described: the service is the token's module. */
function guessedLook(type: string): Look {
  const [, module = "unknown", name = "resource"] = /^[^:]+:([^/:]+)\/?[^:]*:(.+)$/.exec(type) ?? [];
  return { service: module.toLowerCase(), resource: `${name.toLowerCase()}/`, idPrefix: `${name.toLowerCase()}-` };
}

/** A type that exists in the engine's state only: plausible id and ARN, the inputs as outputs, nothing in the emulator. */
export function recordedKind(type: string): ResourceKind {
  const { service, resource, idPrefix, property, autoName, replaceOn = [], outputs } = LOOKS[type] ?? guessedLook(type);
  const idOf = (urn: string, inputs: Properties): string => {
    const named = property === undefined ? undefined : optionalText(inputs, property);
    if (named !== undefined) return named;
    const identity = digest([urn, replaceOn.map((name) => inputs[name])]);
    return `${idPrefix ?? `${parseUrn(urn).name}-`}${identity.slice(0, 17)}`;
  };
  return {
    ...(autoName ? { autoName } : {}),
    replaceOn,
    async put(inputs, { aws, urn, previous }) {
      const id = previous?.id ?? idOf(urn, inputs);
      // A resource may be in another region than its provider.
      const region = optionalText(inputs, "region") ?? aws.region;
      const arnOf: ArnOf = (ofService, named, parts) => aws.arn(ofService, named, { region, ...parts });
      const arn = await arnOf(service, `${resource}${id}`);
      return { id, outputs: { arn, tagsAll: tagsOf(inputs), ...(await outputs?.(id, arnOf)) } };
    },
  };
}
