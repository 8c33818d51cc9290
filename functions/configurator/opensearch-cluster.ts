import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { Client, errors } from "@opensearch-project/opensearch";
import { AwsSigv4Signer } from "@opensearch-project/opensearch/aws-v3";
import type { SearchService } from "../shared/aws/search-service";
import { answerInTime } from "../shared/time/answer-in-time";
import type { Cluster, ClusterResponse } from "./cluster";

// Templates and imports answer within seconds; a domain that is still being made may accept connections and stay silent.
const usualRequestTimeoutMilliseconds = 30_000;

export interface ClusterOptions {
  /** What requests are signed for. Default: `es`, a domain. */
  readonly service?: SearchService | undefined;
  readonly requestTimeoutMilliseconds?: number;
  /** PEM of the authority that signed the domain's certificate, where it is none that everybody knows. */
  readonly authority?: string | undefined;
}

/** The search domain, or collection, at an `https://` URL, with requests signed; by default for the role of the function. */
export function openSearchCluster(
  endpoint: string,
  region: string,
  credentials = defaultProvider(),
  { service = "es", requestTimeoutMilliseconds = usualRequestTimeoutMilliseconds, authority }: ClusterOptions = {},
): Cluster {
  const client = new Client({
    ...AwsSigv4Signer({ region, service, getCredentials: credentials }),
    node: endpoint,
    maxRetries: 0,
    requestTimeout: requestTimeoutMilliseconds,
    ...(authority === undefined ? {} : { ssl: { ca: authority } }),
  });
  return async ({ method, path, body, headers }): Promise<ClusterResponse> => {
    const [pathname = "/", querystring = ""] = path.split("?", 2);
    try {
      const payload = body === undefined ? {} : { body: body as string | Record<string, unknown> };
      const request = client.transport.request(
        { method, path: pathname, querystring, ...payload },
        { headers: { ...headers } },
      );
      const response = await answerInTime(request, requestTimeoutMilliseconds);
      return { status: response.statusCode ?? 0, body: response.body };
    } catch (error) {
      if (error instanceof errors.ResponseError) return { status: error.statusCode ?? 0, body: error.body };
      return { status: 0, body: error instanceof Error ? error.message : String(error) };
    }
  };
}
