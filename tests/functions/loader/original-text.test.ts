import assert from "node:assert/strict";
import { originalText, shownText } from "../../../functions/loader/original-text";

describe("what is shown of a record that could not be mapped", () => {
  it("is a placeholder where masking it fails", () => {
    const failing = (): string => {
      throw new RangeError("Maximum call stack size exceeded");
    };
    assert.match(shownText("password", failing), /^\[text whose secrets could not be masked/);
  });

  it("is its beginning, without a secret that the cut goes through", () => {
    const shown = originalText(`${"x".repeat(32 * 1024 - 20)} password '${"hunter2".repeat(10)}'`);
    assert.match(shown, /^x+ password 'REDACTED?$/);
    assert.ok(shown.length <= 32 * 1024);
  });

  it("says so where a value is nested too deeply to be written out", () => {
    let value: unknown = "bottom";
    for (let level = 0; level < 100_000; level += 1) value = [value];
    assert.match(originalText(value), /^\[object nested too deeply/);
  });
});
