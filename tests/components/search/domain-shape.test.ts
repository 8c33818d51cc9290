import * as assert from "node:assert/strict";
import { type DomainShape, replicasFor, validateShape } from "../../../components/search/domain-shape";

const shape: DomainShape = {
  instanceType: "r7g.large.search",
  instanceCount: 3,
  zones: 3,
  standby: true,
  masterType: "m7g.large.search",
  volumeGib: 100,
  volumeIops: 3000,
  volumeThroughput: 125,
};

const warm = { warmType: "ultrawarm1.medium.search", warmCount: 3 };

describe("The shape of a search domain", () => {
  it("may be what the service takes", () => {
    validateShape(shape);
    validateShape({ ...shape, ...warm, coldStorage: true });
    validateShape({
      ...shape,
      instanceType: "t3.small.search",
      instanceCount: 1,
      zones: 1,
      standby: false,
      masterType: undefined,
    });
  });

  it("decides the copies of an index: in all three zones with standby, else on a second node if there is one", () => {
    assert.equal(replicasFor(shape), 2);
    assert.equal(replicasFor({ ...shape, standby: false }), 1);
    assert.equal(replicasFor({ ...shape, standby: false, instanceCount: 1, zones: 1 }), 0);
  });

  const refused: readonly [string, Partial<DomainShape>, RegExp][] = [
    ["four zones", { zones: 4 }, /zones is 4; allowed: 1, 2, 3/],
    [
      "nodes that zones cannot share",
      { instanceCount: 4 },
      /instanceCount is 4; with 3 zones \(zones\) it must be a multiple of 3/,
    ],
    ["no nodes", { instanceCount: 0 }, /instanceCount is 0/],
    [
      "instances that cannot encrypt",
      { instanceType: "t2.small.search", standby: false },
      /t2\.small\.search, .*t2 instances cannot encrypt/,
    ],
    ["standby in two zones", { zones: 2, instanceCount: 2 }, /standby needs 3 zones, and zones is 2/],
    ["standby without masters", { masterType: undefined }, /standby needs dedicated masters; set masterType/],
    ["standby on burstable masters", { masterType: "t3.small.search" }, /standby does not work on t3\.small\.search/],
    ["a single warm node", { ...warm, warmCount: 1 }, /warmCount is 1; with warmType allowed: 2 to 150/],
    ["warm nodes of no type", { warmCount: 3 }, /warmCount is 3; set warmType as well/],
    [
      "warm nodes without masters",
      { ...warm, standby: false, masterType: undefined },
      /warmType needs dedicated masters; set masterType/,
    ],
    [
      "warm nodes beside burstable ones",
      { ...warm, standby: false, instanceType: "t3.medium.search" },
      /warmType does not work beside t3\.medium\.search \(instanceType\)/,
    ],
    [
      "warm nodes that three zones cannot share",
      { ...warm, warmCount: 4 },
      /warmCount is 4; with standby it must be a multiple of 3/,
    ],
    ["cold storage without warm nodes", { coldStorage: true }, /coldStorage needs warm nodes; set warmType/],
    [
      "larger volumes than its instances take",
      { standby: false, instanceType: "t3.small.search", volumeGib: 5000 },
      /volumeGib is 5000; t3\.small\.search \(instanceType\) takes 100 GiB at most: lower it, or use a larger type or more nodes/,
    ],
    [
      "instances without gp3 volumes",
      { instanceType: "r6gd.large.search" },
      /instanceType is r6gd\.large\.search, which has no gp3 volumes; use a type that has/,
    ],
    [
      "more operations than its volumes have",
      { volumeGib: 10, volumeIops: 16_000, volumeThroughput: 250 },
      /volumeIops is 16000; at most 500 for each GiB of volumeGib \(10\): here 5000/,
    ],
    [
      "more nodes than burstable masters serve",
      { standby: false, masterType: "t3.medium.search", instanceCount: 12 },
      /masterType is t3\.medium\.search, which is for 10 data nodes at most \(instanceCount: 12\); use no burstable/,
    ],
    [
      "more throughput than its operations carry",
      { volumeThroughput: 1000 },
      /volumeThroughput is 1000 MiB\/s; at most a quarter of volumeIops \(3000\)/,
    ],
  ];
  for (const [name, change, message] of refused) {
    it(`may not have ${name}`, () => {
      assert.throws(() => validateShape({ ...shape, ...change }), message);
    });
  }

  const largest: readonly [string, number][] = [
    ["t3.small.search", 100],
    ["t3.medium.search", 200],
    ["m6g.large.search", 1024],
    ["c5.9xlarge.search", 3584],
    ["r6g.large.search", 2048],
    ["r5.4xlarge.search", 12_288],
  ];
  for (const [instanceType, gib] of largest) {
    it(`may have volumes of ${gib} GiB with ${instanceType}, and no larger ones`, () => {
      const of = (volumeGib: number) => ({ ...shape, standby: false, instanceType, volumeGib });
      validateShape(of(gib));
      assert.throws(() => validateShape(of(gib + 1)), /volumeGib is/);
    });
  }

  it("leaves instance types to AWS of which it does not list the volumes", () => {
    validateShape({ ...shape, instanceType: "r8g.large.search", volumeGib: 16_384 });
  });

  it("is refused with all that is wrong at once", () => {
    assert.throws(
      () => validateShape({ ...shape, zones: 2, masterType: undefined }),
      /multiple of 2; standby needs 3 zones.*; standby needs dedicated/,
    );
  });
});
