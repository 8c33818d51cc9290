import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import {
  changedProperties,
  fingerprints,
  hasUnknown,
  isObject,
  plainProperties,
} from "../../../local/provider/properties";

const secret = (value: unknown) => ({ [rpc.specialSigKey]: rpc.specialSecretSig, value });
const archive = (path: string, hash: string) => ({ [rpc.specialSigKey]: rpc.specialArchiveSig, path, hash });

const inputs = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 3 }));

/** The same value with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

const changes = (before: Record<string, unknown>, after: Record<string, unknown>) =>
  changedProperties(fingerprints(before), fingerprints(after));

describe("the properties of a resource", () => {
  it("differ in nothing from themselves, whatever the order of their keys", () => {
    fc.assert(
      fc.property(inputs, (properties) => {
        assert.deepEqual(changes(properties, reversed(properties) as Record<string, unknown>), []);
      }),
    );
  });

  it("differ in exactly the property that got another value", () => {
    fc.assert(
      fc.property(
        inputs,
        fc.string({ minLength: 1 }),
        fc.jsonValue(),
        fc.jsonValue(),
        (properties, name, one, other) => {
          // JSON has no negative zero.
          const [was, is] = [one, other].map((value): unknown => JSON.parse(JSON.stringify(value)));
          fc.pre(!isDeepStrictEqual(was, is));
          assert.deepEqual(changes({ ...properties, [name]: one }, { ...properties, [name]: other }), [name]);
        },
      ),
    );
  });

  it("differ in a property that came or went", () => {
    assert.deepEqual(changes({ a: 1 }, { a: 1, b: 0 }), ["b"]);
    assert.deepEqual(changes({ a: 1, b: "" }, { a: 1 }), ["b"]);
  });

  it("differ when the order of a list changes", () => {
    assert.deepEqual(changes({ list: ["a", "b"] }, { list: ["b", "a"] }), ["list"]);
  });

  it("do not differ when a value only becomes secret", () => {
    assert.deepEqual(changes({ a: { b: "x" } }, { a: { b: secret("x") } }), []);
  });

  it("differ when the content of an archive changes, not when its file moves", () => {
    assert.deepEqual(changes({ code: archive("/a/x.zip", "1") }, { code: archive("/b/x.zip", "1") }), []);
    assert.deepEqual(changes({ code: archive("/a/x.zip", "1") }, { code: archive("/a/x.zip", "2") }), ["code"]);
  });

  it("are remembered without the values, which may be secret", () => {
    assert.doesNotMatch(JSON.stringify(fingerprints({ password: secret("correct horse") })), /horse/);
  });

  it("lose their secrecy for the handlers at any depth, and assets stay assets", () => {
    const code = archive("/a/x.zip", "1");
    assert.deepEqual(plainProperties({ a: secret({ b: [secret(1)] }), code }), { a: { b: [1] }, code });
  });

  it("are unknown when any part of them is", () => {
    assert.equal(hasUnknown({ a: [{ b: rpc.unknownValue }] }), true);
    assert.equal(hasUnknown({ a: [{ b: "known" }] }), false);
  });
});
