import type { ResourceGraph, ResourceNode } from "../graph";
import type { Condition } from "../policy-document";
import { covers, refusals, statementsOf } from "../statements";
import { bucketArn, settingsOf } from "./buckets";

/** What of a bucket its policy leaves open to requests that it should refuse to everyone. */
export function openWhere(
  bucket: ResourceNode,
  graph: ResourceGraph,
  holds: (condition: Condition) => boolean,
): "no policy" | { readonly policy: string; readonly places: readonly string[] } {
  const [policy] = settingsOf(bucket, graph, "BucketPolicy");
  if (policy === undefined) return "no policy";
  const refused = refusals(statementsOf(policy, "policy"), ["s3:getobject", "s3:putobject", "s3:listbucket"], holds);
  const resources = refused.flatMap((statement) => (statement.resources === undefined ? [] : [statement.resources]));
  if (resources.length === 0) return { policy: policy.name, places: ["the bucket", "its objects"] };
  const arn = bucketArn(bucket);
  const places = [
    ["the bucket", arn],
    ["its objects", `${arn}/key`],
  ] as const;
  return {
    policy: policy.name,
    places: places.filter(([, text]) => !resources.some((patterns) => covers(patterns, text))).map(([place]) => place),
  };
}
