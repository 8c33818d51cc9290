import assert from "node:assert/strict";
import fc from "fast-check";
import { firstQuote, lastQuote, SpaceDelimitedLine, words } from "../../../../functions/shared/text/space-delimited";

function fields(line: string): string[] {
  return new SpaceDelimitedLine(line).remaining();
}

describe("space-delimited line", () => {
  for (const [name, line, expected] of [
    ["divides bare words", "a b c", ["a", "b", "c"]],
    ["takes quotes off a quoted field", 'a "b c" d', ["a", "b c", "d"]],
    ["takes brackets off a date", "[06/Feb/2019:00:00:38 +0000] x", ["06/Feb/2019:00:00:38 +0000", "x"]],
    ["keeps an IPv6 address with a port whole", "[2001:db8::1]:443 x", ["[2001:db8::1]:443", "x"]],
    ["keeps quotes within words of a quoted field", '"say "hi"there" x', ['say "hi"there', "x"]],
    ["lets an unclosed quote run to the end", 'a "b c', ["a", "b c"]],
    ["lets an unclosed bracket run to the end", "a [b c", ["a", "b c"]],
    ["has an empty field for an empty pair of quotes", 'a "" b', ["a", "", "b"]],
    ["has no fields for an empty line", "", []],
  ] as const) {
    it(name, () => assert.deepEqual(fields(line), expected));
  }

  it("takes any line without throwing and ends", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab "[]:-\\'.split("")) }), (line) => {
        fields(line);
      }),
    );
  });

  it("gives back fields that were written with quotes where they hold spaces", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abc-/:.".split("")), minLength: 1 });
    const phrase = fc.array(word, { minLength: 2, maxLength: 4 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.array(fc.oneof(word, phrase), { minLength: 1 }), (values) => {
        const line = values.map((value) => (value.includes(" ") ? `"${value}"` : value)).join(" ");
        assert.deepEqual(fields(line), values);
      }),
    );
  });
});

describe("closing quotes", () => {
  const line = 'a"b"c"';
  it("are searched from the left and from the right", () => {
    assert.equal(
      firstQuote(line, 0, () => true),
      1,
    );
    assert.equal(
      lastQuote(line, 0, () => true),
      5,
    );
  });
  it("are not found before the start or when none fits", () => {
    assert.equal(
      lastQuote(line, 6, () => true),
      -1,
    );
    assert.equal(
      lastQuote('"', 0, () => false),
      -1,
    );
    assert.equal(
      firstQuote(line, 0, () => false),
      -1,
    );
  });
});

describe("the words of a line", () => {
  it("are what stands between its spaces, or the first of it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(" ", "a", "bc"), { maxLength: 12 }),
        fc.integer({ min: 1, max: 8 }),
        (parts, most) => {
          const line = parts.join("");
          assert.deepEqual(words(line), line.split(" "));
          assert.deepEqual(words(line, most), line.split(" ", most));
        },
      ),
    );
  });
});
