import assert from "node:assert/strict";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { Aws } from "../../../local/provider/aws";
import type { ResourceKind } from "../../../local/provider/kind";
import { FINGERPRINTS, type Properties } from "../../../local/provider/properties";
import { StandInProvider } from "../../../local/provider/provider";

const urn = "urn:pulumi:local::siem::siem:x:Y$test:index/box:Box::shelf";
const aws = new Aws({
  awsEndpoint: "http://127.0.0.1:1",
  region: "eu-west-1",
  stateDir: "unused",
  domainEndpoint: undefined,
  invokeUrl: undefined,
});

/** A type of resource that lives in a map. */
function boxes() {
  const made = new Map<string, Properties>();
  const box: ResourceKind = {
    autoName: { property: "name", limit: 20 },
    replaceOn: ["name", "material"],
    put(inputs) {
      const id = String(inputs.name);
      made.set(id, inputs);
      return Promise.resolve({ id, outputs: { arn: `arn:box:${id}`, name: "the inputs win over this" } });
    },
    read: (id) => Promise.resolve(made.has(id) ? { arn: `arn:box:moved:${id}` } : undefined),
    remove: (id) => Promise.resolve(void made.delete(id)),
  };
  return { made, provider: new StandInProvider("1.2.3", aws, () => box) };
}

const { provider: plain } = boxes();

async function created(provider: StandInProvider, given: Properties) {
  const { inputs } = (await provider.check(urn, {}, given)) as { inputs: Properties };
  const { id, outs } = await provider.create(urn, inputs);
  return { inputs, id, outs: outs as Properties };
}

describe("the stand-in provider", () => {
  describe("names", () => {
    it("gives a resource its Pulumi name and seven digits, the same each time", async () => {
      const first = await created(plain, {});
      assert.match(String(first.inputs.name), /^shelf-[0-9a-f]{7}$/);
      assert.equal((await created(boxes().provider, {})).inputs.name, first.inputs.name);
    });

    it("keeps the name of a resource that exists", async () => {
      const { inputs } = await created(plain, { size: 1 });
      const next = await plain.check(urn, inputs, { size: 2 });
      assert.equal(next.inputs.name, inputs.name);
    });

    it("gives a replacement, which exists beside the old resource, another name", async () => {
      const old = await created(plain, { material: "oak" });
      const replacement = await created(plain, { material: "elm" });
      assert.notEqual(replacement.inputs.name, old.inputs.name);
    });

    it("leaves a name that the program gives", async () => {
      assert.equal((await created(plain, { name: "mine" })).inputs.name, "mine");
    });

    it("forgets a given name when the program stops giving it", async () => {
      const { inputs } = await created(plain, { name: "mine" });
      assert.match((await plain.check(urn, inputs, {})).inputs.name, /^shelf-/);
    });

    it("refuses a name that AWS would refuse, naming property and limit", async () => {
      const long = urn.replace("shelf", "a-shelf-with-a-long-name");
      const { failures } = await plain.check(long, {}, {});
      assert.equal(failures?.[0]?.property, "name");
      assert.match(failures[0].reason, /longer than the 20 characters.*set "name"/);
    });
  });

  describe("differences", () => {
    const rows: readonly [what: string, before: Properties, after: Properties, changes: boolean, replaces: string[]][] =
      [
        ["nothing", { size: 1, tags: { a: "b", c: "d" } }, { tags: { c: "d", a: "b" }, size: 1 }, false, []],
        ["a property that can be changed", { size: 1 }, { size: 2 }, true, []],
        ["a property that cannot be changed", { material: "oak" }, { material: "elm" }, true, ["material"]],
        ["both", { material: "oak", size: 1 }, { material: "elm", size: 2 }, true, ["material"]],
        ["a given name", { name: "one" }, { name: "two" }, true, ["name"]],
        ["a property that went", { size: 1, depth: 2 }, { size: 1 }, true, []],
      ];
    for (const [what, before, after, changes, replaces] of rows) {
      it(`finds ${what}`, async () => {
        const { inputs, id, outs } = await created(plain, before);
        const { inputs: news } = await plain.check(urn, inputs, after);
        const result = await plain.diff(id, urn, outs, news);
        assert.deepEqual([result.changes, result.replaces], [changes, replaces]);
      });
    }

    it("counts a value that is not known yet as a change", async () => {
      const { inputs, id, outs } = await created(plain, { size: 1 });
      const result = await plain.diff(id, urn, outs, { ...inputs, size: rpc.unknownValue });
      assert.equal(result.changes, true);
    });

    it("has a resource with a given name deleted before it is replaced, others after", async () => {
      const given = await created(plain, { name: "mine" });
      const automatic = await created(plain, {});
      assert.equal((await plain.diff("x", urn, given.outs, given.inputs)).deleteBeforeReplace, true);
      assert.equal((await plain.diff("x", urn, automatic.outs, automatic.inputs)).deleteBeforeReplace, false);
    });
  });

  it("outputs the inputs as they came, with their secrets, and what the resource adds", async () => {
    const secret = { [rpc.specialSigKey]: rpc.specialSecretSig, value: "x" };
    const { made, provider } = boxes();
    const { outs } = await created(provider, { name: "mine", password: secret });
    assert.deepEqual(outs.password, secret);
    assert.equal(outs.name, "mine");
    assert.equal(outs.arn, "arn:box:mine");
    assert.equal(made.get("mine")?.password, "x");
  });

  it("reads back exactly the inputs, and what AWS has changed", async () => {
    const { provider } = boxes();
    const { inputs, id, outs } = await created(provider, { size: 1 });
    const found = await provider.read(id, urn, outs);
    assert.deepEqual(found.inputs, inputs);
    assert.equal(found.props.arn, `arn:box:moved:${id}`);
    assert.deepEqual(await provider.diff(id, urn, found.props, found.inputs).then(({ changes }) => changes), false);
  });

  it("tells the engine that a resource is gone", async () => {
    const { made, provider } = boxes();
    const { id, outs } = await created(provider, {});
    made.clear();
    assert.equal((await provider.read(id, urn, outs)).id, "");
  });

  it("updates in place and remembers the new inputs", async () => {
    const { made, provider } = boxes();
    const { inputs, id, outs } = await created(provider, { size: 1 });
    const news = { ...inputs, size: 2 };
    const updated = await provider.update(id, urn, outs, news);
    assert.equal(made.get(id)?.size, 2);
    assert.equal((await provider.diff(id, urn, updated.outs, news)).changes, false);
    assert.notDeepEqual(updated.outs[FINGERPRINTS], outs[FINGERPRINTS]);
  });

  it("deletes", async () => {
    const { made, provider } = boxes();
    const { id, outs } = await created(provider, {});
    await provider.delete(id, urn, outs);
    assert.equal(made.size, 0);
  });

  it("says which resource an error is about", async () => {
    const failing = new StandInProvider("1.2.3", aws, () => ({ put: () => Promise.reject(new Error("no space")) }));
    await assert.rejects(failing.create(urn, {}), /Cannot create test:index\/box:Box "shelf".*no space/);
  });

  describe("functions", () => {
    it("answer region and partition without asking anybody", async () => {
      const { outputs } = await plain.invoke("aws:index/getRegion:getRegion", {});
      assert.equal(outputs.region, "eu-west-1");
      const partition = await plain.invoke("aws:index/getPartition:getPartition", {});
      assert.deepEqual(partition.outputs, {
        id: "aws",
        partition: "aws",
        dnsSuffix: "amazonaws.com",
        reverseDnsPrefix: "com.amazonaws",
      });
    });

    it("that are unknown fail with the names of the known ones", async () => {
      await assert.rejects(
        plain.invoke("aws:ec2/getAmi:getAmi", {}),
        /no answer to aws:ec2\/getAmi:getAmi; it knows .*getRegion/,
      );
    });
  });
});
