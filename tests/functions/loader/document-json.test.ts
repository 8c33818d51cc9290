import assert from "node:assert/strict";
import fc from "fast-check";
import { DocumentWriter } from "../../../functions/loader/document-json";
import { ECS_VERSION, type EcsDocument } from "../../../functions/shared/ecs";

const path = fc.oneof(fc.constant("s3://archive/a"), fc.string({ unit: "binary" }));
const log = fc.oneof(
  fc.record({ file: fc.record({ path }), offset: fc.nat() }),
  fc.record({ file: fc.record({ path }), offset: fc.nat(), level: fc.constant("error") }),
  fc.record({ file: fc.record({ path, name: fc.constant("x") }), offset: fc.nat() }),
  fc.record({ offset: fc.nat() }),
  fc.constant(undefined),
);
const documents = fc.record({
  "@timestamp": fc.constant("2026-01-02T03:04:05Z"),
  message: fc.option(fc.string({ unit: "binary" }), { nil: undefined }),
  log,
  ecs: fc.constantFrom({ version: ECS_VERSION }, { version: "1.0.0" }, undefined),
  tags: fc.option(fc.array(fc.string()), { nil: undefined }),
});

describe("the JSON of a document", () => {
  it("is that of all its members, of whichever documents came before, which stay as they were", () => {
    fc.assert(
      fc.property(fc.array(documents, { maxLength: 6 }), (all: EcsDocument[]) => {
        const writer = new DocumentWriter();
        const bytes = Buffer.alloc(10_000);
        for (const document of all) {
          const expected: unknown = JSON.parse(JSON.stringify(document));
          const end = writer.write(document, bytes, 3);
          assert.deepEqual(JSON.parse(bytes.toString("utf8", 3, end)), expected);
          assert.deepEqual(JSON.parse(JSON.stringify(document)), expected);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("of a document that cannot be written leaves it whole", () => {
    const document: EcsDocument = { ecs: { version: ECS_VERSION }, log: { file: { path: "a" }, offset: 1 }, x: 1n };
    assert.throws(() => new DocumentWriter().write(document, Buffer.alloc(1_000), 0), TypeError);
    assert.deepEqual(document.log, { file: { path: "a" }, offset: 1 });
  });

  it("is written where there is just room for it, and nowhere else", () => {
    fc.assert(
      fc.property(documents, (document: EcsDocument) => {
        const writer = new DocumentWriter();
        const end = writer.write(document, Buffer.alloc(10_000), 0);
        const bytes = Buffer.alloc(end);
        assert.equal(writer.write(document, bytes, 0), end);
        assert.deepEqual(JSON.parse(bytes.toString()), JSON.parse(JSON.stringify(document)));
        for (let size = end - 1; size >= 0; size -= 1) assert.equal(writer.write(document, Buffer.alloc(size), 0), -1);
      }),
      { numRuns: 100 },
    );
  });
});
