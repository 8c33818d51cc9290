import * as pulumi from "@pulumi/pulumi";
import { type DomainShape, isBurstable } from "./domain-shape";

/** Where a search domain is in a VPC. */
export interface DomainNetwork {
  /** One private subnet for each of the domain's zones. */
  readonly subnetIds: pulumi.Input<readonly pulumi.Input<string>[]>;
  readonly securityGroupIds: readonly pulumi.Input<string>[];
}

/** A name of one's own for the domain, instead of the one that AWS gives it. */
export interface CustomEndpoint {
  /** Such as `siem.example.com`; a CNAME record must lead from it to the domain's own name. */
  readonly hostName: string;
  /** Certificate for the name, in ACM of the domain's region. */
  readonly certificateArn: pulumi.Input<string>;
}

export function clusterConfig(shape: DomainShape) {
  const { instanceType, instanceCount, zones, standby, masterType, warmType, warmCount, coldStorage = false } = shape;
  return {
    instanceType,
    instanceCount,
    zoneAwarenessEnabled: zones > 1,
    ...(zones > 1 && { zoneAwarenessConfig: { availabilityZoneCount: zones } }),
    multiAzWithStandbyEnabled: standby,
    ...(masterType !== undefined
      ? { dedicatedMasterEnabled: true, dedicatedMasterType: masterType, dedicatedMasterCount: 3 }
      : { dedicatedMasterEnabled: false }),
    ...(warmType !== undefined && {
      warmEnabled: true,
      warmType,
      ...(warmCount !== undefined && { warmCount }),
      coldStorageOptions: { enabled: coldStorage },
    }),
  };
}

export function storage({ volumeGib, volumeIops, volumeThroughput }: DomainShape) {
  return {
    ebsEnabled: true,
    volumeType: "gp3",
    volumeSize: volumeGib,
    iops: volumeIops,
    throughput: volumeThroughput,
  };
}

export function autoTune({ instanceType }: DomainShape) {
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/auto-tune.html: not on burstable instances
  return isBurstable(instanceType)
    ? { desiredState: "DISABLED" }
    : { desiredState: "ENABLED", rollbackOnDisable: "NO_ROLLBACK", useOffPeakWindow: true };
}

export function endpointOptions(endpoint: CustomEndpoint | undefined) {
  return {
    enforceHttps: true,
    tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10",
    ...(endpoint && {
      customEndpointEnabled: true,
      customEndpoint: endpoint.hostName,
      customEndpointCertificateArn: endpoint.certificateArn,
    }),
  };
}

export function vpcOptions({ subnetIds, securityGroupIds }: DomainNetwork) {
  return { subnetIds: pulumi.output(subnetIds).apply((ids) => [...ids]), securityGroupIds: [...securityGroupIds] };
}
