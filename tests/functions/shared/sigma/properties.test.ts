import assert from "node:assert/strict";
import fc from "fast-check";
import { RE2JS } from "re2js";
import { describeProblem, parseSigma, SigmaEngine, type SigmaRule } from "../../../../functions/shared/sigma";
import { foldCase } from "../../../../functions/shared/sigma/case-folding";
import { LiteralSearch } from "../../../../functions/shared/sigma/literal-search";
import { requiredLiteral } from "../../../../functions/shared/sigma/regex";
import { runs } from "../../../support/fuzz";

const fields = ["f", "g", "a.b", "a.c", "list.x"];
/** Few words, some of them parts of others, so that rules and events often meet. */
const words = [
  "iam",
  "IAM",
  "iamx",
  "create",
  "Create*",
  "*User",
  "createuser",
  "a?c",
  "abc",
  "ſk",
  "sk",
  "ΟΔΟΣ",
  "οδος",
  "",
  "x",
];
const text = fc.oneof(
  fc.constantFrom(...words),
  fc.string({ unit: fc.constantFrom("a", "b", "K", "*", "?", "\\", "é"), maxLength: 6 }),
);
const scalar = fc.oneof(text, fc.integer({ min: -3, max: 12 }), fc.boolean(), fc.constant(null));
const pattern = fc
  .array(
    fc.constantFrom(
      "a",
      "b",
      "iam",
      "create",
      "user",
      ".",
      ".*",
      "a+",
      "b?",
      "c{2}",
      "(ab|c)",
      "[a-c]",
      "\\.",
      "|",
      "^",
      "$",
      "(?i)",
      "s",
      "k",
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(""))
  .filter((source) => {
    try {
      RE2JS.compile(source);
      return true;
    } catch {
      return false;
    }
  });

/** Items as JSON, which is YAML: those that are refused are left out. */
const item = fc.oneof(
  fc.tuple(
    fc.constantFrom(...fields),
    fc.constantFrom("", "|contains", "|startswith", "|endswith", "|cased", "|neq", "|contains|neq", "|windash"),
    fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 })),
  ),
  fc.tuple(
    fc.constantFrom(...fields),
    fc.constantFrom("|all", "|contains|all"),
    fc.array(text, { minLength: 2, maxLength: 3 }),
  ),
  fc.tuple(fc.constantFrom(...fields), fc.constantFrom("|re", "|re|i", "|re|s"), pattern),
  fc.tuple(fc.constantFrom(...fields), fc.constantFrom("|gt", "|lte"), fc.integer({ min: 0, max: 9 })),
  fc.tuple(fc.constantFrom(...fields), fc.constant("|exists"), fc.boolean()),
  fc.tuple(
    fc.constantFrom(...fields),
    fc.constantFrom("|fieldref", "|fieldref|contains", "|fieldref|neq"),
    fc.constantFrom(...fields),
  ),
  fc.tuple(
    fc.constant(""),
    fc.constantFrom("|all", "|re"),
    fc.array(fc.constantFrom("iam", "create", "abc"), { minLength: 2, maxLength: 2 }),
  ),
);
const map = fc
  .array(item, { minLength: 1, maxLength: 3 })
  .map((items) => Object.fromEntries(items.map(([field, modifiers, value]) => [field + modifiers, value])));
const search = fc.oneof(
  map,
  fc.array(map, { minLength: 1, maxLength: 3 }),
  fc.array(fc.constantFrom("iam", "create*er", "abc", 7), { minLength: 1, maxLength: 2 }),
);
const condition = fc.constantFrom(
  "a",
  "not a",
  "a and b",
  "a or b",
  "a and not b",
  "1 of them",
  "all of them",
  "not (a and not b)",
  "a or not b",
);
const ruleText = fc
  .record({ a: search, b: search, condition })
  .map((detection) => JSON.stringify({ title: "a rule", logsource: { product: "test" }, detection }));

const leaf = fc.oneof(
  scalar,
  fc.constantFrom("iam.amazonaws.com", "CreateUser", "createUSER", "an abc b", "K", "ſ", "ΑΟΔΟΣ", "aab.cc"),
);
const member = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom("b", "c", "x"), leaf, { maxKeys: 2 }),
);
const event = fc.oneof(
  fc.dictionary(fc.constantFrom("f", "g", "a", "a.b", "list"), fc.oneof(member, fc.array(member, { maxLength: 2 })), {
    maxKeys: 5,
  }),
  fc.string(),
);

function rulesOf(texts: readonly string[]): readonly SigmaRule[] {
  return texts.flatMap((one) => parseSigma(one, "rule.yml").documents).filter((document) => document.kind === "rule");
}

describe("the Sigma engine, whatever the rules and the events", () => {
  it("finds by the index the rules that match when each is asked", () => {
    let matches = 0;
    let tried = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        fc.array(ruleText, { minLength: 1, maxLength: 12 }),
        fc.array(event, { minLength: 1, maxLength: 8 }),
        (texts, events) => {
          const rules = rulesOf(texts);
          tried += texts.length;
          refused += texts.length - rules.length;
          const matcher = new SigmaEngine(rules).forLogSource({ product: "test" });
          for (const record of events) {
            const expected = matcher.matchEvery({ record });
            assert.deepEqual(matcher.match({ record }), expected);
            matches += expected.length;
          }
        },
      ),
      runs(400),
    );
    // Rules that never match, or are refused, would prove nothing.
    assert.ok(matches > 1_500, `${matches} matches`);
    assert.ok(refused < tried / 2, `${refused} of ${tried} rules refused`);
  });

  it("never throws on an event", () => {
    const rules = rulesOf(fc.sample(ruleText, { numRuns: 300, seed: 7 }));
    const matcher = new SigmaEngine(rules).forLogSource({ product: "test" });
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true, maxDepth: 5 }),
        (record) => {
          assert.deepEqual(matcher.match({ record }), matcher.matchEvery({ record }));
        },
      ),
      runs(500),
    );
  });

  it("never throws on a text: it says what is wrong with it", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({
            unit: fc.constantFrom(
              "a",
              ":",
              " ",
              "\n",
              "-",
              "[",
              "{",
              "|",
              "'",
              "&x ",
              "*x",
              "!!",
              "%",
              "title",
              "detection",
              "?",
            ),
          }),
        ),
        (anyText) => {
          for (const problem of parseSigma(anyText, "x.yml").problems)
            assert.match(describeProblem(problem), /^x\.yml:\d+:\d+: (?:error|warning): ./s);
        },
      ),
      runs(2_000),
    );
  });

  it("never throws on a rule with something in it changed", () => {
    const change = fc.record({
      at: fc.nat(),
      remove: fc.nat({ max: 12 }),
      insert: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom("\n", "{", "[", "*a", "|re", "null", "99999999999999999999", "\\"),
      ),
    });
    fc.assert(
      fc.property(ruleText, fc.array(change, { minLength: 1, maxLength: 4 }), (rule, changes) => {
        const changed = changes.reduce((one, { at, remove, insert }) => {
          const start = at % (one.length + 1);
          return one.slice(0, start) + insert + one.slice(start + remove);
        }, rule);
        parseSigma(changed, "x.yml");
      }),
      runs(800),
    );
  });

  it("is not brought down by depth, size or aliases", () => {
    const deep = `${"[".repeat(50_000)}`;
    const nested = `a: ${"{a: ".repeat(2_000)}1${"}".repeat(2_000)}`;
    const laughs = [
      "a: &a [x, x, x, x, x, x, x, x, x, x]",
      ..."bcdefghi".split("").map((name, index) => `${name}: &${name} [${`*${"abcdefghi"[index]}, `.repeat(10)}]`),
    ].join("\n");
    const itself = "a: &a [*a]";
    for (const bad of [deep, nested, laughs, itself, "x".repeat(2_000_000)]) {
      const { problems, documents } = parseSigma(bad, "x.yml");
      assert.equal(documents.length, 0);
      assert.ok(problems.length > 0 && problems.length < 20, JSON.stringify(problems.slice(0, 3)));
    }
    const list: unknown[] = [];
    let inner = list;
    for (let level = 0; level < 20_000; level += 1) {
      const next: unknown[] = [];
      inner.push(next);
      inner = next;
    }
    const rules = rulesOf(fc.sample(ruleText, { numRuns: 100, seed: 3 }));
    const matcher = new SigmaEngine(rules).forLogSource({ product: "test" });
    for (const record of [{ f: list, g: list }, list, { a: list }]) {
      assert.deepEqual(matcher.match({ record }), matcher.matchEvery({ record }));
    }
  });
});

describe("a literal that a regular expression requires", () => {
  it("is in every text that it matches, in one case or another", () => {
    let found = 0;
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom("a", "b", "c", "iam", "create", "user", ".", "K", "ſ", "\n"), maxLength: 8 }),
        (source, sample) => {
          const literal = requiredLiteral(source);
          if (literal === undefined || !RE2JS.compile(source).test(sample)) return;
          found += 1;
          assert.ok(foldCase(sample).includes(foldCase(literal)), `${source} needs ${literal}`);
        },
      ),
      runs(6_000),
    );
    assert.ok(found > 100, `${found} matches`);
  });

  for (const [source, literal] of [
    ["abc", "abc"],
    ["ab?c", "a"],
    ["ab+c", "ab"],
    ["a{2}bc", "bc"],
    ["a{0,1}b", "b"],
    ["x{b(y}z)|w", undefined],
    ["a|b", undefined],
    ["(a|b)cd", "cd"],
    ["[ab]+x", "x"],
    ["[]ab]xy", "xy"],
    ["[^]]xy", "xy"],
    ["[[:alpha:]]xy", "xy"],
    [String.raw`\.amazonaws\.com$`, ".amazonaws.com"],
    [String.raw`\d{12}:root`, ":root"],
    [String.raw`\x41bc`, undefined],
    [String.raw`\101bc`, undefined],
    [String.raw`\Qa|b\E`, undefined],
    ["(?i)abc", "abc"],
    [".*", undefined],
  ] as const) {
    it(`of ${source} is ${literal ?? "none"}`, () => assert.equal(requiredLiteral(source), literal));
  }
});

describe("the search for many texts at once", () => {
  it("finds what includes finds", () => {
    const alphabet = fc.constantFrom("a", "b", "A", "é", "É", "Σ", "ς");
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: alphabet, minLength: 1, maxLength: 4 }).map(foldCase), { maxLength: 8 }),
        fc.string({ unit: alphabet, maxLength: 20 }),
        (texts, where) => {
          const found = new Set<number>();
          new LiteralSearch(texts).search(where, (numbers) => {
            for (const number of numbers) found.add(number);
          });
          const expected = texts.flatMap((one, index) => (foldCase(where).includes(one) ? [index] : []));
          assert.deepEqual(
            [...found].sort((a, b) => a - b),
            expected,
          );
        },
      ),
      runs(3_000),
    );
  });
});
