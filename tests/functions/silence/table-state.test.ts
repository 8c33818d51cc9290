import assert from "node:assert/strict";
import type { JsonObject } from "../../../functions/shared/values";
import type { VersionedDocument, VersionedDocuments } from "../../../functions/shared/versioned-documents";
import { TableStateStore } from "../../../functions/silence/table-state";

class MemoryDocuments implements VersionedDocuments {
  readonly documents = new Map<string, VersionedDocument>();

  read(ids: readonly string[]): Promise<ReadonlyMap<string, VersionedDocument>> {
    return Promise.resolve(new Map([...this.documents].filter(([id]) => ids.includes(id))));
  }

  write(id: string, source: JsonObject, version: string | undefined): Promise<string | undefined> {
    if (this.documents.get(id)?.version !== version) return Promise.resolve(undefined);
    const next = String(Number(version ?? 0) + 1);
    this.documents.set(id, { source, version: next });
    return Promise.resolve(next);
  }
}

describe("what is known of senders, kept in a table", () => {
  it("is what the last run has kept, and nothing at first", async () => {
    const documents = new MemoryDocuments();
    const store = new TableStateStore(documents);
    assert.equal(await store.read(), undefined);
    await store.write("first");
    await store.write("second");
    assert.equal(await new TableStateStore(documents).read(), "second");
  });

  it("takes 15,000 senders into an item of 400 KB", async () => {
    const documents = new MemoryDocuments();
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const senders = Array.from({ length: 15_000 }, (_, n) => ({
      ...{
        dataset: ["aws.cloudtrail", "aws.vpcflow", "aws.guardduty"][n % 3],
        region: ["eu-west-1", "us-east-1"][n % 2],
      },
      ...{ account: String(random(1e12)).padStart(12, "0"), usualHours: random(9), lastSeen: 1.77e12 + random(3.6e6) },
    }));
    const store = new TableStateStore(documents);
    await store.read();
    await store.write(JSON.stringify({ version: 1, senders }));
    const bytes = Buffer.byteLength(JSON.stringify(documents.documents.get("state")?.source));
    assert.ok(bytes < 390_000, `${bytes} bytes`);
  });

  it("is learned anew where somebody has made it unreadable, which is then written over", async () => {
    for (const packed of ["not packed", Buffer.from("x").toString("base64"), 7]) {
      const documents = new MemoryDocuments();
      documents.documents.set("state", { source: { packed }, version: "3" });
      const store = new TableStateStore(documents);
      assert.equal(await store.read(), undefined);
      await store.write("new");
      assert.equal(await store.read(), "new");
    }
  });

  it("is not written over by a run that does not know what another has kept", async () => {
    const documents = new MemoryDocuments();
    const stores = [new TableStateStore(documents), new TableStateStore(documents)];
    for (const store of stores) await store.read();
    await stores[0]!.write("first");
    await assert.rejects(stores[1]!.write("second"), /another run has written it/);
  });
});
