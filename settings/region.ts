import { Region } from "@pulumi/aws/types/enums";
import { ConfigurationError } from "../functions/shared/errors";
import { suggest } from "../functions/shared/suggest";

const regions: readonly string[] = Object.values(Region);

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
