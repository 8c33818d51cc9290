import assert from "node:assert/strict";
import type { ClusterResponse } from "../../../../functions/configurator/cluster";
import { CompleteSearch } from "../../../../functions/detector/opensearch/search";
import { showAlerts } from "../../../../functions/detector/opensearch/shown-alerts";
import { anAlert } from "../store-contract";

const tooLarge: ClusterResponse = { status: 413, body: { message: "Request size exceeded" } };
const unavailable: ClusterResponse = { status: 503, body: { message: "unavailable" } };

/** A search that takes what it is sent, but for some alerts and some requests. */
class TakingSearch {
  /** Ids of each request's alerts, and its bytes. */
  readonly bulks: { readonly ids: readonly string[]; readonly bytes: number }[] = [];

  constructor(
    private readonly refused: readonly string[] = [],
    private readonly answers: Readonly<Record<number, ClusterResponse>> = {},
  ) {}

  readonly search = new CompleteSearch(async ({ body }) => {
    const text = String(body);
    const lines = text.trimEnd().split("\n");
    const ids = lines.flatMap((line, number) =>
      number % 2 === 0 ? [(JSON.parse(line) as { index: { _id: string } }).index._id] : [],
    );
    this.bulks.push({ ids, bytes: Buffer.byteLength(text) });
    const items = ids.map((_id) => ({
      index: { _id, ...(this.refused.includes(_id) && { error: { type: "mapper" } }) },
    }));
    return this.answers[this.bulks.length] ?? { status: 200, body: { items } };
  });
}

describe("showing alerts", () => {
  const large = ["a", "b", "c"].map((id) => anAlert(id, { about: { text: "ü".repeat(1_100_000) } }));

  it("sends no more at once than a collection takes, whatever number of alerts that is", async () => {
    const { search, bulks } = new TakingSearch();
    const small = Array.from({ length: 1_000 }, (_, number) => anAlert(`small-${number}`));
    const { taken, reasons } = await showAlerts([...large, ...small], search);
    assert.deepEqual([taken.size, reasons], [1_003, []]);
    assert.deepEqual(
      bulks.map(({ ids }) => ids.length),
      [2, 1_001],
    );
    for (const { bytes } of bulks) assert.ok(bytes <= 5_000_000, `${bytes} bytes`);
  });

  it("takes the others where one is refused, and says why that one was", async () => {
    const { search } = new TakingSearch(["b"]);
    const { taken, reasons } = await showAlerts(
      ["a", "b", "c"].map((id) => anAlert(id)),
      search,
    );
    assert.deepEqual(
      [[...taken], reasons],
      [["a", "c"], ['OpenSearch does not take an alert to be searched: {"type":"mapper"}']],
    );
  });

  it("sends the other requests where one is refused", async () => {
    const { search } = new TakingSearch([], { 1: tooLarge });
    const { taken, reasons } = await showAlerts(large, search);
    assert.deepEqual([[...taken], reasons], [["c"], ["Could not show alerts: HTTP 413: Request size exceeded"]]);
  });

  it("sends no others in an outage", async () => {
    const { search, bulks } = new TakingSearch([], { 1: unavailable });
    const { taken, reasons } = await showAlerts(large, search);
    assert.deepEqual([taken.size, reasons.length, bulks.length], [0, 1, 1]);
  });
});
