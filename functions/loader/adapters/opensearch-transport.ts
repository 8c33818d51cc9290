import { AwsSigv4Signer } from "@opensearch-project/opensearch/aws";
import { ResponseError } from "@opensearch-project/opensearch/lib/errors.js";
import { ConnectionPool } from "@opensearch-project/opensearch/lib/pool/index.js";
import Serializer from "@opensearch-project/opensearch/lib/Serializer.js";
import type Transport from "@opensearch-project/opensearch/lib/Transport.js";
import type { SearchService } from "../../shared/aws/search-service";

export { ResponseError };

type AwsCredentials = Awaited<ReturnType<NonNullable<Parameters<typeof AwsSigv4Signer>[0]["getCredentials"]>>>;

export interface OpenSearchTransportOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly service: SearchService;
  /** Asked before each request whose credentials need a refresh. */
  readonly credentials: () => Promise<AwsCredentials>;
  readonly timeoutMilliseconds: number;
}

/**
 * What the OpenSearch client sends requests with: signed, and tried once. The client itself holds a class
 * for each of some 600 interfaces, which were a sixth of the bundle.
 */
export function openSearchTransport({
  endpoint,
  region,
  service,
  credentials,
  timeoutMilliseconds,
}: OpenSearchTransportOptions): Transport {
  const signer = AwsSigv4Signer({ region, service, getCredentials: credentials });
  const emit = () => false;
  const connectionPool = new ConnectionPool({ resurrectStrategy: "none", emit, Connection: signer.Connection });
  connectionPool.addConnection(endpoint);
  return new signer.Transport({
    emit,
    connectionPool,
    serializer: new Serializer(),
    // The writer retries by itself, document by document.
    maxRetries: 0,
    requestTimeout: timeoutMilliseconds,
    sniffEndpoint: "",
  });
}
