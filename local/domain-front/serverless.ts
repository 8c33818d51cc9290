/** Index names, and patterns of them. */
const target = "[^_/][^/]*";

/**
 * What OpenSearch Serverless serves of OpenSearch's interfaces for collections of the type SEARCH, as far as its
 * documentation lists it; anything else is not found there.
 * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-genref.html
 */
const served: readonly [methods: string, path: RegExp][] = [
  ["GET HEAD PUT DELETE", new RegExp(`^/${target}$`)],
  ["GET PUT", new RegExp(`^/${target}/_(mappings?|settings)$`)],
  ["GET", /^\/_(mappings?|alias|aliases)$/],
  ["GET", /^\/_cat\/(indices|aliases|templates)$/],
  ["GET POST", new RegExp(`^/(${target}/)?_(search|msearch|count|mget|field_caps)$`)],
  ["POST", new RegExp(`^/(${target}/)?_bulk$`)],
  ["GET HEAD PUT DELETE", new RegExp(`^/${target}/_doc/[^/]+$`)],
  ["PUT POST", new RegExp(`^/${target}/_create/[^/]+$`)],
  ["GET HEAD PUT POST DELETE", /^\/_(index|component)_template\/[^/]+$/],
  ["POST", /^\/_aliases$/],
  ["GET PUT POST DELETE", /^\/_dashboards(\/|$)/],
];

/**
 * What is wrong with a request that has documents shown at once, which a collection does in its own time.
 * @see https://github.com/argilla-io/argilla/pull/3251, which quotes the answer
 */
export function refreshFault(query: URLSearchParams): string | undefined {
  const refresh = query.get("refresh");
  return refresh === null || refresh === "false" ? undefined : `${refresh} refresh policy is not supported.`;
}

export function isServedByServerless(method: string, path: string): boolean {
  return served.some(([methods, pattern]) => methods.split(" ").includes(method) && pattern.test(path));
}
