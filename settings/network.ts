import type { SiemArgs } from "../components/siem/args";
import { ConfigurationError } from "../functions/shared/errors";
import type { Settings } from "../settings";
import { makesDomain } from "./search";

type NetworkSettings = Pick<
  Settings,
  | "network"
  | "vpcId"
  | "subnetIds"
  | "vpcCidr"
  | "natGateways"
  | "vpcEndpoints"
  | "searchZones"
  | "searchInstanceCount"
  | "searchEngine"
  | "existingDomain"
  | "modelStorage"
  | "modelWriterRoleArns"
>;

/** The smallest subnet of AWS. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const longestSubnetMask = 28;
/** That AWS keeps of each subnet. */
const keptAddresses = 5;
/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html */
const addressesOfNode = 3;

/** The VPC that search and functions are in; undefined where they are in none. */
export function siemNetwork(settings: NetworkSettings): SiemArgs["network"] {
  const { network, vpcId, subnetIds, vpcCidr, natGateways, vpcEndpoints } = settings;
  if (network === "public") return undefined;
  if (vpcId !== undefined) return { vpcId, subnetIds };
  return { cidrBlock: vpcCidr, natGateways, endpoints: vpcEndpoints };
}

/** @throws ConfigurationError for the first settings of the network that contradict each other. */
export function refuseImpossibleNetwork(settings: NetworkSettings, prefix: string): void {
  const { network, vpcId, subnetIds, vpcCidr, natGateways, vpcEndpoints } = settings;
  const hasNodes = makesDomain(settings);
  const zones = hasNodes ? Math.max(2, settings.searchZones) : 2;
  const isMade = network === "vpc" && vpcId === undefined;
  const notMade = network === "public" ? `${prefix}network is "public"` : `${prefix}vpcId is ${vpcId}`;
  // Each zone gets an equal part of the addresses, a power of two, and each of its subnets an equal part of that.
  const subnetMask = Number(vpcCidr.split("/")[1]) + Math.ceil(Math.log2(zones)) + (natGateways === "none" ? 0 : 1);
  const addresses = 2 ** (32 - subnetMask) - keptAddresses;
  const reserved = Math.ceil((addressesOfNode * settings.searchInstanceCount) / settings.searchZones);
  const rules: readonly [boolean, string][] = [
    [
      network === "public" && vpcId !== undefined,
      `${prefix}network is "public" but ${prefix}vpcId is ${vpcId}; remove one of them`,
    ],
    [
      (vpcId === undefined) !== (subnetIds.length === 0),
      `${prefix}vpcId and ${prefix}subnetIds belong together; set both, or neither to have a VPC made`,
    ],
    [
      subnetIds.length === 1 && !hasNodes,
      `${prefix}subnetIds has one subnet; name two at least, in zones of their own: an outage of one must leave the functions another`,
    ],
    [
      subnetIds.length > 0 && subnetIds.length !== zones && hasNodes,
      `${prefix}subnetIds has ${subnetIds.length} subnets but ${prefix}searchZones is ${settings.searchZones}; name one subnet for each zone, two at least: here ${zones}`,
    ],
    [
      !isMade && natGateways !== "none",
      `${prefix}natGateways is "${natGateways}" but ${notMade}: they are part of a VPC that is made; remove it`,
    ],
    [
      !isMade && vpcEndpoints.length > 0,
      `${prefix}vpcEndpoints is set but ${notMade}: they are part of a VPC that is made; remove it`,
    ],
    [
      settings.modelStorage && network === "public",
      `${prefix}modelStorage is true but ${prefix}network is "public": a file system is in a VPC; remove one of them`,
    ],
    [
      !settings.modelStorage && settings.modelWriterRoleArns.length > 0,
      `${prefix}modelWriterRoleArns is set, but there is no ${prefix}modelStorage that they could write to; set it to true`,
    ],
    [
      isMade && subnetMask > longestSubnetMask,
      `${prefix}vpcCidr is ${vpcCidr}, too small for ${natGateways === "none" ? "a subnet" : "two subnets"} in each of ${zones} zones: AWS has none smaller than /${longestSubnetMask}; give it a larger network, such as 10.64.0.0/24`,
    ],
    [
      isMade && hasNodes && reserved > addresses,
      `${prefix}searchInstanceCount is ${settings.searchInstanceCount}, for which OpenSearch Service reserves ${reserved} addresses in each zone, and a subnet of ${prefix}vpcCidr (${vpcCidr}) has ${addresses}; give it a larger network, or use fewer and larger nodes`,
    ],
  ];
  for (const [broken, message] of rules) if (broken) throw new ConfigurationError(`${message}.`);
}
