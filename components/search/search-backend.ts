import * as pulumi from "@pulumi/pulumi";
import type { SearchService } from "../../functions/shared/aws/search-service";
import type { SecureBucket } from "../archive/secure-bucket";
import type { AwsTarget } from "../aws/target";
import { SearchSecurityGroup } from "../network/search-security-group";
import type { SiemNetwork } from "../network/siem-network";
import type { WatchedDomain } from "../operations/pipeline";
import type { PostRoles } from "./domain-access";
import { replicasFor } from "./domain-shape";
import type { ExistingDomain, ManagedDomain, SearchChoice, SearchUsers, ServerlessCollection } from "./search-choice";
import { SearchCollection } from "./search-collection";
import type { SearchContentArgs } from "./search-content";
import { SearchDomain } from "./search-domain";

/** What logs are searched with, whoever made it. */
export interface SearchBackend {
  /** `https://...`, for the functions. */
  readonly endpoint: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Where people look. */
  readonly dashboardsUrl: pulumi.Output<string>;
  readonly service: SearchService;
  /** The domain whose metrics are watched; a collection has others. */
  readonly domain?: WatchedDomain;
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
  /** Role of the detector, which a collection is told of here, and a domain by `postRoles`. Default: none. */
  readonly detectorRoleArn?: pulumi.Input<string> | undefined;
  /** Role of the fast lane, likewise. Default: none. */
  readonly fastLaneRoleArn?: pulumi.Input<string> | undefined;
  /** Role of the function that looks for silence, likewise. Default: none. */
  readonly watcherRoleArn?: pulumi.Input<string> | undefined;
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
  if ("existing" in search) return existingDomain(search);
  if ("serverless" in search) return collection(name, { ...args, search }, parent);
  return managedDomain(name, { ...args, search }, parent);
}

function collection(
  name: string,
  args: SearchBackendArgs & { readonly search: SearchUsers & { readonly serverless: ServerlessCollection } },
  parent: pulumi.Resource,
): SearchBackend {
  const { target, search, network, masterRoleArn, loaderRoleArn, protect } = args;
  const { detectorRoleArn, fastLaneRoleArn, watcherRoleArn } = args;
  const { analystRoleArns, operatorRoleArns = [], retentionDays } = search;
  const made = new SearchCollection(
    name,
    {
      ...{ target, protect },
      ...search.serverless,
      users: {
        ...{ configuratorRoleArn: masterRoleArn, loaderRoleArn, detectorRoleArn, fastLaneRoleArn, watcherRoleArn },
        ...{ analystRoleArns, operatorRoleArns },
      },
      network: network && {
        ...{ vpcId: network.vpcId, subnetIds: network.subnetIds },
        securityGroupIds: [new SearchSecurityGroup(`${name}-domain`, network, { parent }).securityGroupId],
      },
    },
    { parent },
  );
  return {
    endpoint: made.endpoint,
    arn: made.collectionArn,
    dashboardsUrl: made.dashboardsUrl,
    service: "aoss",
    writableDays: retentionDays,
    content: {},
  };
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
    service: "es",
    domain: { domainName: domain.domainName, instanceCount: shape.instanceCount, volumeGib: shape.volumeGib },
    // What is on warm nodes cannot be written to.
    writableDays: warmAfterDays ?? search.retentionDays,
    content: { replicas: replicasFor(shape), warmAfterDays, coldAfterDays, snapshots: domain.snapshots },
  };
}

export function existingDomain({
  existing,
  retentionDays,
}: SearchUsers & { readonly existing: ExistingDomain }): SearchBackend {
  const { endpoint, arn, instanceCount = 1, volumeGib = 100 } = existing;
  return {
    endpoint: pulumi.output(endpoint),
    arn: pulumi.output(arn),
    dashboardsUrl: pulumi.output(`${endpoint}/_dashboards`),
    service: "es",
    domain: { domainName: arn.slice(arn.lastIndexOf("/") + 1), instanceCount, volumeGib },
    writableDays: retentionDays,
    content: {},
  };
}
