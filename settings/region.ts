import { Region } from "@pulumi/aws/types/enums";
import { ConfigurationError } from "../functions/shared/errors";
import { suggest } from "../functions/shared/suggest";

export const regions: readonly string[] = Object.values(Region);

/** First letters of the regions of partitions other than `aws`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const partitions: readonly (readonly [start: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

/** The partition that a region is in. */
export function partitionOf(region: string): string {
  return partitions.find(([start]) => region.startsWith(start))?.[1] ?? "aws";
}

/**
 * Refuses a region that the AWS provider does not have, before anything is started or asked of AWS. A stack without the
 * setting has its region from the environment, which the provider checks itself.
 */
export function refuseUnknownRegion(config: Readonly<Record<string, string>>): void {
  const region = config["aws:region"];
  if (region === undefined || regions.includes(region) || config["aws:skipRegionValidation"] === "true") return;
  const meant = suggest(region, regions);
  throw new ConfigurationError(
    `Setting aws:region is ${JSON.stringify(region)}${meant === undefined ? "" : `: did you mean ${meant}?`}; allowed: ${regions.join(", ")}. A region that is newer than the AWS provider needs aws:skipRegionValidation: true.`,
  );
}
