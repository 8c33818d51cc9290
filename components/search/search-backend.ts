import * as pulumi from "@pulumi/pulumi";
import type { SecureBucket } from "../archive/secure-bucket";
import type { AwsTarget } from "../aws/target";
import { SearchSecurityGroup } from "../network/search-security-group";
import type { SiemNetwork } from "../network/siem-network";
import type { PostRoles } from "./domain-access";
import { replicasFor } from "./domain-shape";
import type { ExistingDomain, ManagedDomain, SearchChoice, SearchUsers } from "./search-choice";
import type { SearchContentArgs } from "./search-content";
import { SearchDomain } from "./search-domain";

/** What logs are searched with, whoever made it. */
export interface SearchBackend {
  /** `https://...`, for the functions. */
  readonly endpoint: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Where people look. */
  readonly dashboardsUrl: pulumi.Output<string>;
  /** Name of the domain, by which its metrics are found. */
  readonly domainName: string;
  /** Its data nodes, and GiB of storage of each. */
  readonly instanceCount: number;
  readonly volumeGib: number;
  /** Days during which the index of an event's time takes it; later it is indexed by its arrival. */
  readonly writableDays: number;
  /** What its content depends on. */
  readonly content: Pick<SearchContentArgs, "replicas" | "warmAfterDays" | "coldAfterDays" | "snapshots">;
}

export interface SearchBackendArgs {
  readonly target: AwsTarget;
  readonly search: SearchChoice;
  /** Role of the configurator, which may do everything. */
  readonly masterRoleArn: pulumi.Input<string>;
  /** Role of the loader, which creates documents. */
  readonly loaderRoleArn: pulumi.Input<string>;
  /** Roles that may send POST requests to these paths of a domain, and no others. Default: none. */
  readonly postRoles?: readonly PostRoles[];
  readonly network: SiemNetwork | undefined;
  readonly accessLogBucket: SecureBucket;
  readonly logRetentionDays: number;
  readonly protect: boolean;
}

/** Makes what logs are searched with, unless it is there. */
export function searchBackend(name: string, args: SearchBackendArgs, parent: pulumi.Resource): SearchBackend {
  const { search } = args;
  return "existing" in search ? existingDomain(search) : managedDomain(name, { ...args, search }, parent);
}

function managedDomain(
  name: string,
  args: SearchBackendArgs & { readonly search: SearchUsers & ManagedDomain },
  parent: pulumi.Resource,
): SearchBackend {
  const { search, network, accessLogBucket, loaderRoleArn, ...common } = args;
  const { shape, warmAfterDays, coldAfterDays } = search;
  const domain = new SearchDomain(
    name,
    {
      ...search,
      ...common,
      accessRoleArns: search.analystRoleArns,
      bulkRoleArns: [loaderRoleArn],
      network: network && {
        subnetIds: network.subnetIds.apply((ids) => ids.slice(0, shape.zones)),
        securityGroupIds: [new SearchSecurityGroup(`${name}-domain`, network, { parent }).securityGroupId],
      },
      snapshotAccessLogBucket: search.snapshots === true ? accessLogBucket : undefined,
    },
    { parent },
  );
  return {
    endpoint: domain.endpoint,
    arn: domain.domainArn,
    dashboardsUrl: domain.dashboardsUrl,
    domainName: domain.domainName,
    instanceCount: shape.instanceCount,
    volumeGib: shape.volumeGib,
    // What is on warm nodes cannot be written to.
    writableDays: warmAfterDays ?? search.retentionDays,
    content: { replicas: replicasFor(shape), warmAfterDays, coldAfterDays, snapshots: domain.snapshots },
  };
}

function existingDomain({
  existing,
  retentionDays,
}: SearchUsers & { readonly existing: ExistingDomain }): SearchBackend {
  const { endpoint, arn, instanceCount = 1, volumeGib = 100 } = existing;
  return {
    endpoint: pulumi.output(endpoint),
    arn: pulumi.output(arn),
    dashboardsUrl: pulumi.output(`${endpoint}/_dashboards`),
    domainName: arn.slice(arn.lastIndexOf("/") + 1),
    instanceCount,
    volumeGib,
    writableDays: retentionDays,
    content: {},
  };
}
