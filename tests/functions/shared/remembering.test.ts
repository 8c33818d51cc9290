import assert from "node:assert/strict";
import { remembering } from "../../../functions/shared/remembering";
import { held, largeText } from "../../support/held-memory";

describe("a function that remembers", () => {
  function counting(most: number): { length: (text: string) => number; asked: string[] } {
    const asked: string[] = [];
    const length = remembering((text) => {
      asked.push(text);
      return text.length;
    }, most);
    return { length, asked };
  }

  it("finds the same, and each of the first texts once", () => {
    const { length, asked } = counting(2);
    const texts = ["a", "\ud800é", "ccc", "a", "\ud800é", "ccc"];
    assert.deepEqual(texts.map(length), [1, 2, 3, 1, 2, 3]);
    assert.deepEqual(asked, ["a", "\ud800é", "ccc", "ccc"]);
  });

  it("does not remember long texts", () => {
    const { length, asked } = counting(10);
    const long = "a".repeat(101);
    assert.deepEqual([length(long), length(long)], [101, 101]);
    assert.equal(asked.length, 2);
  });

  it("remembers parts of texts without the rest of them", () => {
    const { bytes: heldBytes } = held(() => {
      const length = remembering((text) => text.length, 1_000);
      for (let block = 0; block < 100; block += 1) length(largeText(1_000_000, String(block)).slice(10, 50));
      return length;
    });
    assert.ok(heldBytes < 10_000_000, "the texts are still there");
  });
});
