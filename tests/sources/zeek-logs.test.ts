import assert from "node:assert/strict";
import zeek from "../../sources/zeek-logs";

const id = { "id.orig_h": "10.0.0.5", "id.resp_h": "10.0.0.2" };

describe("recognising Zeek", () => {
  for (const { what, value, recognised } of [
    { what: "a log that says its path", value: { _path: "capture_loss", ts: 1767319811.1 }, recognised: true },
    { what: "a connection's id", value: { ts: 1767319811.1, uid: "CHhAvVGS1DHFjwGM9", ...id }, recognised: true },
    { what: "nested ids", value: { ts: 1, uid: "CHhAvVGS1DHFjwGM9", id: { orig_h: "10.0.0.5" } }, recognised: true },
    { what: "the first line of a header", value: "#separator \\x09", recognised: true },
    { what: "the columns of a header", value: "#fields\tts\tuid\tid.orig_h", recognised: true },
    { what: "another header", value: "#Fields: date time", recognised: false },
    { what: "an id of another tool", value: { ts: 1767319811.1, uid: "1234", ...id }, recognised: false },
    { what: "a connection without time", value: { uid: "CHhAvVGS1DHFjwGM9", ...id }, recognised: false },
    { what: "a row", value: "1767319811.2\tCDns111111111\t10.0.0.5", recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(zeek.recognises(value), recognised));
  }
});

describe("a row without its header", () => {
  it("is refused with a reason", () => {
    const map = zeek.open({ bucket: "archive", key: "conn.log" });
    assert.throws(() => map({ ordinal: 0, offset: 0, value: "1767319811.2\tC1" }), /before the header/);
  });
});
