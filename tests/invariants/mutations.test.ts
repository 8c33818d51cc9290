import assert from "node:assert/strict";
import fc from "fast-check";
import { sources } from "../../functions/loader/registry.generated";
import type { LogSource } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { fuzzSeed, mutatedRecord, sampleRecords } from "./records";

/** Fields that hold nothing: `null`, `""`, `[]`, `{}`. Subtrees kept as they came are the source's own. */
function emptyFields(value: unknown, { fields }: LogSource, field = ""): string[] {
  if (fields[field] === "flat_object" || value === undefined) return [];
  if (value === null || value === "" || typeof value === "function") return [`${field}: ${String(value)}`];
  if (typeof value !== "object") return [];
  const members = Object.entries(value);
  if (members.every(([, member]) => member === undefined)) return [`${field}: ${JSON.stringify(value)}`];
  return members.flatMap(([name, member]) =>
    emptyFields(
      member,
      { fields } as LogSource,
      Array.isArray(value) ? field : field === "" ? name : `${field}.${name}`,
    ),
  );
}

describe("whatever happens to a record", () => {
  after(() => {
    // Names such as `__proto__` are data.
    assert.deepEqual(Object.keys(Object.prototype), []);
    assert.equal(({} as Readonly<Record<string, unknown>>)["a"], undefined);
  });

  for (const source of sources) {
    it(`${source.id} maps it or refuses it with a reason, and leaves no empty field`, async function () {
      this.timeout(60_000);
      const records = await sampleRecords(source);
      assert.ok(records.length > 0);
      fc.assert(
        fc.property(mutatedRecord(records), (record) => {
          const map = source.open({ bucket: "archive", key: "any/key" });
          try {
            const mapped = map(record);
            if (mapped.kind === "event") assert.deepEqual(emptyFields(mapped.document, source), []);
          } catch (error) {
            if (!(error instanceof RecordError)) throw error;
            assert.ok(error.message.length > 10);
          }
        }),
        { numRuns: 10_000, seed: fuzzSeed },
      );
    });
  }
});
