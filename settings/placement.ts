import { ConfigurationError } from "../functions/shared/errors";
import { type Part, partsOf } from "./parts";
import { partitionOf } from "./region";

/** Where a resource is, as far as its name says it. */
interface Place {
  readonly partition?: string | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
}

/**
 * Refuses what is in another partition, region or account than where it is used, which only AWS would refuse otherwise: in
 * those that the nearest object around it names as its `region` and `account`, else in the stack's. The functions, the
 * search domain and what both are given must be in one region; a role may be of any account.
 * @param home Region of the stack; nothing is looked at where it is not known.
 * @throws ConfigurationError for the first that is elsewhere.
 */
export function refuseElsewhere(settings: readonly Part[], home: string | undefined): void {
  if (home === undefined) return;
  for (const setting of settings) {
    for (const part of partsOf(setting)) {
      if (typeof part.value !== "string") continue;
      const place = placeOf(part.value, part.name);
      const fault = place && faultOf(place, part, home);
      if (fault !== undefined) throw new ConfigurationError(`Setting ${part.path} is ${part.value}, ${fault}.`);
    }
  }
}

function faultOf({ partition, region, account }: Place, part: Part, home: string): string | undefined {
  if (partition !== undefined && partition !== partitionOf(home)) {
    return `of the partition ${partition}, but the stack is in ${home}, of the partition ${partitionOf(home)}; name one of that`;
  }
  const beside = around(part, "region");
  if (region !== undefined && beside !== undefined && region !== beside.value) {
    return `in ${region}, but ${beside.path} is ${beside.value}; name one in ${beside.value}, or name it beside the region ${region}`;
  }
  if (region !== undefined && beside === undefined && region !== home) {
    return `in ${region}, but the stack is in ${home}; name one in ${home}`;
  }
  const owner = around(part, "account");
  if (account === undefined || owner === undefined || account === owner.value) return undefined;
  return `of the account ${account}, but ${owner.path} is ${owner.value}; name one of that account`;
}

/** What the nearest object that says it has as a member. */
function around(
  { around: objects }: Part,
  member: string,
): { readonly path: string; readonly value: string } | undefined {
  for (const { path, members } of objects) {
    const value = members[member];
    if (typeof value === "string") return { path: `${path}.${member}`, value };
  }
  return undefined;
}

/** Ids that start with their region. https://docs.aws.amazon.com/cognito/latest/developerguide/ */
const regionalIds: ReadonlySet<string> = new Set(["userPoolId", "identityPoolId"]);

function placeOf(text: string, name: string): Place | undefined {
  if (regionalIds.has(name)) return { region: /^[a-z]{2,4}(?:-[a-z]+)+-\d/.exec(text)?.[0] };
  if (name === "regions" || name === "region") return { partition: partitionOf(text) };
  const [, partition, service, region, account] =
    /^arn:([a-z-]+):([a-z0-9-]+):([a-z0-9-]*):(\d*):(.+)$/.exec(text) ?? [];
  if (partition === undefined) return undefined;
  // CloudFront, whose ARNs have no region, delivers logs from one.
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
  const delivering = partition === "aws" && service === "cloudfront" ? "us-east-1" : undefined;
  return { partition, region: region || delivering, account: account || undefined };
}
