import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { Client, errors } from "@opensearch-project/opensearch";
import { AwsSigv4Signer } from "@opensearch-project/opensearch/aws-v3";
import type { Cluster, ClusterResponse } from "./cluster";

// Templates and imports answer within seconds; a domain that is still being made may accept connections and stay silent.
const requestTimeoutMilliseconds = 30_000;

/** The search domain at an `https://` URL, with requests signed; by default for the role of the function. */
export function openSearchCluster(endpoint: string, region: string, credentials = defaultProvider()): Cluster {
  const client = new Client({
    ...AwsSigv4Signer({ region, service: "es", getCredentials: credentials }),
    node: endpoint,
    maxRetries: 0,
    requestTimeout: requestTimeoutMilliseconds,
  });
  return async ({ method, path, body, headers }): Promise<ClusterResponse> => {
    const [pathname = "/", querystring = ""] = path.split("?", 2);
    try {
      const payload = body === undefined ? {} : { body: body as string | Record<string, unknown> };
      const response = await client.transport.request(
        { method, path: pathname, querystring, ...payload },
        { headers: { ...headers } },
      );
      return { status: response.statusCode ?? 0, body: response.body };
    } catch (error) {
      if (error instanceof errors.ResponseError) return { status: error.statusCode ?? 0, body: error.body };
      return { status: 0, body: error instanceof Error ? error.message : String(error) };
    }
  };
}
