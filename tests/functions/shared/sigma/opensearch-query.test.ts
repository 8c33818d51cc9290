import assert from "node:assert/strict";
import type { SigmaItem } from "../../../../functions/shared/sigma/ast";
import { ruleSearch } from "../../../../functions/shared/sigma/opensearch-query";

function searchOf(literal: string) {
  const item: SigmaItem = {
    kind: "item",
    field: "source.ip",
    modifiers: [],
    linking: "any",
    negated: false,
    values: [[{ kind: "text", parts: [literal], cased: false }]],
    location: { file: "rule.yml", line: 1, column: 1 },
  };
  return ruleSearch({ kind: "item", item }, (name) => [{ name, type: "ip" }]);
}

/** What real queries find is tested in `integration/hunt.test.ts`. */
describe("a rule as a query of OpenSearch", () => {
  it("asks a field of addresses for none that OpenSearch refuses to read", () => {
    assert.deepEqual(searchOf("192.0.2.1").query, { term: { "source.ip": "192.0.2.1" } });
    assert.deepEqual(searchOf("2001:DB8::1").query, { term: { "source.ip": "2001:DB8::1" } });
    for (const literal of ["10", "10.1", "192.0.02.1", "::g"]) {
      assert.deepEqual(searchOf(literal).query, { match_none: {} }, literal);
    }
  });
});
