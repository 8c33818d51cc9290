import assert from "node:assert/strict";
import { normaliseObject } from "../../../functions/loader/normalise";
import { parseSourceRules, ruleFor } from "../../../functions/loader/source-rules";
import { ConfigurationError } from "../../../functions/shared/errors";
import { arrival, jsonSource, lineSource, now } from "./support";

const known = ["test-json", "test-lines"];

describe("what a stack says about its objects", () => {
  const rules = parseSourceRules(
    [
      { prefix: "hosts/old/", exclude: true },
      { prefix: "hosts/", suffix: ".txt", source: "test-lines", timeZone: "Europe/Berlin" },
      { bucket: "elsewhere", source: "test-json" },
    ],
    known,
  );

  for (const [bucket, key, rule] of [
    ["archive", "hosts/a.txt", 1],
    ["archive", "hosts/old/a.txt", 0],
    ["elsewhere", "hosts/a.log", 2],
    ["archive", "my/hosts/a.txt", -1],
  ] as const) {
    it(`holds for ${bucket}/${key} by rule ${rule}`, () => assert.equal(ruleFor({ bucket, key }, rules), rules[rule]));
  }

  async function summaryOf(key: string, content: string, bucket = "archive") {
    const body = (async function* () {
      yield Buffer.from(content);
    })();
    const sources = [jsonSource, lineSource];
    const records = normaliseObject({ bucket, key, lastModified: arrival }, body, { sources, now: () => now, rules });
    for await (const _ of records);
    return records.summary;
  }

  it("goes before what key and content say", async () => {
    assert.equal((await summaryOf("hosts/a.txt", '{"n": 1}\n')).source, "test-lines");
    assert.equal((await summaryOf("a.txt", '{"n": 1}\n')).source, "test-json");
  });

  it("excludes objects, and counts them", async () => {
    const { outcome, dropped, received } = await summaryOf("hosts/old/a.txt", "LOG a\nLOG b\n");
    assert.deepEqual({ outcome, dropped, received }, { outcome: "skipped", dropped: { excluded: 1 }, received: 1 });
  });

  for (const [what, rule, message] of [
    ["a source that is none", { prefix: "a/", source: "test-jsn" }, /did you mean test-json\?/],
    ["a time zone that is none", { prefix: "a/", timeZone: "Mars/Olympus" }, /IANA name such as Europe\/Berlin/],
    ["all objects", { source: "test-json" }, /needs a bucket, prefix or suffix/],
    ["nothing", { prefix: "a/" }, /needs source, timeZone or exclude/],
    ["a key that starts with a slash", { prefix: "/a/", exclude: true }, /keys do not/],
    ["objects to exclude and to load", { prefix: "a/", exclude: true, source: "test-json" }, /excludes what/],
    ["an ARN as bucket", { bucket: "arn:aws:s3:::logs", exclude: true }, /ARNs are not taken/],
    ["a misspelt member", { prefx: "a/", exclude: true }, /"prefx" is none of/],
    ["a text", "a/", /must be an object/],
  ] as const) {
    it(`is refused for ${what}`, () => {
      assert.throws(
        () => parseSourceRules([rule], known),
        (error) => {
          assert.ok(error instanceof ConfigurationError);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});
