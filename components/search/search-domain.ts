import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import { type AwsTarget, currentTarget } from "../aws/target";
import { CustomerKey } from "../encryption/customer-key";
import { logGroupEncryption } from "../encryption/service-statements";
import { DomainLogs, domainLogGroupPrefix } from "./domain-logs";
import { type DomainShape, isBurstable, validateShape } from "./domain-shape";

/** Where a search domain is in a VPC. */
export interface DomainNetwork {
  /** One private subnet for each of the domain's zones. */
  readonly subnetIds: pulumi.Input<readonly pulumi.Input<string>[]>;
  readonly securityGroupIds: readonly pulumi.Input<string>[];
}

export interface SearchDomainArgs {
  /** Where the domain is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  readonly shape: DomainShape;
  /** Such as `OpenSearch_2.19`. */
  readonly engineVersion: string;
  /** IAM role that may do everything, including to let others in. Nobody has a password. */
  readonly masterRoleArn: pulumi.Input<string>;
  /** IAM roles that may send requests, in addition to the master; what they may do is mapped in the domain. */
  readonly accessRoleArns: readonly pulumi.Input<string>[];
  /** IAM roles that may send bulk requests and no others. Default: none. */
  readonly bulkRoleArns?: readonly pulumi.Input<string>[];
  /** IAM roles that may send bulk requests, and search the indices of the SIEM. Default: none. */
  readonly operatorRoleArns?: readonly pulumi.Input<string>[];
  /** Default: the domain has a public endpoint, open to the roles above only. The choice cannot be changed later. */
  readonly network?: DomainNetwork | undefined;
  /** Create the service-linked role that a domain in a VPC needs; false where the account has it. Default: true. */
  readonly createServiceLinkedRole?: boolean;
  /** Days that the domain's own logs are kept. Default: 365. */
  readonly logRetentionDays?: number;
  /** Refuse to delete domain and key. Default: true. */
  readonly protect?: boolean;
}

/** An OpenSearch domain: encrypted everywhere, fine-grained access for IAM roles only, all its logs published. */
export class SearchDomain extends pulumi.ComponentResource {
  readonly domainName: string;
  readonly domainArn: pulumi.Output<string>;
  /** `https://...` */
  readonly endpoint: pulumi.Output<string>;
  readonly dashboardsUrl: pulumi.Output<string>;

  /** `name` is the domain's name as well: 3 to 28 lower-case letters, digits and hyphens. */
  constructor(name: string, args: SearchDomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:search:SearchDomain", name, {}, opts);
    const { shape, engineVersion, network, protect = true, logRetentionDays = 365 } = args;
    const { bulkRoleArns = [], operatorRoleArns = [] } = args;
    if (!/^[a-z][a-z0-9-]{2,27}$/.test(name)) {
      throw new Error(`"${name}" cannot be the name of a search domain: 3 to 28 of a-z, 0-9 and -, first a letter`);
    }
    validateShape(shape);
    const target = args.target ?? currentTarget(this);
    const child = { parent: this };

    const key = new CustomerKey(
      `${name}-search`,
      {
        target,
        description: `Search domain ${name} and its logs`,
        serviceStatements: [logGroupEncryption(target, domainLogGroupPrefix(name))],
        protect,
      },
      child,
    );
    const logs = new DomainLogs(
      name,
      { target, domainName: name, kmsKeyArn: key.keyArn, retentionDays: logRetentionDays },
      child,
    );
    const requests = { target, domainName: name };
    const domain = new aws.opensearch.Domain(
      name,
      {
        domainName: name,
        engineVersion,
        clusterConfig: clusterConfig(shape),
        ebsOptions: {
          ebsEnabled: true,
          volumeType: "gp3",
          volumeSize: shape.volumeGib,
          iops: shape.volumeIops,
          throughput: shape.volumeThroughput,
        },
        encryptAtRest: { enabled: true, kmsKeyId: key.keyArn },
        nodeToNodeEncryption: { enabled: true },
        domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
        advancedSecurityOptions: {
          enabled: true,
          internalUserDatabaseEnabled: false,
          masterUserOptions: { masterUserArn: args.masterRoleArn },
        },
        accessPolicies: policyDocument([
          {
            Sid: "AnyRequest",
            Effect: "Allow",
            Principal: { AWS: [args.masterRoleArn, ...args.accessRoleArns] },
            Action: ["Get", "Head", "Post", "Put", "Patch", "Delete"].map((method) => `es:ESHttp${method}`),
            Resource: arn(target, { service: "es", resource: `domain/${name}/*` }),
          },
          ...postRequests("BulkRequests", { ...requests, roleArns: bulkRoleArns, paths: ["_bulk"] }),
          ...postRequests("OperatorRequests", {
            ...requests,
            roleArns: operatorRoleArns,
            paths: ["_bulk", "siem-*/_search"],
          }),
        ]),
        logPublishingOptions: logs.publishingOptions,
        softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
        offPeakWindowOptions: { enabled: true, offPeakWindow: { windowStartTime: { hours: 2, minutes: 0 } } },
        autoTuneOptions: autoTune(shape),
        ...(network && { vpcOptions: vpcOptions(network) }),
      },
      {
        parent: this,
        protect,
        dependsOn: [logs.resourcePolicy, ...this.serviceLinkedRole(name, args)],
        // AWS moves it when it updates the domain's software.
        ignoreChanges: ["advancedOptions"],
      },
    );

    this.domainName = name;
    this.domainArn = domain.arn;
    this.endpoint = pulumi.interpolate`https://${domain.endpoint}`;
    this.dashboardsUrl = pulumi.interpolate`${this.endpoint}/_dashboards`;
    this.registerOutputs({ domainArn: this.domainArn, endpoint: this.endpoint, dashboardsUrl: this.dashboardsUrl });
  }

  private serviceLinkedRole(name: string, args: SearchDomainArgs): pulumi.Resource[] {
    if (!args.network || args.createServiceLinkedRole === false) return [];
    // es.amazonaws.com would make the role of the service's former name, which new domains do not use.
    // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/slr-aos.html
    const awsServiceName = "opensearchservice.amazonaws.com";
    return [new aws.iam.ServiceLinkedRole(name, { awsServiceName }, { parent: this })];
  }
}

function clusterConfig({ instanceType, instanceCount, zones, standby, masterType }: DomainShape) {
  return {
    instanceType,
    instanceCount,
    zoneAwarenessEnabled: zones > 1,
    ...(zones > 1 && { zoneAwarenessConfig: { availabilityZoneCount: zones } }),
    multiAzWithStandbyEnabled: standby,
    ...(masterType !== undefined
      ? { dedicatedMasterEnabled: true, dedicatedMasterType: masterType, dedicatedMasterCount: 3 }
      : { dedicatedMasterEnabled: false }),
  };
}

function autoTune({ instanceType }: DomainShape) {
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/auto-tune.html: not on burstable instances
  return isBurstable(instanceType)
    ? { desiredState: "DISABLED" }
    : { desiredState: "ENABLED", rollbackOnDisable: "NO_ROLLBACK", useOffPeakWindow: true };
}

function vpcOptions({ subnetIds, securityGroupIds }: DomainNetwork) {
  return { subnetIds: pulumi.output(subnetIds).apply((ids) => [...ids]), securityGroupIds: [...securityGroupIds] };
}

interface PostRequests {
  readonly target: AwsTarget;
  readonly domainName: string;
  readonly roleArns: readonly pulumi.Input<string>[];
  readonly paths: readonly string[];
}

/** What this policy allows, a role may do whatever its own policies say: it must be as narrow as they are. */
function postRequests(sid: string, { target, domainName, roleArns, paths }: PostRequests): PolicyStatement[] {
  if (roleArns.length === 0) return [];
  return [
    {
      Sid: sid,
      Effect: "Allow",
      Principal: { AWS: roleArns },
      Action: "es:ESHttpPost",
      Resource: paths.map((path) => arn(target, { service: "es", resource: `domain/${domainName}/${path}` })),
    },
  ];
}
