import assert from "node:assert/strict";
import { originalBytes, originalText, shownText } from "../../../functions/loader/original-text";

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

  it("is JSON that was cut, without its credentials", () => {
    const cut =
      '{"responseElements":{"credentials":{"sessionToken":"FwoG","accessKeyId":"ASIAEXAMPLE","secretAccessKey":"b/c';
    assert.equal(
      originalText(cut),
      '{"responseElements":{"credentials":{"sessionToken":"REDACTED","accessKeyId":"ASIAEXAMPLE","secretAccessKey":"REDACTED',
    );
  });

  it("is a value without the credentials in its texts", () => {
    assert.equal(originalText({ message: 'token="a b" n=1' }), '{"message":"token=\\"REDACTED\\" n=1"}');
    assert.equal(
      originalBytes(Buffer.from("\xff password=hunter2 n", "latin1")),
      `base64:${Buffer.from("\xff password=REDACTED n", "latin1").toString("base64")}`,
    );
  });

  it("says so where a value is nested too deeply to be written out", () => {
    let value: unknown = "bottom";
    for (let level = 0; level < 100_000; level += 1) value = [value];
    assert.match(originalText(value), /^\[object nested too deeply/);
  });
});
