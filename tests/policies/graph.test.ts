import assert from "node:assert/strict";
import { isGiven, isTrue, ResourceGraph, read, readNumber } from "../../policies/graph";
import { plain, UNKNOWN, Undecided } from "../../policies/unknown";
import { resource } from "./support";

const bucketType = "aws:s3/bucket:Bucket";
const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const node = (props: Record<string, unknown>, more = {}) =>
  new ResourceGraph([resource("t", "n", props, more)]).nodes[0]!;

describe("property values", () => {
  it("are copied, with unknown for the engine's stand-ins and for what a proxy refuses to give", () => {
    const proxy = new Proxy(
      { known: [1], secret: 2 },
      {
        get: (target, name, receiver) => {
          if (name === "secret") throw new Error("string value at .secret can't be known during preview");
          return Reflect.get(target, name, receiver) as unknown;
        },
      },
    );
    assert.deepEqual(plain({ a: proxy, b: "04da6b54-80e4-46f7-96ec-b56ff0331ba9", c: null }), {
      a: { known: [1], secret: UNKNOWN },
      b: UNKNOWN,
      c: null,
    });
  });

  it("are read by path, undefined where a part is missing", () => {
    const given = node({ a: [{ b: "x" }], yes: "true", n: "5" });
    assert.deepEqual([read(given, "a", 0, "b"), read(given, "a", 1, "b")], ["x", undefined]);
    assert.deepEqual([isTrue(given, "yes"), readNumber(given, "n", 1), readNumber(given, "m", 1)], [true, 5, 1]);
  });

  it("say what is unknown when they are read", () => {
    assert.throws(
      () => read(node({ a: { b: UNKNOWN } }), "a", "b", "c"),
      /a\.b of n is not known before the deployment/,
    );
  });

  it("are given when they are known, or made from another resource", () => {
    assert.deepEqual(
      [isGiven(node({ a: 1 }), "a"), isGiven(node({ a: "" }), "a"), isGiven(node({}), "a")],
      [true, false, false],
    );
    assert.equal(isGiven(node({ a: UNKNOWN }, { propertyDeps: { a: ["urn:x"] } }), "a"), true);
    assert.throws(() => isGiven(node({ a: UNKNOWN }, { propertyDeps: {} }), "a"), Undecided);
  });
});

describe("settings inside of a resource", () => {
  it("are without blocks that the program leaves empty", () => {
    const graph = new ResourceGraph([
      resource(bucketType, "b", { loggings: [null, { targetBucket: "a" }], lifecycleRules: [null] }),
    ]);
    assert.deepEqual(
      graph.nodes.slice(1).map(({ props }) => props),
      [{ targetBucket: "a" }, { rules: [] }],
    );
  });
});

describe("references between resources", () => {
  const bucket = (name: string, more = {}) =>
    resource(bucketType, name, { bucket: name }, { id: name, arn: `arn:aws:s3:::${name}`, ...more });
  const policy = (value: unknown, more = {}) => resource(policyType, "policy", { bucket: value }, more);
  const targetOf = (...resources: ReturnType<typeof resource>[]) => {
    const graph = new ResourceGraph(resources);
    return graph.target(graph.ofType(policyType)[0]!, "bucket", bucketType)?.name;
  };

  for (const value of ["one", "arn:aws:s3:::one", "urn:one"]) {
    it(`are followed by ${value}`, () => assert.equal(targetOf(bucket("one"), bucket("two"), policy(value)), "one"));
  }

  it("lead nowhere when they name a resource of elsewhere, or nothing", () => {
    assert.equal(targetOf(bucket("one"), policy("elsewhere")), undefined);
    assert.equal(targetOf(bucket("one"), policy(undefined)), undefined);
  });

  it("are followed, where unknown, by what the property or else the resource was made from", () => {
    const one = { propertyDeps: { bucket: ["urn:one"] }, deps: ["urn:one", "urn:two"] };
    assert.equal(targetOf(bucket("one"), bucket("two"), policy(UNKNOWN, one)), "one");
    assert.equal(targetOf(bucket("one"), bucket("two"), policy(UNKNOWN, { deps: ["urn:two"] })), "two");
  });

  it("are undecided where they name none, but one has a name that is not known yet", () => {
    assert.throws(() => targetOf(bucket("one", { props: { bucket: UNKNOWN } }), policy("two")), Undecided);
  });

  it("are undecided where two resources come into question", () => {
    assert.throws(
      () => targetOf(bucket("one"), bucket("two"), policy(UNKNOWN, { deps: ["urn:one", "urn:two"] })),
      Undecided,
    );
  });

  it("are found from the other end, and undecided only if none is sure", () => {
    const graph = new ResourceGraph([
      bucket("one"),
      bucket("two"),
      policy("one"),
      resource(policyType, "other", { bucket: UNKNOWN }),
    ]);
    const [one, two] = graph.ofType(bucketType);
    assert.deepEqual(
      graph.pointingAt(one!, policyType, "bucket").map(({ name }) => name),
      ["policy"],
    );
    assert.throws(() => graph.pointingAt(two!, policyType, "bucket"), Undecided);
  });
});
