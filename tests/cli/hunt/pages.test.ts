import assert from "node:assert/strict";
import { type FoundDocument, pagesOf } from "../../../cli/hunt/pages";
import { DependencyError } from "../../../functions/shared/errors";

interface Asked {
  readonly size: number;
  readonly query: {
    readonly bool: { readonly filter: readonly [{ readonly range: { "@timestamp": { lte?: string } } }] };
  };
}

/** An index that holds documents, the newest first, at the times that are given. */
function indexOf(times: readonly string[], answer: object = {}) {
  const documents = times.map(
    (time, number): FoundDocument => ({ _id: `d${number}`, _index: "i", _source: { "@timestamp": time } }),
  );
  return (_: string, body: object) => {
    const { size, query } = body as Asked;
    const { lte } = query.bool.filter[0].range["@timestamp"];
    const until = lte === undefined ? Number.POSITIVE_INFINITY : Date.parse(lte);
    const hits = documents.filter(({ _source }) => Date.parse(_source["@timestamp"] ?? "") <= until).slice(0, size);
    return Promise.resolve({ timed_out: false, _shards: { failed: 0 }, hits: { hits }, ...answer });
  };
}

async function idsOf(search: ReturnType<typeof indexOf>): Promise<string[]> {
  const found: string[] = [];
  for await (const page of pagesOf(search, "siem-x-*", { match_all: {} }, "2026-01-01T00:00:00.000Z")) {
    found.push(...page.map(({ _id }) => _id));
  }
  return found;
}

describe("the documents that a rule's query finds", () => {
  it("come page by page, each once, also where pages end within documents of one time", async () => {
    // Three documents a second, the same millisecond written with other digits.
    const times = Array.from({ length: 7_001 }, (_, number) => {
      const time = new Date(Date.parse("2026-01-31T00:00:00Z") - Math.floor(number / 3) * 1_000).toISOString();
      return number % 3 === 0 ? time : time.replace("Z", `${number % 3}23Z`);
    });
    const found = await idsOf(indexOf(times));
    assert.equal(found.length, times.length);
    assert.equal(new Set(found).size, times.length);
  });

  it("end where there are no more", async () => {
    assert.deepEqual(await idsOf(indexOf([])), []);
    assert.deepEqual(await idsOf(indexOf(["2026-01-31T00:00:00Z"])), ["d0"]);
  });

  it("are refused where OpenSearch searched only a part, or too many have one time", async () => {
    const one = ["2026-01-31T00:00:00Z"];
    await assert.rejects(idsOf(indexOf(one, { timed_out: true })), DependencyError);
    await assert.rejects(idsOf(indexOf(one, { _shards: { failed: 1 } })), /only a part/);
    await assert.rejects(idsOf(indexOf(Array.from({ length: 5_000 }, () => one[0] ?? ""))), /make the rule narrower/);
  });
});
