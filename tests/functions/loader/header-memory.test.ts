import assert from "node:assert/strict";
import { HeaderMemory } from "../../../functions/loader/header-memory";
import { held, largeText } from "../../support/held-memory";

describe("the header lines of an object", () => {
  it("are each kept once, where the last of equal lines stood", () => {
    const memory = new HeaderMemory();
    for (const value of ["version account-id", "version region", "version account-id"]) memory.add({ value });
    assert.deepEqual(memory.lines, ["version region", "version account-id"]);
  });

  it("are kept without the blocks of the log that they stood in", () => {
    const { bytes, result } = held(() => {
      const memory = new HeaderMemory();
      for (let block = 0; block < 100; block += 1)
        memory.add({ value: largeText(1_000_000, `${block} a`).slice(0, 50) });
      return memory;
    });
    assert.equal(result.lines?.length, 100);
    assert.ok(bytes < 10_000_000, "the blocks are still there");
  });
});
