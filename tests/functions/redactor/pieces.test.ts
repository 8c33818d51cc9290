import assert from "node:assert/strict";
import fc from "fast-check";
import { maskedBytes } from "../../../functions/redactor/masked-bytes";
import { Pieces } from "../../../functions/redactor/pieces";
import { pseudonyms } from "../../../functions/redactor/pseudonyms";
import { wholeRedaction } from "../../../functions/redactor/redaction";
import { TextMask } from "../../../functions/redactor/text-mask";
import { runs } from "../../support/fuzz";

const mask = new TextMask(wholeRedaction, pseudonyms(Buffer.from("key")));

/** Longer than a piece. */
const records = Array.from({ length: 4_000 }, (_, index) => ({
  userName: `alice, "the" ${index % 7}}],[`,
  owners: [{ name: `carl ${index}`, id: index, groups: [{ name: "ops" }] }],
  user: { note: "x".repeat(index % 50), name: `dora ${index}` },
  login: ["anna", `bob ${index}`],
  detail: JSON.stringify({ userName: `eve ${index % 5}`, sourceIPAddress: `192.0.2.${index % 200}` }),
}));

const texts: Readonly<Record<string, string>> = {
  "JSON in a line": JSON.stringify({ Records: records }),
  "JSON in many lines": JSON.stringify({ Records: records }, null, 1),
  "JSON of one long list": JSON.stringify({
    users: records.map((_, index) => ({ type: "a".repeat(40), name: `al ${index}` })),
  }),
  "JSON documents in a row": records.map((record) => JSON.stringify(record)).join(""),
  "JSON lines, some of them broken": records
    .map((record, index) => JSON.stringify(record).slice(0, index % 9 === 0 ? 40 : undefined))
    .join("\n"),
  lines: records.map(({ userName }, index) => `Jan 2 03:04:05 user=${userName} from 192.0.2.${index % 99}`).join("\n"),
};

async function inChunks(bytes: Uint8Array, size: number): Promise<string> {
  const chunks = (async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  })();
  const masked: Uint8Array[] = [];
  for await (const chunk of maskedBytes(chunks, mask)) masked.push(chunk);
  return Buffer.concat(masked).toString("utf8");
}

describe("the pieces of a text", function () {
  this.timeout(60_000);
  for (const [what, text] of Object.entries(texts)) {
    it(`are masked as the whole is: ${what}`, async () => {
      const whole = mask.mask(text);
      assert.doesNotMatch(whole, /"(?:carl|dora|al) \d/);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1_000, max: 700_000 }), async (size) => {
          assert.ok((await inChunks(Buffer.from(text), size)) === whole, `chunks of ${size} bytes`);
        }),
        runs(8),
      );
    });
  }

  it("hold characters whose bytes come apart", async () => {
    assert.equal(await inChunks(Buffer.from("user=Zoë 日本"), 1), mask.mask("user=Zoë 日本"));
  });

  it("are refused where there is no end of a line", () => {
    const pieces = new Pieces();
    assert.throws(() => {
      for (let at = 0; at < 40; at += 1) pieces.push("x".repeat(1024 * 1024));
    }, /a line or member is longer than 33554432 characters/);
  });

  it("are refused where they are no text", async () => {
    await assert.rejects(inChunks(Buffer.from("user=alice\0"), 100), /is no text/);
  });
});
