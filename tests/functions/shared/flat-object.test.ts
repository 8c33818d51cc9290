import assert from "node:assert/strict";
import fc from "fast-check";
import { flatObject } from "../../../functions/shared/flat-object";
import { assertGrowsLinearly } from "../../support/growth";

describe("a subtree for flat_object", () => {
  it("is the value itself where nothing is wrong with it", () => {
    const value = { bucketName: "shop", tags: ["a", 1, true], nested: { key: "x" } };
    assert.equal(flatObject(value), value);
  });

  it("loses nulls, empty texts, empty arrays and empty objects, and is nothing if nothing is left", () => {
    const value = { a: null, b: "", c: [], d: {}, e: [null, "", {}], f: { g: [] } };
    assert.equal(flatObject(value), undefined);
    assert.deepEqual(flatObject({ ...value, kept: 0, also: false }), { kept: 0, also: false });
  });

  for (const { situation, value, expected } of [
    { situation: "a text", value: "metrics=42", expected: { value: "metrics=42" } },
    { situation: "a number", value: 7, expected: { value: 7 } },
    { situation: "an array", value: [{ a: 1 }], expected: { value: [{ a: 1 }] } },
    { situation: "null", value: null, expected: undefined },
    { situation: "undefined", value: undefined, expected: undefined },
  ]) {
    it(`wraps ${situation} in place of the object`, () => assert.deepEqual(flatObject(value), expected));
  }

  it("renames members with dots or without a name, and keeps both of two that meet", () => {
    assert.deepEqual(flatObject({ "": 1, " ": 2, "a.b": 3, a_b: 4, ".": 5 }), { _: 1, __: 2, a_b: 3, a_b_: 4, ___: 5 });
  });

  for (const [what, nameOf] of [
    [
      "by their dots",
      (number: number) =>
        `a${number
          .toString(2)
          .padStart(17, "_")
          .replace(/\d/g, (bit) => "_."[Number(bit)] ?? "")}`,
    ],
    ["by their length", (number: number) => `${"a".repeat(256)}${number}`],
  ] as const) {
    const members = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, number) => [nameOf(number), number]));

    it(`keeps each of 50,000 members whose names become one ${what}`, () => {
      const value = members(50_000);
      const fit = flatObject(value) ?? {};
      assert.deepEqual(Object.values(fit), Object.values(value));
      assert.ok(Object.keys(fit).every((name) => name.length < 270));
    });

    it(`takes time in proportion to members whose names become one ${what}`, () =>
      assertGrowsLinearly(100_000, (count) => flatObject(members(count))));
  }

  it("keeps a member named __proto__ as a member", () => {
    const fit = flatObject(JSON.parse('{"__proto__": {"a": 1}, "b.c": 2}'));
    assert.equal(JSON.stringify(fit), '{"__proto__":{"a":1},"b_c":2}');
  });

  it("cuts a term that Lucene would refuse, between characters, and marks the cut", () => {
    const fit = flatObject({ policy: "€".repeat(20_000) });
    const policy = String(fit?.["policy"]);
    assert.ok(Buffer.byteLength(policy) < 32_766);
    assert.ok(Buffer.byteLength(policy) > 32_000);
    assert.match(policy, /^€+…$/);
  });

  it("keeps a long term that fits", () => {
    const value = { policy: "x".repeat(32_000) };
    assert.equal(flatObject(value), value);
  });

  it("turns what is nested deeper than 16 levels into its JSON text", () => {
    let value: unknown = "bottom";
    for (let level = 0; level < 20; level++) value = { n: value };
    let fit: unknown = flatObject(value);
    for (let level = 0; level < 16; level++) fit = (fit as { n: unknown }).n;
    assert.equal(fit, '{"n":{"n":{"n":{"n":"bottom"}}}}');
  });

  it("redacts the value of a pair that names a secret, and of no other", () => {
    const isSecret = (name: string) => name.endsWith("assword");
    const pairs = [
      { name: "DbPassword", value: "hunter2" },
      { Key: "password", Value: "hunter2", Secure: true },
      { name: "mode", value: "prod" },
      { name: 7, value: "password" },
    ];
    assert.deepEqual(flatObject({ environment: pairs }, { isSecret })?.["environment"], [
      { name: "DbPassword", value: "REDACTED" },
      { Key: "password", Value: "REDACTED", Secure: true },
      pairs[2],
      pairs[3],
    ]);
  });

  it("replaces secrets whatever their type, but neither booleans nor absent ones", () => {
    const isSecret = (name: string) => name.endsWith("assword");
    assert.deepEqual(
      flatObject(
        { password: "hunter2", newPassword: { a: 1 }, users: [{ password: 7 }], usePassword: true, oldPassword: null },
        { isSecret },
      ),
      { password: "REDACTED", newPassword: "REDACTED", users: [{ password: "REDACTED" }], usePassword: true },
    );
  });

  it("redacts what is nested deeper than 16 levels too", () => {
    const isSecret = (name: string) => name === "key phrase";
    let value: unknown = { "key phrase": "hunter2", pairs: [{ name: "key phrase", value: "hunter2" }], a: 1 };
    for (let level = 0; level < 20; level++) value = { n: value };
    const fit = JSON.stringify(flatObject(value, { isSecret }));
    assert.ok(!fit.includes("hunter2"), fit);
    assert.equal(fit.split("REDACTED").length, 3);
  });

  it("does not change the value that it is given", () => {
    const value = Object.freeze({ "a.b": null, c: Object.freeze(["", "x"]) });
    assert.deepEqual(flatObject(value), { c: ["x"] });
    assert.deepEqual(value, { "a.b": null, c: ["", "x"] });
  });

  it("never throws and never leaves an empty name, a dot in a name, a null or a term that is too long", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const visit = (fit: unknown): void => {
          assert.notEqual(fit, null);
          assert.notEqual(fit, "");
          if (typeof fit === "string") assert.ok(Buffer.byteLength(fit) <= 32_766);
          if (typeof fit !== "object") return;
          for (const [name, member] of Object.entries(fit as object)) {
            if (!Array.isArray(fit)) assert.ok(name.trim() !== "" && !name.includes("."), JSON.stringify(name));
            visit(member);
          }
        };
        visit(flatObject(value));
      }),
    );
  });
});
