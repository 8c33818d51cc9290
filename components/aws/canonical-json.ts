import * as pulumi from "@pulumi/pulumi";

/**
 * JSON as AWS returns the policies of OpenSearch Serverless: without blanks, members in the order of their names. Written
 * otherwise, each deployment would see a change. https://github.com/pulumi/pulumi-aws/issues/3323
 */
export function canonicalJson(value: object): pulumi.Output<string> {
  return pulumi.jsonStringify(value).apply((text) => JSON.stringify(sorted(JSON.parse(text))));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, sorted(member)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
