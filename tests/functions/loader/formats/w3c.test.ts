import assert from "node:assert/strict";
import { W3cReader } from "../../../../functions/loader/formats/w3c";

function records(reader: W3cReader, lines: readonly string[]): unknown[] {
  return lines.flatMap((line) => {
    if (reader.readDirective(line)) return [];
    const fields = reader.readRecord(line);
    return [fields === undefined ? undefined : Object.fromEntries(fields)];
  });
}

describe("the W3C extended format", () => {
  it("takes the names from the last #Fields line", () => {
    const lines = ["#Version: 1.0", "#Fields: a cs(B)", "1 2", "#Fields:  cs(B)\ta", "1 2"];
    assert.deepEqual(records(new W3cReader({ separator: " " }), lines), [
      { a: "1", csb: "2" },
      { csb: "1", a: "2" },
    ]);
  });

  it("leaves out empty values, and takes lines that are cut", () => {
    const lines = ["#Fields: a b c", "1\t-\t", "1"];
    assert.deepEqual(records(new W3cReader({ separator: "\t" }), lines), [{ a: "1" }, { a: "1" }]);
  });

  it("refuses a line with more values than names, and one before any names", () => {
    const lines = ["1", "#Fields: a", "1 2"];
    assert.deepEqual(records(new W3cReader({ separator: " " }), lines), [undefined, undefined]);
  });

  it("has usual names until a header says others", () => {
    const lines = ["1", "#Fields: b", "1"];
    assert.deepEqual(records(new W3cReader({ separator: " ", usualNames: ["a"] }), lines), [{ a: "1" }, { b: "1" }]);
  });

  it("keeps names apart from what every object has", () => {
    const lines = ["#Fields: constructor __proto__", "1 2"];
    assert.deepEqual(records(new W3cReader({ separator: " " }), lines), [{ constructor: "1", proto: "2" }]);
  });

  it("knows the day of lines that have a time only", () => {
    const reader = new W3cReader({ separator: " " });
    assert.equal(reader.date, undefined);
    reader.readDirective("#Date: 2026-01-02 03:04:05");
    assert.equal(reader.date, "2026-01-02");
  });
});
