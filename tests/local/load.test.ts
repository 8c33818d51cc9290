import assert from "node:assert/strict";
import { sources } from "../../functions/loader/registry.generated";
import { describeLoad, describeTotal, isLoaded } from "../../local/load-report";
import { accountingIn, isComplete } from "../../local/object-accounting";
import { objectKeyFor } from "../../local/object-key";

describe("the key that a user's file is delivered under", () => {
  const now = new Date("2026-01-02T03:04:05.000Z");
  const trail =
    "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/111122223333_CloudTrail_eu-west-1_20260102T0305Z_AbCdEfGh.json.gz";
  const rows = [
    ["keeps the place that AWS gave it", `/home/me/downloads/${trail}`, trail],
    [
      "is under the day of the delivery when the path says nothing",
      "/var/log/trail.json",
      "manual/2026-01-02/trail.json",
    ],
  ] as const;
  for (const [name, path, key] of rows) {
    it(name, () => assert.equal(objectKeyFor(path, sources, now), key));
  }
});

describe("the accounting of an object", () => {
  const line = (entry: object) => JSON.stringify({ level: "INFO", message: "object accounted", ...entry });
  const entry = {
    bucket: "archive",
    key: "a.json",
    source: "aws-cloudtrail",
    received: 10,
    indexed: 6,
    duplicate: 1,
    rejected: 1,
    pipelineErrors: 3,
    outcome: "quarantined",
    reason: "truncated gzip",
    trials: {},
    dropped: { "control-message": 2 },
  };

  it("is read from the loader's log", () => {
    const accounting = accountingIn(line(entry));
    assert.deepEqual(accounting, entry);
  });

  it("is complete when each record received is indexed, a duplicate, rejected or dropped", () => {
    assert.equal(isComplete({ ...entry }), true);
    assert.equal(isComplete({ ...entry, indexed: 5 }), false);
    assert.equal(isComplete({ ...entry, dropped: {} }), false);
  });

  it("tells a person what was kept as a pipeline error and what is in quarantine, and why", () => {
    const text = describeLoad(entry);
    assert.match(text, /6 indexed \(3 as pipeline errors/);
    assert.match(text, /2 dropped \(2 control-message\)/);
    assert.match(text, /quarantined: truncated gzip/);
    assert.match(describeTotal([entry, undefined]), /^0 of 2 files loaded, 1 quarantined: 10 received, 6 indexed/);
  });

  it("counts as loaded only what was read to its end", () => {
    assert.equal(isLoaded(entry), false);
    assert.equal(isLoaded({ ...entry, outcome: "read" }), true);
    assert.equal(isLoaded({ ...entry, outcome: "missing" }), false);
    assert.equal(isLoaded(undefined), false);
    assert.match(describeLoad({ ...entry, outcome: "unrecognised" }), /of unknown kind/);
    assert.match(describeLoad({ ...entry, outcome: "empty" }), /nothing in it/);
    assert.match(describeLoad(undefined), /not loaded/);
  });

  for (const other of ["START RequestId: r1", '{"message":"object accounted"', line({ bucket: "archive" }), "{}"]) {
    it(`is not found in another line: ${other}`, () => assert.equal(accountingIn(other), undefined));
  }
});
