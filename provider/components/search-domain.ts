import * as pulumi from "@pulumi/pulumi";
import * as components from "../../components";
import { given, network } from "./arguments";

export interface SearchDomainArgs {
  /** Instance type of the data nodes. */
  instanceType: string;
  /** Data nodes; a multiple of zones. */
  instanceCount: number;
  /** Availability zones. */
  zones: number;
  /** Keep one of three zones as standby; needs dedicated masters. Default: false. */
  standby?: boolean;
  /** Instance type of three dedicated masters. Default: none. */
  masterType?: string;
  /** Instance type of UltraWarm nodes. Default: none. */
  warmType?: string;
  /** UltraWarm nodes, two at least. Default: 0. */
  warmCount?: number;
  /** Cold storage for logs that are hardly searched; needs warm nodes. Default: false. */
  coldStorage?: boolean;
  /** GiB of gp3 storage of each data node. */
  volumeGib: number;
  /** I/O operations per second of each volume. Default: 3000. */
  volumeIops?: number;
  /** MiB per second of each volume. Default: 125. */
  volumeThroughput?: number;
  /** Version of OpenSearch. Default: OpenSearch_2.19. */
  engineVersion?: string;
  /** IAM role that may do everything, including to let others in. */
  masterRoleArn: pulumi.Input<string>;
  /** IAM roles that may send any request, as far as the domain lets them. Default: none. */
  accessRoleArns?: pulumi.Input<string>[];
  /** IAM roles that may send bulk requests and no others. Default: none. */
  bulkRoleArns?: pulumi.Input<string>[];
  /** Subnets, one for each zone; needs securityGroupIds. Default: a public endpoint, open to the roles alone; cannot be changed later. */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Security groups of the domain. */
  securityGroupIds?: pulumi.Input<string>[];
  /** Hour (UTC) from which AWS may change the domain for ten hours. Default: 2. */
  maintenanceHour?: number;
  /** Create the service-linked role that a domain in a VPC needs; false where the account has it. Default: true. */
  createServiceLinkedRole?: boolean;
  /** Days that the domain's own logs are kept. Default: 365. */
  logRetentionDays?: number;
  /** Refuse to delete domain and key. Default: true. */
  protect?: boolean;
}

/** An OpenSearch domain: encrypted everywhere, IAM roles only, all its logs published. */
export class SearchDomain extends pulumi.ComponentResource {
  /** ARN of the domain. */
  readonly domainArn: pulumi.Output<string>;
  /** https://... */
  readonly endpoint: pulumi.Output<string>;
  /** Where people look. */
  readonly dashboardsUrl: pulumi.Output<string>;

  constructor(name: string, args: SearchDomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:index:SearchDomain", name, {}, opts);
    const { standby = false, volumeIops = 3000, volumeThroughput = 125, engineVersion = "OpenSearch_2.19" } = args;
    const { bulkRoleArns, maintenanceHour, createServiceLinkedRole, logRetentionDays, protect } = args;
    const domain = new components.SearchDomain(
      name,
      {
        shape: {
          ...{ instanceType: args.instanceType, instanceCount: args.instanceCount, zones: args.zones, standby },
          ...{ volumeGib: args.volumeGib, volumeIops, volumeThroughput },
          ...{ masterType: args.masterType, warmType: args.warmType },
          ...given({ warmCount: args.warmCount, coldStorage: args.coldStorage }),
        },
        engineVersion,
        masterRoleArn: args.masterRoleArn,
        accessRoleArns: args.accessRoleArns ?? [],
        network: network(args.subnetIds, args.securityGroupIds),
        ...given({ bulkRoleArns, maintenanceHour, createServiceLinkedRole, logRetentionDays, protect }),
      },
      { parent: this },
    );
    this.domainArn = domain.domainArn;
    this.endpoint = domain.endpoint;
    this.dashboardsUrl = domain.dashboardsUrl;
    this.registerOutputs({ domainArn: this.domainArn, endpoint: this.endpoint });
  }
}
