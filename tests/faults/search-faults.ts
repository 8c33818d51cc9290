import { type Answer, answer, connectionFaults, type Forward, faultTable, type ProxiedRequest } from "./faulty-proxy";

/** One document of a bulk request. */
export interface BulkDocument {
  readonly index: string;
  readonly id: string;
  readonly lines: string;
}

export function isBulk({ path }: ProxiedRequest): boolean {
  return path.startsWith("/_bulk");
}

export function documentsOf({ body }: ProxiedRequest): BulkDocument[] {
  const lines = body.toString().trimEnd().split("\n");
  const documents: BulkDocument[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const { create } = JSON.parse(lines[at] ?? "") as { create: { _index: string; _id: string } };
    documents.push({ index: create._index, id: create._id, lines: `${lines[at]}\n${lines[at + 1]}\n` });
  }
  return documents;
}

export interface ItemError {
  readonly status: number;
  readonly type: string;
  readonly reason: string;
}

/** Answers for some documents itself; the others are passed on. */
export function refuseItems(
  errorOf: (document: BulkDocument, position: number) => ItemError | undefined,
): (request: ProxiedRequest, forward: Forward) => Promise<Answer> {
  return async (request, forward) => {
    const documents = documentsOf(request);
    const errors = documents.map(errorOf);
    const passed = documents.filter((_, position) => errors[position] === undefined);
    let items: unknown[] = [];
    if (passed.length > 0) {
      const reply = await forward(Buffer.from(passed.map(({ lines }) => lines).join("")));
      if (reply.status !== 200) return reply;
      ({ items } = JSON.parse(reply.body.toString()) as { items: unknown[] });
    }
    const merged = errors.map((error) => (error === undefined ? items.shift() : { create: itemOf(error) }));
    return answer(200, { errors: true, items: merged });
  };
}

function itemOf({ status, type, reason }: ItemError): unknown {
  return { status, error: { type, reason } };
}

const everySecond =
  (error: ItemError): Parameters<typeof refuseItems>[0] =>
  (_, position) =>
    position % 2 === 0 ? error : undefined;

const busy = { type: "rejected_execution_exception", reason: "rejected execution of coordinating operation" };
const blocked = {
  type: "cluster_block_exception",
  reason: "index blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark];",
};

/** What OpenSearch, or the service around it, may do to a bulk request. Each passes by itself. */
export const searchFaults = faultTable({
  ...connectionFaults,
  "429 for the request": () => answer(429, { error: busy, status: 429 }),
  "429 for some documents": refuseItems(everySecond({ status: 429, ...busy })),
  "429 for all documents": refuseItems(() => ({ status: 429, ...busy })),
  "502 with a page": () => answer(502, "<html>Bad Gateway</html>"),
  "503 for the request": () => answer(503, { message: "Service Unavailable" }),
  "503 for some documents": refuseItems(
    everySecond({ status: 503, type: "unavailable_shards_exception", reason: "primary shard is not active" }),
  ),
  "504 after the documents were written": async (_, forward) => {
    await forward();
    return answer(504, { message: "Gateway Timeout" });
  },
  // Of a single document it would be for good.
  "413": (request, forward) =>
    documentsOf(request).length > 1 ? answer(413, { Message: "Request size exceeded" }) : forward(),
  "a block on the cluster": () => answer(403, { error: { type: blocked.type, reason: "blocked by: [FORBIDDEN/8]" } }),
  // OpenSearch Service sets it where storage or memory runs out, before it blocks writes.
  "a block on new indices": refuseItems(() => ({
    status: 403,
    type: "index_create_block_exception",
    reason: "blocked by: [FORBIDDEN/10/cluster create-index blocked (api)];",
  })),
  "too many shards": refuseItems(() => ({
    status: 400,
    type: "validation_exception",
    reason:
      "Validation Failed: 1: this action would add [1] total shards, but this cluster currently has [1000]/[1000] maximum shards open;",
  })),
  "a block on an index": refuseItems(() => ({ status: 429, ...blocked })),
  "expired credentials": () => answer(403, { message: "The security token included in the request is expired" }),
  "no permission": () => answer(403, { error: { type: "security_exception", reason: "no permissions" } }),
  "an answer that says nothing": () => answer(200, {}),
  "answers for fewer documents": async (_, forward) => {
    const { items } = JSON.parse((await forward()).body.toString()) as { items: unknown[] };
    return answer(200, { items: items.slice(1) });
  },
});
