import assert from "node:assert/strict";
import { sources } from "../../functions/loader/registry.generated";
import { Random } from "../../local/demo/generator/random";
import type { StoredObject } from "./lane";
import { flowLog, type LogObjectContent, trail } from "./log-objects";
import { assertWhereabouts, expectedOf } from "./outcome";

const stored = (content: LogObjectContent): StoredObject => ({
  ...content,
  versionId: "v1",
  lastModified: undefined,
});

/** What the checks of the other tests here must not let pass. */
describe("the outcome of faults", () => {
  const random = new Random("outcome");

  for (const [name, make] of Object.entries({ flows: flowLog, events: trail })) {
    it(`knows from the writer of ${name} how many there are`, async () => {
      const object = stored(make("outcome", random));
      const { ids, damaged } = await expectedOf(object, { sources });
      assert.deepEqual([ids.length, damaged], [object.records, false]);
      for (const other of [-1, 1]) {
        const miscounted = { ...object, records: object.records + other };
        await assert.rejects(expectedOf(miscounted, { sources }), /records of .* are found/);
      }
    });
  }

  it("counts records that a filter drops", async () => {
    const object = stored(flowLog("dropped", random, "plain", 20));
    const { ids } = await expectedOf(object, { sources, filter: () => ({ dropped: "all" }) });
    // Pipeline errors are not shown to it.
    assert.ok(ids.length < 20);
  });

  it("takes no fault of the loader's own for damage", async () => {
    const fails = (): never => assert.fail("a fault");
    const object = stored(flowLog("fault", random, "plain", 20));
    await assert.rejects(expectedOf(object, { sources, enrich: fails }), /a fault/);
  });

  const first = { ...stored(flowLog("same", random)), versionId: "v1" };
  const second = { ...first, versionId: "v2" };
  const note = ({ key, versionId }: StoredObject): string => `${key} ${versionId}`;
  const right = { indexed: ["a"], rejected: ["b"], quarantined: [first, second] };
  const cases = {
    "a document that is in two indices": { indexed: ["a", "a"] },
    "a record that is in two files": { rejected: ["b", "b"] },
    "a record that is nowhere": { rejected: [] },
    "a damaged version of a key without a note": { quarantined: [note(first)] },
    "a note of what is not damaged": { quarantined: [first, second, { ...first, versionId: "v3" }].map(note) },
  };
  for (const [name, wrong] of Object.entries(cases)) {
    it(`does not pass over ${name}`, () => {
      const found = { indexed: ["a"], rejected: ["b"], quarantined: [first, second].map(note) };
      assertWhereabouts(found, right);
      assert.throws(() => assertWhereabouts({ ...found, ...wrong }, right));
    });
  }
});
