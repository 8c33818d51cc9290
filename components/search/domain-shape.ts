import { ConfigurationError } from "../../functions/shared/errors";

/** Size and layout of a search domain. */
export interface DomainShape {
  /** Instance type of the data nodes, such as `r7g.large.search`. */
  readonly instanceType: string;
  /** Data nodes; a multiple of `zones`. */
  readonly instanceCount: number;
  /** Availability zones: 1, 2 or 3. */
  readonly zones: number;
  /** Keep one of three zones as standby: needs three zones, dedicated masters and no burstable instances. */
  readonly standby: boolean;
  /** Instance type of three dedicated masters. Default: none. */
  readonly masterType?: string | undefined;
  /** Instance type of nodes for logs that are searched seldom, such as `ultrawarm1.medium.search`. Default: none. */
  readonly warmType?: string | undefined;
  /** Warm nodes: 2 to 150, and with standby a multiple of `zones`. Needs `warmType` and dedicated masters. Default: 0. */
  readonly warmCount?: number;
  /** Keep logs that are hardly searched in S3, detached from any node; needs warm nodes. Default: false. */
  readonly coldStorage?: boolean;
  /** GiB of gp3 storage of each data node. */
  readonly volumeGib: number;
  /** I/O operations per second of each volume, at least 3000. */
  readonly volumeIops: number;
  /** MiB per second of each volume, at least 125. */
  readonly volumeThroughput: number;
}

/**
 * Largest gp3 volumes of the instance types that AWS lists, in GiB; 0 where they have none. Of types that came later
 * nothing is known here.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html
 */
const largestVolumes: readonly (readonly [types: RegExp, gib: number])[] = [
  [/^t3\.small\./, 100],
  [/^t3\.medium\./, 200],
  [/^c(?:5|6g)\.large\./, 256],
  [/^c(?:5|6g)\.xlarge\./, 512],
  [/^(?:c(?:5|6g)\.2xlarge|m(?:5|6g)\.large)\./, 1024],
  [/^c(?:5|6g)\.4xlarge\./, 1536],
  [/^(?:m(?:5|6g)\.xlarge|r(?:5|6g)\.large)\./, 2048],
  [/^(?:m(?:5|6g)\.2xlarge|r(?:5|6g)\.xlarge|c6g\.8xlarge)\./, 3072],
  [/^c5\.9xlarge\./, 3584],
  [/^c6g\.12xlarge\./, 4608],
  [/^(?:m(?:5|6g)\.4xlarge|r(?:5|6g)\.2xlarge)\./, 6144],
  [/^c5\.18xlarge\./, 7168],
  [/^(?:m6g\.8xlarge|r(?:5|6g)\.4xlarge)\./, 12_288],
  // Generations before gp3, and types with disks of their own.
  [/^(?:m3|m4|c4|r3|r4|i2|i3|r6gd)\./, 0],
];

function largestVolume(instanceType: string): number | undefined {
  return largestVolumes.find(([types]) => types.test(instanceType))?.[1];
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
const iopsOfGib = 500;

/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html */
const mostNodesOfBurstableMasters = 10;

/** Whether instances of the type have processor credits, such as `t3.small.search`. */
export function isBurstable(instanceType: string): boolean {
  return instanceType.startsWith("t");
}

/**
 * Copies that each index needs beside the first: with a standby zone the service refuses indices whose copies do not fill
 * all three zones.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html
 */
export function replicasFor({ standby, instanceCount }: DomainShape): number {
  if (standby) return 2;
  return instanceCount > 1 ? 1 : 0;
}

/** Throws an error that says what the service would refuse, before anything is made. */
export function validateShape(shape: DomainShape): void {
  const faults = shapeFaults(shape);
  if (faults.length > 0) throw new ConfigurationError(`The search domain cannot have this shape: ${faults.join("; ")}`);
}

/**
 * What the service would refuse of a shape; nothing where it takes it.
 * @param nameOf what the person who gave a part of the shape calls it. Default: the part's own name.
 */
export function shapeFaults(
  shape: DomainShape,
  nameOf: (part: keyof DomainShape) => string = (part) => part,
): string[] {
  const { instanceType, instanceCount, zones, standby, masterType, volumeGib, volumeIops, volumeThroughput } = shape;
  const { warmType, warmCount = 0, coldStorage = false } = shape;
  const isWarm = warmType !== undefined;
  const largest = largestVolume(instanceType);
  const types = [instanceType, ...(masterType === undefined ? [] : [masterType])];
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html
  const rules: readonly [broken: boolean, message: string][] = [
    [![1, 2, 3].includes(zones), `${nameOf("zones")} is ${zones}; allowed: 1, 2, 3`],
    [
      instanceCount < 1 || instanceCount % zones !== 0,
      `${nameOf("instanceCount")} is ${instanceCount}; with ${zones} zones (${nameOf("zones")}) it must be a multiple of ${zones}`,
    ],
    [
      types.some((type) => /^t2\./.test(type)),
      `${nameOf("instanceType")}, ${nameOf("masterType")}: ${types.join(", ")}: t2 instances cannot encrypt; use t3 or others`,
    ],
    [standby && zones !== 3, `${nameOf("standby")} needs 3 zones, and ${nameOf("zones")} is ${zones}`],
    [standby && masterType === undefined, `${nameOf("standby")} needs dedicated masters; set ${nameOf("masterType")}`],
    [
      standby && types.some(isBurstable),
      `${nameOf("standby")} does not work on ${types.filter(isBurstable).join(", ")}; use no burstable instances`,
    ],
    // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ultrawarm.html
    [
      isWarm && !(warmCount >= 2 && warmCount <= 150),
      `${nameOf("warmCount")} is ${warmCount}; with ${nameOf("warmType")} allowed: 2 to 150`,
    ],
    [!isWarm && warmCount > 0, `${nameOf("warmCount")} is ${warmCount}; set ${nameOf("warmType")} as well`],
    [isWarm && masterType === undefined, `${nameOf("warmType")} needs dedicated masters; set ${nameOf("masterType")}`],
    [
      isWarm && isBurstable(instanceType),
      `${nameOf("warmType")} does not work beside ${instanceType} (${nameOf("instanceType")}); use no burstable instances`,
    ],
    [
      isWarm && standby && warmCount % zones !== 0,
      `${nameOf("warmCount")} is ${warmCount}; with ${nameOf("standby")} it must be a multiple of ${zones}`,
    ],
    // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cold-storage.html
    [coldStorage && !isWarm, `${nameOf("coldStorage")} needs warm nodes; set ${nameOf("warmType")}`],
    [
      masterType !== undefined && isBurstable(masterType) && instanceCount > mostNodesOfBurstableMasters,
      `${nameOf("masterType")} is ${masterType}, which is for ${mostNodesOfBurstableMasters} data nodes at most (${nameOf("instanceCount")}: ${instanceCount}); use no burstable instances`,
    ],
    [
      largest === 0,
      `${nameOf("instanceType")} is ${instanceType}, which has no gp3 volumes; use a type that has, such as r7g.large.search`,
    ],
    [
      largest !== undefined && largest > 0 && volumeGib > largest,
      `${nameOf("volumeGib")} is ${volumeGib}; ${instanceType} (${nameOf("instanceType")}) takes ${largest} GiB at most: lower it, or use a larger type or more nodes`,
    ],
    [
      volumeIops > volumeGib * iopsOfGib,
      `${nameOf("volumeIops")} is ${volumeIops}; at most ${iopsOfGib} for each GiB of ${nameOf("volumeGib")} (${volumeGib}): here ${volumeGib * iopsOfGib}`,
    ],
    // https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
    [
      volumeThroughput > volumeIops / 4,
      `${nameOf("volumeThroughput")} is ${volumeThroughput} MiB/s; at most a quarter of ${nameOf("volumeIops")} (${volumeIops})`,
    ],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, message]) => message);
}
