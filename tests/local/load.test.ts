import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refusedOf } from "../../cli/rescue/read-set-aside";
import { loggerLog } from "../../functions/loader/adapters/logger-log";
import { sources } from "../../functions/loader/registry.generated";
import { rejectedKey, rejectedLine } from "../../functions/loader/rejected";
import { ConfigurationError } from "../../functions/shared/errors";
import { load } from "../../local/commands";
import {
  describeLeftOver,
  describeLoad,
  describeTotal,
  describeWaiting,
  isLoaded,
  type LoadResult,
} from "../../local/load-report";
import { accountingIn, isComplete, type ObjectAccounting, ObjectAccountings } from "../../local/object-accounting";
import { objectKeyFor } from "../../local/object-key";
import { FakeFiles } from "../cli/rescue/fakes";

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

  for (const [key, said] of [
    ["rejected/x/y.ndjson", /as rejected\/x\/y\.ndjson: under rejected\/ .* --key manual\/\d{4}-\d\d-\d\d\/y\.ndjson/],
    ["quarantine/y.json", /under quarantine\/ the loader keeps what it could not load, and reads nothing/],
    // Anybody's: only the stage is missing.
    ["rejected.json", /No local stage is running/],
    ["logs/rejected/y.ndjson", /No local stage is running/],
  ] as const) {
    it(`is refused before anything is stored where the loader would not read it: ${key}`, async () => {
      const noStage = join(tmpdir(), "siem-no-stage");
      await assert.rejects(load([__filename], { key }, noStage), (error) => {
        assert.ok(error instanceof ConfigurationError);
        assert.match(error.message, said);
        return true;
      });
    });
  }
});

describe("the accounting of an object", () => {
  const line = (entry: object) => JSON.stringify({ level: "INFO", message: "object accounted", ...entry });
  const entry = {
    bucket: "archive",
    key: "a.json",
    versionId: "v1",
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
    firstRecord: 0,
    seconds: 1.5,
  };
  const delivered = (accounting: ObjectAccounting | undefined, reason?: string): LoadResult => ({
    kind: "delivered",
    accounting,
    reason,
  });

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
    const text = describeLoad(delivered(entry));
    assert.match(text, /6 indexed \(3 as pipeline errors/);
    assert.match(text, /2 dropped \(2 control-message\)/);
    assert.match(text, /quarantined: truncated gzip/);
    assert.match(
      describeTotal([delivered(entry), delivered(undefined)]),
      /^0 of 2 files loaded, 1 quarantined: 10 received, 6 indexed/,
    );
  });

  it("counts as loaded only what was read to its end", () => {
    const read = { ...entry, outcome: "read", indexed: 7, rejected: 0 };
    for (const [result, loaded] of [
      [delivered(read), true],
      [delivered({ ...read, indexed: 6, rejected: 1 }), false],
      [{ kind: "same", as: "b.json", accounting: read }, true],
      [delivered(entry), false],
      [delivered({ ...entry, outcome: "missing" }), false],
      [delivered({ ...entry, outcome: "continued" }), false],
      [delivered({ ...read, indexed: 5 }), false],
      [delivered(undefined), false],
      [{ kind: "same", as: "b.json", accounting: undefined }, false],
      [{ kind: "failed", reason: "HTTP 404" }, false],
    ] as const) {
      assert.equal(isLoaded(result), loaded, JSON.stringify(result));
    }
  });

  it("tells a person what became of a file in each other case", () => {
    for (const [result, said] of [
      [delivered({ ...entry, outcome: "unrecognised" }), /of unknown kind/],
      [delivered({ ...entry, outcome: "empty" }), /nothing in it/],
      [delivered(undefined), /not loaded: see the log/],
      [delivered(undefined, "OpenSearch answered 400"), /not loaded: OpenSearch answered 400/],
      [delivered({ ...entry, outcome: "continued" }, "denied"), /10 received.* the rest is not loaded: denied/],
      [{ kind: "same", as: "b.json", accounting: entry }, /the same as b\.json: delivered once/],
      [{ kind: "failed", reason: "HTTP 404" }, /not delivered: HTTP 404/],
    ] as const) {
      assert.match(describeLoad(result), said);
    }
  });

  it("adds up the files, an object that two of them are only once", () => {
    const read = { ...entry, outcome: "read", indexed: 7, rejected: 0 };
    const same = { kind: "same", as: "a.json", accounting: read } as const;
    assert.match(describeTotal([delivered(read), same]), /^2 of 2 files loaded: 10 received, 7 indexed/);
  });

  it("says what is left over, why, and how to load it", async () => {
    const files = new FakeFiles();
    const record = (
      ordinal: number,
      reason: string,
      object = { bucket: "archive", key: "a.json", versionId: "v1" },
    ) => {
      const rejection = {
        source: "aws-cloudtrail",
        ordinal,
        offset: 0,
        index: "siem-aws.cloudtrail-2026-01",
        id: `${ordinal}`,
        document: "{}",
        status: 400,
        reason,
      };
      files.put(rejectedKey(object, rejection), rejectedLine(object, rejection, "2026-01-02T03:04:05Z"));
    };
    record(1, "failed to parse field [source.ip]");
    record(300, "failed to parse field [source.ip]");
    record(1, "of another version", { bucket: "archive", key: "a.json", versionId: "v2" });
    const refused = (await refusedOf(files, [{ bucket: "archive", key: "a.json", versionId: "v1" }])).rows;
    const text = describeLeftOver({ results: [delivered({ ...entry, outcome: "read" })], refused }).join("\n");
    assert.match(text, /Rejected records: 2\n.*\n +2 .*aws-cloudtrail .* 400 +failed to parse field \[source\.ip\]\n/);
    assert.match(text, /npx siem rejected list, .*npx siem rejected replay/);
    assert.doesNotMatch(text, /another version|quarantine|dlq/);
    const others = describeLeftOver({ results: [delivered(entry), delivered(undefined)], refused: [] }).join("\n");
    assert.match(others, /npx siem rejected replay --kind quarantined\n.*npx siem dlq redrive$/);
    assert.deepEqual(describeLeftOver({ results: [delivered({ ...entry, outcome: "read" })], refused: [] }), []);
  });

  for (const other of ["START RequestId: r1", '{"message":"object accounted"', line({ bucket: "archive" }), "{}"]) {
    it(`is not found in another line: ${other}`, () => assert.equal(accountingIn(other), undefined));
  }
});

describe("what the log says of objects that are loaded in parts", () => {
  const object = { bucket: "archive", key: "big.log", versionId: "v1" };
  const line = (message: string, values: object): string =>
    JSON.stringify({ message: `object ${message}`, ...object, source: "aws-vpc-flow", ...values });
  const part = (firstRecord: number, received: number, outcome: string, values: object = {}): string =>
    line("accounted", { firstRecord, received, indexed: received, outcome, ...values });

  it("is added up over all of them, whatever order they come in, and whole only with the last", () => {
    const accountings = new ObjectAccountings([object]);
    assert.equal(accountings.of(object), undefined);
    accountings.hear(part(0, 100, "continued", { dropped: { digest: 2 }, indexed: 98, seconds: 3 }));
    assert.deepEqual([accountings.of(object)?.received, accountings.isWhole(object)], [100, false]);
    // The last one, before the one between.
    accountings.hear(part(250, 7, "read", { trials: { f: 1 }, seconds: 1 }));
    assert.deepEqual([accountings.of(object)?.received, accountings.isWhole(object)], [100, false]);
    accountings.hear(part(100, 150, "continued", { dropped: { digest: 1 }, indexed: 149, seconds: 2 }));
    const { received, indexed, dropped, trials, outcome, seconds } = accountings.of(object) ?? assert.fail("nothing");
    assert.deepEqual(
      { received, indexed, dropped, trials, outcome, seconds },
      { received: 257, indexed: 254, dropped: { digest: 3 }, trials: { f: 1 }, outcome: "read", seconds: 6 },
    );
    assert.equal(accountings.isWhole(object), true);
  });

  it("counts a part once that comes again, and nothing of one that is put off", () => {
    const accountings = new ObjectAccountings([object]);
    accountings.hear(part(0, 100, "continued"));
    accountings.hear(line("parked", { firstRecord: 100, received: 40, outcome: "parked", reason: "disk full" }));
    assert.deepEqual([accountings.of(object)?.received, accountings.reason(object)], [100, "disk full"]);
    accountings.hear(line("accounted", { firstRecord: 100, received: 0, outcome: "postponed" }));
    assert.equal(accountings.of(object)?.outcome, "continued");
    accountings.hear(part(100, 60, "read"));
    accountings.hear(part(0, 100, "continued"));
    assert.deepEqual([accountings.of(object)?.received, accountings.isWhole(object)], [160, true]);
    assert.equal(accountings.reason(object), undefined);
  });

  it("goes over parts without a record, which begin where they end", () => {
    const accountings = new ObjectAccountings([object]);
    accountings.hear(part(0, 0, "continued"));
    accountings.hear(part(0, 1, "continued"));
    accountings.hear(part(1, 0, "continued"));
    assert.deepEqual([accountings.of(object)?.received, accountings.isWhole(object)], [1, false]);
    accountings.hear(part(1, 7, "read"));
    assert.deepEqual([accountings.of(object)?.received, accountings.isWhole(object)], [8, true]);
  });

  it("is told apart by version, and found under a key as the log shows it", () => {
    const [one, two] = [object, { ...object, versionId: "v2" }];
    const hostile = { ...object, key: "\u202egpj.\u001b[31mlog" };
    const accountings = new ObjectAccountings([one, two, hostile]);
    accountings.hear(part(0, 1, "read"));
    accountings.hear(part(0, 2, "read", { versionId: "v2" }));
    assert.equal(accountings.hear(part(0, 9, "read", { versionId: "v3" })), undefined);
    const lines: string[] = [];
    const write = (message: string, values: object) => lines.push(JSON.stringify({ message, ...values }));
    const log = loggerLog({ info: write, warn: write, error: write });
    log.info("object accounted", { ...hostile, received: 3, indexed: 3, outcome: "read" });
    for (const said of lines) accountings.hear(said);
    assert.deepEqual(
      [one, two, hostile].map((each) => accountings.of(each)?.received),
      [1, 2, 3],
    );
  });

  it("says what is waited for, and why it waits", () => {
    const other = { ...object, key: "other\u001b[31m.log" };
    const accountings = new ObjectAccountings([object, other]);
    assert.equal(describeWaiting([object, other], accountings), "waiting for the loader: 0 of 2 files accounted for");
    accountings.hear(part(0, 100, "continued"));
    accountings.hear(line("failed", { key: other.key, outcome: "failed", reason: "OpenSearch blocks writes" }));
    assert.equal(
      describeWaiting([object, other], accountings),
      "waiting for the loader: 0 of 2 files accounted for, and 100 records of those that it has begun; other\\x1b[31m.log waits: OpenSearch blocks writes",
    );
  });
});
