import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { defaultProvider } from "@aws-sdk/credential-provider-node";
import type Transport from "@opensearch-project/opensearch/lib/Transport.js";
import type { SearchService } from "../../shared/aws/search-service";
import { withoutSessionToken } from "../../shared/aws/session-token";
import { answerInTime } from "../../shared/time/answer-in-time";
import { asArray, asRecord, text } from "../../shared/values";
import type { BulkItem, BulkReply, SearchIndex } from "../ports";
import { openSearchTransport, ResponseError } from "./opensearch-transport";

export interface OpenSearchIndexOptions {
  readonly endpoint: string;
  readonly region: string;
  /** Default: `es`, a domain. */
  readonly service?: SearchService;
  readonly credentials: ReturnType<typeof defaultProvider>;
  /** Of one request; 60 seconds by default. */
  readonly timeoutMilliseconds?: number | undefined;
}

/** What of a bulk answer is of use; without it, every document comes with a dozen fields. */
const wantedAnswer =
  "errors,items.create.status,items.create.error.type,items.create.error.reason,items.create.error.caused_by";

const gzipped = promisify(gzip);

/** The client would spend two and a half times the processor time, to save a seventh of the bytes. */
function compress(lines: string | Buffer): Promise<Buffer> {
  return gzipped(lines, { level: 1 });
}

/** A domain of Amazon OpenSearch Service, or a collection of OpenSearch Serverless, with signed requests. */
export class OpenSearchIndex implements SearchIndex {
  private readonly transport: Transport;
  private readonly timeoutMilliseconds: number;
  /** Whether the credentials were refused that the last request was signed with. */
  private refused = false;

  constructor({ endpoint, region, service = "es", credentials, timeoutMilliseconds = 60_000 }: OpenSearchIndexOptions) {
    this.timeoutMilliseconds = timeoutMilliseconds;
    this.transport = openSearchTransport({
      endpoint,
      region,
      service,
      timeoutMilliseconds,
      credentials: async () => {
        const current = await credentials({ forceRefresh: this.refused });
        // The signer would keep them until they expire; they may be replaced or withdrawn before.
        return { ...current, needsRefresh: () => true };
      },
    });
  }

  async bulk(lines: string | Buffer, milliseconds = this.timeoutMilliseconds): Promise<BulkReply> {
    const reply = await this.send(lines, Math.min(milliseconds, this.timeoutMilliseconds));
    this.refused = reply.kind === "failed" && (reply.status === 401 || reply.status === 403);
    return reply;
  }

  private async send(lines: string | Buffer, requestTimeout: number): Promise<BulkReply> {
    try {
      const request = this.transport.request(
        { method: "POST", path: "/_bulk", querystring: { filter_path: wantedAnswer }, bulkBody: await compress(lines) },
        { requestTimeout, headers: { "content-encoding": "gzip" } },
      );
      const { body, statusCode } = await answerInTime(request, requestTimeout);
      const items = asRecord(body)?.items;
      if (!Array.isArray(items))
        return { kind: "failed", status: statusCode ?? undefined, reason: "no items answered" };
      return { kind: "items", items: asArray(items).map(itemOf) };
    } catch (error) {
      if (error instanceof ResponseError) {
        return { kind: "failed", status: error.statusCode, reason: reasonOf(error.body) ?? error.message };
      }
      return { kind: "failed", reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    }
  }
}

function itemOf(item: unknown): BulkItem {
  const create = asRecord(asRecord(item)?.create);
  const error = asRecord(create?.error);
  const cause = asRecord(error?.caused_by);
  const reasons = [text(error?.reason), text(cause?.reason)].filter((reason) => reason !== undefined);
  return {
    status: typeof create?.status === "number" ? create.status : 0,
    type: text(error?.type),
    reason: reasons.length > 0 ? reasons.join(": ") : undefined,
  };
}

/** OpenSearch answers with JSON, the service in front of it with a message or a text. */
function reasonOf(body: unknown): string | undefined {
  const record = asRecord(body);
  const error = typeof body === "string" ? text(body) : (record?.error ?? record?.message ?? record?.Message);
  if (error === undefined) return undefined;
  return withoutSessionToken(typeof error === "string" ? error : JSON.stringify(error)).slice(0, 500);
}
