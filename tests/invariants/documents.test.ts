import assert from "node:assert/strict";
import { resolve } from "node:path";
import { sources } from "../../functions/loader/registry.generated";
import { documentFaults } from "../../tools/document-faults";
import { readExpected, sampleCases } from "../../tools/sample-cases";

const cases = sampleCases(resolve(__dirname, "../.."));

for (const source of sources) {
  describe(`the documents of ${source.id}`, () => {
    // All faults at once, so that one run shows everything that is to be corrected.
    it("keep to ECS and to the source's fields, with all that every document has", () => {
      const own = cases.filter((sample) => sample.source === source.id);
      const faults = own.flatMap((sample) =>
        (readExpected(sample).documents ?? []).flatMap((document, index) =>
          documentFaults(document, source).map((fault) => `${sample.name}[${index}]: ${fault}`),
        ),
      );
      assert.ok(own.length > 0);
      assert.deepEqual(faults, []);
    });
  });
}

describe("a document's faults", () => {
  const source = { module: "acme", fields: { "acme.door.open": "boolean", "acme.door.extra": "flat_object" } } as const;
  const good = {
    "@timestamp": "2026-01-02T03:04:05.000Z",
    ecs: { version: "8.17.0" },
    event: {
      kind: "event",
      category: ["authentication"],
      type: ["start"],
      action: "open",
      outcome: "success",
      dataset: "acme.door",
      module: "acme",
      ingested: "2026-01-02T03:04:06.000Z",
    },
    source: { ip: "192.0.2.1" },
    related: { ip: ["192.0.2.1"] },
    log: { file: { path: "s3://archive/a" }, offset: 0 },
    acme: { door: { open: true, extra: { anything: 1 } } },
  };

  it("are none in a good one", () => assert.deepEqual(documentFaults(good, source), []));

  for (const [what, change, fault] of [
    ["an unknown field", { acme: { door: { colour: "red" } } }, "acme.door.colour is no ECS field and not declared"],
    ["a value of another type", { acme: { door: { open: "yes" } } }, 'acme.door.open should be boolean: "yes"'],
    [
      "an address that is none",
      { source: { ip: "host" }, related: { ip: ["host"] } },
      'source.ip should be ip: "host"',
    ],
    ["a list that ECS does not have", { message: ["a"] }, "message is a list"],
    ["a category of one's own", { event: { ...good.event, category: ["door"], type: [] } }, "event.category is door"],
    [
      "a type that does not fit",
      { event: { ...good.event, type: ["deletion"] } },
      "event.type deletion is not expected in authentication",
    ],
    ["no action", { event: { ...good.event, action: undefined } }, "has no event.action"],
    ["an address that is not related", { related: undefined }, "related.ip lacks 192.0.2.1"],
  ] as const) {
    it(`are found: ${what}`, () => {
      const document: Readonly<Record<string, unknown>> = JSON.parse(JSON.stringify({ ...good, ...change }));
      assert.ok(documentFaults(document, source).includes(fault), documentFaults(document, source).join("; "));
    });
  }
});
