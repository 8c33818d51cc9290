import assert from "node:assert/strict";
import { normaliseObject } from "../../functions/loader/normalise";
import { sources } from "../../functions/loader/registry.generated";
import { knownExpressions, textOf, unknownExpressions, writtenExpressions } from "../../tools/regular-expressions";
import { assertGrowsLinearly } from "../support/growth";

describe("row 40: regular expressions", function () {
  this.timeout(60_000);

  it("row 40: each of the code was looked at: it takes linear time, or something bounds the texts it sees", () => {
    const written = writtenExpressions();
    assert.ok(written.length > 700, `${written.length} expressions`);
    const unknown = unknownExpressions(written, knownExpressions()).map(
      ({ place, ...text }) => `${place} ${textOf(text)}`,
    );
    assert.deepEqual(unknown, [], "look at them with `npm run regular-expressions`");
  });

  it("row 40: what bounds an expression is said of expressions that there are", () => {
    const texts = new Set(writtenExpressions().map(textOf));
    for (const [text, reason] of Object.entries(knownExpressions().bounded)) {
      assert.ok(texts.has(text), text);
      assert.ok(reason.length > 10, text);
    }
  });

  it("row 40: a new expression is noticed", () => {
    const fresh = { place: "sources/x/index.ts:1", source: "^(a+)+$", flags: "" };
    assert.deepEqual(unknownExpressions([fresh], knownExpressions()), [fresh]);
  });

  // Each makes an expression, as it was or as it is, try many ways.
  const lines: readonly (readonly [string, string, (pumps: number) => string])[] = [
    ["aws-cloudfront", "colons", (pumps) => `1760000000.1\t${":".repeat(pumps)}`],
    [
      "aws-msk-broker",
      "reasons that do not end",
      (pumps) => `[2026-01-02 03:04:05,123] INFO ${"Failed authentication with a (".repeat(pumps / 30)} (k)`,
    ],
    [
      "aws-rds-mysql",
      "parts of a connection",
      (pumps) => `2026-01-02T03:04:05.123456Z 12 [Note] Aborted connection 1 to db: '${"' user: '".repeat(pumps / 9)}`,
    ],
    [
      "aws-rds-mysql",
      "spaces of a time",
      (pumps) => `# Time:${" ".repeat(pumps)}\n# User@Host: a[a] @  [192.0.2.1]\nSELECT 1;`,
    ],
    [
      "aws-rds-mysql",
      "names of attributes",
      (pumps) =>
        `# Time: 2026-01-02T03:04:05.123456Z\n# User@Host: a[a] @  [192.0.2.1]\n# Query_time: ${"A".repeat(pumps)}\nSELECT 1;`,
    ],
    [
      "aws-elasticache-slowlog",
      "commas",
      (pumps) => `shop,0001,1767322800,10,${"get,192.0.2.1:1,".repeat(pumps / 16)}`,
    ],
    ["linux-auth", "colons of a change of user", (pumps) => `Jan  2 03:04:05 host su[1]: + + ${":".repeat(pumps)} x`],
    [
      "linux-auth",
      "users",
      (pumps) => `Jan  2 03:04:05 host sshd[1]: User ${"a from a not allowed ".repeat(pumps / 21)}`,
    ],
    [
      "linux-auth",
      "ports",
      (pumps) => `Jan  2 03:04:05 host sshd[1]: Received disconnect from ${":0::".repeat(pumps / 4)}`,
    ],
  ];
  for (const [source, what, lineOf] of lines) {
    it(`row 40: ${what} in a line of ${source} take time that grows as the line does`, async () => {
      assert.ok(sources.some(({ id }) => id === source));
      await assertGrowsLinearly(800_000, async (pumps) => {
        const body = (async function* () {
          yield Buffer.from(`${lineOf(pumps)}\n`);
        })();
        const options = { sources, source, now: () => new Date("2026-01-02T03:04:05.000Z") };
        let records = 0;
        for await (const _ of normaliseObject({ bucket: "archive", key: "k" }, body, options)) records += 1;
        assert.ok(records > 0);
      });
    });
  }
});
