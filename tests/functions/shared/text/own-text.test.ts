import assert from "node:assert/strict";
import { ownText } from "../../../../functions/shared/text/own-text";
import { held, largeText } from "../../../support/held-memory";

describe("a text of its own", () => {
  it("is the same text", () => {
    for (const text of [
      "",
      "short",
      "a text that is long enough",
      "ein längerer Text als nötig",
      "\ud800 lone, and longer",
      "日本語の長いテキストです、本当に",
    ]) {
      assert.equal(ownText(text), text);
    }
  });

  it("does not hold the text that it is a part of", () => {
    const parts = (own: (text: string) => string) =>
      held(() => Array.from({ length: 100 }, (_, block) => own(largeText(1_000_000, String(block)).slice(10, 50))))
        .bytes;
    assert.ok(parts(ownText) < 10_000_000, "the texts are still there");
    assert.ok(parts((text) => text) > 50_000_000, "a part holds nothing: there is no need for copies");
  });
});
