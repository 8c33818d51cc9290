import assert from "node:assert/strict";
import { printable, printableJson, textTable } from "../../cli/text-table";
import { readOptions } from "../../local/demo/options";
import { ProgressLine } from "../../local/demo/progress-line";

function stream(isTTY: boolean): { written: string[]; stream: NodeJS.WriteStream } {
  const written: string[] = [];
  return {
    written,
    stream: { isTTY, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream,
  };
}

describe("The demo's options", () => {
  it("are 20,000 events of seed 1, unless told otherwise", () => {
    const { events, seed, keep, reportFile } = readOptions({});
    assert.deepEqual([events, seed, keep], [20_000, 1, false]);
    assert.match(reportFile, /demo-report\.html$/);
  });

  it("are read from the text of a command line", () => {
    const { events, seed, reportFile } = readOptions({ events: "5000", seed: "7", report: "r.html" });
    assert.deepEqual([events, seed, reportFile], [5000, 7, "r.html"]);
  });

  it("are refused where they are no whole number", () => {
    assert.throws(() => readOptions({ events: "many" }), /--events is "many"; it must be a whole number/);
    assert.throws(() => readOptions({ seed: "-1" }), /--seed is "-1"/);
  });
});

describe("The progress line", () => {
  it("is written again in place on a terminal, and ends with a new line", () => {
    const { written, stream: terminal } = stream(true);
    let now = 1000;
    const line = new ProgressLine(terminal, () => now);
    line.show("1 of 3");
    line.show("2 of 3");
    now += 200;
    line.show("3 of 3");
    line.end();
    assert.deepEqual(
      written.map((text) => text.replace("\r\u001b[2K", "").trimStart()),
      ["1 of 3", "3 of 3", ""],
    );
  });

  it("is a line every few seconds elsewhere, and never misses the last", () => {
    const { written, stream: pipe } = stream(false);
    let now = 10_000;
    const line = new ProgressLine(pipe, () => now);
    line.show("1 of 3");
    now += 1000;
    line.show("2 of 3");
    line.end();
    assert.deepEqual(
      written.map((text) => text.trim()),
      ["1 of 3", "2 of 3"],
    );
  });
});

describe("A table of text", () => {
  it("has numbers to the right and text to the left", () => {
    const table = textTable(
      ["name", "count"],
      [
        ["a", 5],
        ["longer", 12_345],
      ],
    );
    assert.equal(table, ["name     count", "a            5", "longer  12,345"].join("\n"));
  });
});

describe("Text of logs on a terminal", () => {
  it("has its control and direction characters written out, and nothing else", () => {
    assert.equal(printable("é\u001b[2J\n\u009b\u202e\u2028x"), "é\\x1b[2J\\x0a\\x9b\\u202e\\u2028x");
  });

  it("as JSON stays JSON of the same value, with its line ends", () => {
    const value = { text: "é\u001b[2J\n\u007f\u009b\u202e\u2066" };
    const json = printableJson(JSON.stringify(value, undefined, 2));
    assert.equal(json.split("\n").length, 3);
    assert.ok(!/[\u007f\u009b\u202e\u2066]/.test(json));
    assert.deepEqual(JSON.parse(json), value);
  });
});
