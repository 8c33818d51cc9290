import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { httpTransport, OpenSearchSearch } from "../../../functions/investigator";
import { type Condition, DATASETS } from "../../../functions/investigator/search";

interface Sent {
  readonly index: string;
  readonly body: Record<string, unknown>;
}

const nothing = { timed_out: false, _shards: { failed: 0 }, hits: { total: { value: 0 }, hits: [] } };

function answering(answer: unknown): { search: OpenSearchSearch; sent: Sent[] } {
  const sent: Sent[] = [];
  const search = new OpenSearchSearch((index, body) => {
    sent.push({ index, body: body as Record<string, unknown> });
    return Promise.resolve(answer);
  });
  return { search, sent };
}

async function filterOf(where: Condition): Promise<unknown> {
  const { search, sent } = answering(nothing);
  await search.find({ purpose: "", datasets: [DATASETS.cloudTrail], where, order: "oldest", limit: 1 });
  return (sent[0]!.body["query"] as { bool: { filter: unknown[] } }).bool.filter[0];
}

describe("The investigator's search on OpenSearch", () => {
  it("asks the indices of the datasets, within the window, in order", async () => {
    const { search, sent } = answering(nothing);
    const window = { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" };
    await search.find({ purpose: "", datasets: [DATASETS.alb, DATASETS.waf], window, order: "newest", limit: 7 });
    assert.equal(sent[0]?.index, "siem-aws.alb-*,siem-aws.waf-*");
    assert.equal(sent[0]?.body["size"], 7);
    assert.deepEqual(sent[0]?.body["query"], {
      bool: { filter: [{ range: { "@timestamp": { gte: window.from, lte: window.to } } }] },
    });
    assert.deepEqual(sent[0]?.body["sort"], [{ "@timestamp": "desc" }, { "log.offset": "asc" }]);
  });

  const cases: readonly (readonly [name: string, condition: Condition, clause: unknown])[] = [
    ["one value", { field: "a", is: "x" }, { terms: { a: ["x"] } }],
    ["one of several values", { field: "a", is: ["x", "y"] }, { terms: { a: ["x", "y"] } }],
    ["a range", { field: "a", from: 1, to: 2 }, { range: { a: { gte: 1, lte: 2 } } }],
    ["a leaf of a flat object", { field: "a", holds: "x" }, { term: { a: "x" } }],
    ["presence", { field: "a", exists: true }, { exists: { field: "a" } }],
    [
      "part of a value, its wildcards taken literally",
      { field: "a", contains: "x*?\\" },
      { wildcard: { a: { value: "*x\\*\\?\\\\*", case_insensitive: true } } },
    ],
    [
      "alternatives",
      { anyOf: [{ field: "a", is: 1 }] },
      { bool: { should: [{ terms: { a: [1] } }], minimum_should_match: 1 } },
    ],
    ["all together", { allOf: [{ field: "a", is: 1 }] }, { bool: { filter: [{ terms: { a: [1] } }] } }],
    ["the opposite", { not: { field: "a", is: true } }, { bool: { must_not: [{ terms: { a: [true] } }] } }],
  ];
  for (const [name, condition, clause] of cases) {
    it(`says ${name} in OpenSearch's terms`, async () => {
      assert.deepEqual(await filterOf(condition), clause);
    });
  }

  it("returns documents with their ids and the full number of matches", async () => {
    const hit = { _id: "1", _index: "siem-x", _source: { message: "m" } };
    const { search } = answering({ ...nothing, hits: { total: { value: 12 }, hits: [hit] } });
    const result = await search.find({ purpose: "", datasets: [DATASETS.alb], order: "oldest", limit: 1 });
    assert.deepEqual(result, { total: 12, found: [{ id: "1", index: "siem-x", document: { message: "m" } }] });
  });

  it("tallies several fields in one search, with what is counted apart", async () => {
    const { search, sent } = answering({
      ...nothing,
      aggregations: {
        "user.name": { buckets: [{ key: "alice", doc_count: 3, counted: { doc_count: 1 } }] },
        flag: { buckets: [{ key: 1, key_as_string: "true", doc_count: 2, counted: { doc_count: 0 } }] },
      },
    });
    const tally = await search.tally({
      purpose: "",
      datasets: [DATASETS.cloudTrail],
      by: ["user.name", "flag"],
      size: 5,
      counting: { field: "event.outcome", is: "failure" },
    });
    assert.equal(sent.length, 1);
    assert.deepEqual(tally, {
      "user.name": [{ value: "alice", count: 3, counted: 1 }],
      flag: [{ value: "true", count: 2, counted: 0 }],
    });
  });

  it("returns a timeline with one count for each series", async () => {
    const series = { buckets: [{ key: "success", doc_count: 4 }] };
    const { search } = answering({
      ...nothing,
      aggregations: { intervals: { buckets: [{ key: 0, doc_count: 4, series }] } },
    });
    const window = { from: "1970-01-01T00:00:00Z", to: "1970-01-01T01:00:00Z" };
    const rows = await search.timeline({
      purpose: "",
      datasets: [DATASETS.alb],
      window,
      minutes: 60,
      by: "event.outcome",
    });
    assert.deepEqual(rows, [{ start: "1970-01-01T00:00:00.000Z", counts: { success: 4 } }]);
  });

  for (const [name, part] of [
    ["that ran out of time", { timed_out: true }],
    ["without some shards", { _shards: { failed: 1 } }],
  ] as const) {
    it(`does not take an answer ${name} for an absence of records`, async () => {
      const { search } = answering({ ...nothing, ...part });
      const find = search.find({ purpose: "", datasets: [DATASETS.alb], order: "oldest", limit: 1 });
      await assert.rejects(find, /OpenSearch answered a search of siem-aws.alb-\* in part only/);
    });
  }
});

describe("The transport over HTTP", () => {
  let server: Server;
  let url: string;
  let status = 200;
  before(async () => {
    server = createServer((request, response) => {
      response.statusCode = status;
      response.end(JSON.stringify({ path: request.url, method: request.method }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  after(() => {
    server.close();
  });

  it("posts the search to the index and returns the parsed answer", async () => {
    status = 200;
    assert.deepEqual(await httpTransport(url)("siem-a,siem-b", {}), {
      method: "POST",
      path: "/siem-a,siem-b/_search?ignore_unavailable=true&allow_no_indices=true",
    });
  });

  it("names the status and the answer when OpenSearch refuses", async () => {
    status = 400;
    await assert.rejects(httpTransport(url)("siem-a", {}), /refused a search with status 400: .*siem-a/);
  });

  it("names the address of an OpenSearch that is not there", async () => {
    const message = "OpenSearch at http://127.0.0.1:1 cannot be reached";
    await assert.rejects(httpTransport("http://127.0.0.1:1")("siem-a", {}), { name: "DependencyError", message });
  });
});
