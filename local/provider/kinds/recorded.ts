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
}

const LOOKS: Readonly<Record<string, Look>> = {
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
  "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": {
    service: "lambda",
    resource: "function-recursion-config:",
    property: "functionName",
    replaceOn: ["functionName"],
  },
  "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration": {
    service: "s3",
    resource: "",
    property: "bucket",
    replaceOn: ["bucket", "name"],
  },
  "aws:s3/bucketLogging:BucketLogging": { service: "s3", resource: "", property: "bucket", replaceOn: ["bucket"] },
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
  const { service, resource, idPrefix, property, autoName, replaceOn = [] } = LOOKS[type] ?? guessedLook(type);
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
      return { id, outputs: { arn: await aws.arn(service, `${resource}${id}`), tagsAll: tagsOf(inputs) } };
    },
  };
}
