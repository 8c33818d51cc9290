import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { ObjectAccount } from "../../../functions/loader/account";
import { BulkWriter } from "../../../functions/loader/bulk";
import { loadObject } from "../../../functions/loader/load-object";
import { DependencyError } from "../../../functions/shared/errors";
import { FakeAsideStore, FakeClock, FakeLogStore, FakeSearchIndex } from "./fakes";
import { testSources } from "./support";

async function* inParts(content: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  const size = 10_000;
  for (let start = 0; start < content.length; start += size) {
    yield await Promise.resolve(content.subarray(start, start + size));
  }
}

describe("loading an object", () => {
  // So many that the kind of the log is known, and records are on their way, before the end is reached.
  const lines = Array.from({ length: 20_000 }, (_, n) => `LOG ${Math.imul(n, 2_654_435_761)}\n`).join("");
  for (const [name, content] of [
    ["is read to its end", Buffer.from(lines)],
    ["turns out to be damaged", gzipSync(lines).subarray(0, -100)],
  ] as const) {
    it(`fails when a request with its documents does so while it ${name}`, async () => {
      const [clock, aside, search] = [new FakeClock(), new FakeAsideStore(), new FakeSearchIndex()];
      const account = new ObjectAccount({ bucket: "archive", key: "a" });
      const store = new FakeLogStore().put("a", async function* () {
        yield* inParts(content);
        account.fail(new DependencyError("OpenSearch refuses us"));
      });
      const readUntil = clock.milliseconds + 60_000;
      const writer = new BulkWriter({ search, clock, deadline: readUntil });
      const normalise = { sources: testSources, now: () => clock.now() };
      await loadObject(account, { store, aside, writer, clock, normalise, readUntil });
      assert.equal(account.outcome, "failed");
      assert.match(String(account.failure), /refuses us/);
      assert.ok(account.received > 0);
    });
  }
});
