import { s3BucketArn } from "../aws/arn";
import type { EndpointService } from "../network/endpoint-services";
import { SiemNetwork } from "../network/siem-network";
import type { SiemArgs } from "./args";
import type { Foundation } from "./foundation";
import type { LogOrigins } from "./log-origins";
import type { LogStorage } from "./log-storage";

export function makeNetwork(
  { name, args, parent, target, silence, stateTable }: Foundation,
  { archive, queue, otherBucketArns }: LogStorage,
  { readBuckets }: LogOrigins,
): SiemNetwork | undefined {
  const { network, detection } = args;
  if (!network) return undefined;
  const { bucket, accessLogBucket } = archive;
  const readerArns = readBuckets.flatMap(({ reader }) => reader?.roleArn ?? []);
  const readArns = readBuckets.map(({ bucketName }) => s3BucketArn(target, bucketName));
  const needed: readonly EndpointService[] = [
    // The function that looks for silence and the detector tell their topics themselves.
    ...(silence.enabled || detection ? (["sns"] as const) : []),
    // Roles of other accounts are assumed from the VPC.
    ...(readerArns.length > 0 ? (["sts"] as const) : []),
  ];
  return new SiemNetwork(
    name,
    {
      target,
      ...("vpcId" in network
        ? { existing: network }
        : { ...network, endpoints: [...new Set([...(network.endpoints ?? []), ...needed])] }),
      zones: zonesOf(args),
      bucketArns: [bucket.bucketArn, accessLogBucket.bucketArn, ...otherBucketArns, ...readArns],
      readerArns,
      queueArn: queue.queueArn,
      tableArns: stateTable ? [stateTable.tableArn] : [],
      flowLogBucketArn: bucket.bucketArn,
      flowLogPermission: bucket.policy,
    },
    { parent },
  );
}

/** Zones with functions. They need two, so that an outage of one leaves them another, whatever the domain has. */
export function zonesOf({ network, search }: SiemArgs): number {
  if (network && "vpcId" in network) return network.subnetIds.length;
  return "shape" in search ? Math.max(2, search.shape.zones) : 2;
}
