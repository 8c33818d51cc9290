import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ConfigurationError } from "../../functions/shared/errors";
import type { SecureBucket } from "../archive/secure-bucket";
import { accountWide } from "../aws/account-wide";
import { type AwsTarget, currentTarget } from "../aws/target";
import { CustomerKey } from "../encryption/customer-key";
import { logGroupEncryption } from "../encryption/service-statements";
import { SiemComponent } from "../siem-component";
import { CognitoRole, type DashboardsSignIn, identityCenterOptions, samlOptions } from "./dashboards-sign-in";
import { accessPolicy, type PostRoles } from "./domain-access";
import { DomainLogs, domainLogGroupPrefix } from "./domain-logs";
import {
  autoTune,
  type CustomEndpoint,
  clusterConfig,
  type DomainNetwork,
  endpointOptions,
  storage,
  vpcOptions,
} from "./domain-settings";
import { type DomainShape, validateShape } from "./domain-shape";
import { SnapshotRepository } from "./snapshot-repository";

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
  /** IAM roles that may send POST requests to these paths, and no others. Default: none. */
  readonly postRoles?: readonly PostRoles[];
  /** Default: the domain has a public endpoint, open to the roles above only. The choice cannot be changed later. */
  readonly network?: DomainNetwork | undefined;
  /** A name of one's own for the domain. Default: the name that AWS gives it. */
  readonly customEndpoint?: CustomEndpoint | undefined;
  /** How people come into OpenSearch Dashboards, beside those who have an IAM role. Default: in no other way. */
  readonly signIn?: DashboardsSignIn | undefined;
  /** Bucket for the server access logs of a bucket for snapshots that outlive the domain. Default: no such bucket. */
  readonly snapshotAccessLogBucket?: SecureBucket | undefined;
  /** Hour (UTC) from which AWS may change the domain for ten hours, when it updates it by itself. Default: 2. */
  readonly maintenanceHour?: number;
  /**
   * Create the service-linked role that a domain in a VPC needs; false where the account has it. Of the domains of a program
   * the first makes it. Default: true.
   */
  readonly createServiceLinkedRole?: boolean;
  /** Days that the domain's own logs are kept. Default: 365. */
  readonly logRetentionDays?: number;
  /** Refuse to delete domain and key. Default: true. */
  readonly protect?: boolean;
}

/** An OpenSearch domain: encrypted everywhere, fine-grained access for IAM roles only, all its logs published. */
export class SearchDomain extends SiemComponent {
  readonly domainName: string;
  readonly domainArn: pulumi.Output<string>;
  /** `https://...` */
  readonly endpoint: pulumi.Output<string>;
  readonly dashboardsUrl: pulumi.Output<string>;
  /** Where snapshots that outlive the domain can be kept; undefined without `snapshotAccessLogBucket`. */
  readonly snapshots?: SnapshotRepository;

  /** `name` is the domain's name as well: 3 to 28 lower-case letters, digits and hyphens. */
  constructor(name: string, args: SearchDomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:search:SearchDomain", name, args, opts);
    const { shape, engineVersion, network, protect = true, logRetentionDays = 365 } = args;
    const { customEndpoint, signIn, maintenanceHour = 2 } = args;
    validateShape(shape);
    if (signIn?.kind === "saml" && network === undefined) {
      throw new ConfigurationError(
        `Search domain ${name} cannot have people sign in by SAML: their browsers sign no requests, so it would be open to the internet. Put it into a VPC`,
      );
    }
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
    if (args.snapshotAccessLogBucket) {
      this.snapshots = new SnapshotRepository(
        `${name}-snapshots`,
        {
          ...{ target, domainName: name, protect },
          kmsKeyArn: key.keyArn,
          accessLogBucket: args.snapshotAccessLogBucket,
        },
        child,
      );
    }
    const cognito =
      signIn?.kind === "cognito"
        ? new CognitoRole(`${name}-sign-in`, { target, domainName: name, signIn }, child)
        : undefined;
    const domain = new aws.opensearch.Domain(
      name,
      {
        domainName: name,
        engineVersion,
        clusterConfig: clusterConfig(shape),
        ebsOptions: storage(shape),
        encryptAtRest: { enabled: true, kmsKeyId: key.keyArn },
        nodeToNodeEncryption: { enabled: true },
        domainEndpointOptions: endpointOptions(customEndpoint),
        advancedSecurityOptions: {
          enabled: true,
          internalUserDatabaseEnabled: false,
          masterUserOptions: { masterUserArn: args.masterRoleArn },
        },
        accessPolicies: accessPolicy({
          target,
          domainName: name,
          accessRoleArns: [args.masterRoleArn, ...args.accessRoleArns],
          bulkRoleArns: args.bulkRoleArns ?? [],
          operatorRoleArns: args.operatorRoleArns ?? [],
          postRoles: args.postRoles ?? [],
          openDashboards: signIn?.kind === "saml",
        }),
        ...(cognito && { cognitoOptions: cognito.cognitoOptions }),
        ...(signIn?.kind === "identity-center" && { identityCenterOptions: identityCenterOptions(signIn) }),
        logPublishingOptions: logs.publishingOptions,
        softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
        offPeakWindowOptions: {
          enabled: true,
          offPeakWindow: { windowStartTime: { hours: maintenanceHour, minutes: 0 } },
        },
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
    if (signIn?.kind === "saml") {
      new aws.opensearch.DomainSamlOptions(
        name,
        { domainName: domain.domainName, samlOptions: samlOptions(signIn) },
        child,
      );
    }

    this.domainName = name;
    this.domainArn = domain.arn;
    this.endpoint = pulumi.interpolate`https://${domain.endpoint}`;
    const site = customEndpoint ? `https://${customEndpoint.hostName}` : this.endpoint;
    this.dashboardsUrl = pulumi.interpolate`${site}/_dashboards`;
    this.registerOutputs({ domainArn: this.domainArn, endpoint: this.endpoint, dashboardsUrl: this.dashboardsUrl });
  }

  private serviceLinkedRole(name: string, args: SearchDomainArgs): pulumi.Resource[] {
    if (!args.network || args.createServiceLinkedRole === false) return [];
    // es.amazonaws.com would make the role of the service's former name, which new domains do not use.
    // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/slr-aos.html
    const awsServiceName = "opensearchservice.amazonaws.com";
    return [
      accountWide(
        this,
        "the service-linked role of OpenSearch",
        () => new aws.iam.ServiceLinkedRole(name, { awsServiceName }, { parent: this }),
      ),
    ];
  }
}
