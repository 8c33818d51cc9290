import type { defaultProvider } from "@aws-sdk/credential-provider-node";
import type Transport from "@opensearch-project/opensearch/lib/Transport.js";
import { asArray, asRecord, text } from "../../shared/values";
import type { BulkItem, BulkReply, SearchIndex } from "../ports";
import { openSearchTransport, ResponseError } from "./opensearch-transport";

export interface OpenSearchIndexOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: ReturnType<typeof defaultProvider>;
  /** Of one request; 60 seconds by default. */
  readonly timeoutMilliseconds?: number | undefined;
}

/** What of a bulk answer is of use; without it, every document comes with a dozen fields. */
const wantedAnswer =
  "errors,items.create.status,items.create.error.type,items.create.error.reason,items.create.error.caused_by";

/** An Amazon OpenSearch Service domain, with signed requests. */
export class OpenSearchIndex implements SearchIndex {
  private readonly transport: Transport;

  constructor({ endpoint, region, credentials, timeoutMilliseconds = 60_000 }: OpenSearchIndexOptions) {
    this.transport = openSearchTransport({ endpoint, region, credentials, timeoutMilliseconds });
  }

  async bulk(lines: string): Promise<BulkReply> {
    try {
      const { body, statusCode } = await this.transport.request({
        method: "POST",
        path: "/_bulk",
        querystring: { filter_path: wantedAnswer },
        bulkBody: lines,
      });
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
  if (typeof body === "string") return text(body.slice(0, 500));
  const record = asRecord(body);
  const error = record?.error ?? record?.message ?? record?.Message;
  return typeof error === "string" ? error : error === undefined ? undefined : JSON.stringify(error).slice(0, 500);
}
