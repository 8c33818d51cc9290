import assert from "node:assert/strict";
import fc from "fast-check";
import { logIndices, type Outcome } from "../../../cli/rescue/create-documents";
import { readSetAside } from "../../../cli/rescue/read-set-aside";
import { asEdited, asKept, replayDocuments } from "../../../cli/rescue/replay-documents";
import type { RejectedRecord } from "../../../cli/rescue/set-aside";
import { parseFilter } from "../../../cli/rescue/set-aside-filter";
import { FakeClock } from "../../functions/loader/fakes";
import { runs } from "../../support/fuzz";
import { FakeDocumentIndex, FakeFiles, rejectedLineOf } from "./fakes";

const file = "rejected/test-json/o-0.ndjson";
const other = "rejected/test-json/o-250.ndjson";

async function* recordsOf(files: FakeFiles): AsyncGenerator<readonly RejectedRecord[], void, undefined> {
  for await (const group of readSetAside(files, parseFilter({ kind: "rejected" }, new Date()))) {
    yield group.flatMap(({ entries }) => entries).filter((entry) => entry.kind === "rejected");
  }
}

interface Replay {
  readonly files: FakeFiles;
  readonly index: FakeDocumentIndex;
  readonly clock?: FakeClock;
  readonly rate?: number;
  readonly limit?: number;
  readonly keeping?: typeof asKept;
  readonly records?: readonly RejectedRecord[];
}

async function replay({ files, index, clock = new FakeClock(), rate = 1_000, limit = 1_000, ...given }: Replay) {
  const outcomes: (readonly [ordinal: number, Outcome["kind"]])[] = [];
  const { keeping = asKept, records } = given;
  const groups =
    records === undefined
      ? recordsOf(files)
      : (async function* () {
          yield records;
        })();
  await replayDocuments(
    groups,
    { files, index, clock },
    {
      rate,
      limit,
      keeping,
      onOutcome: ({ ordinal }, { kind }) => outcomes.push([ordinal, kind]),
    },
  );
  return outcomes;
}

const ordinals = (lines: readonly string[]) => lines.map((line) => (JSON.parse(line) as { ordinal: number }).ordinal);

describe("the replay of rejected documents", () => {
  it("creates each by its id in its index, and takes it off the list; a file without records goes", async () => {
    const files = new FakeFiles().put(file, rejectedLineOf(1), rejectedLineOf(2)).put(other, rejectedLineOf(300));
    const index = new FakeDocumentIndex();
    assert.deepEqual(await replay({ files, index }), [
      [1, "created"],
      [2, "created"],
      [300, "created"],
    ]);
    assert.deepEqual(index.documents.get("siem-test.json-2026-01/id-2")?.document, { n: 2 });
    assert.equal(files.files.size, 0);
  });

  it("leaves what is there as it is, also in the index of another day", async () => {
    const files = new FakeFiles().put(file, rejectedLineOf(1), rejectedLineOf(2));
    const index = new FakeDocumentIndex();
    for (const [name, id] of [
      ["siem-test.json-2026-01", "id-1"],
      ["siem-test.json-quiet-2025-12", "id-2"],
    ] as const) {
      index.documents.set(`${name}/${id}`, { index: name, id, document: { as: "it was" } });
    }
    assert.deepEqual(await replay({ files, index }), [
      [1, "present"],
      [2, "present"],
    ]);
    assert.equal(index.documents.size, 2);
    assert.equal(files.files.size, 0);
    assert.deepEqual(index.asked, ["siem-test.json-*"]);
  });

  it("keeps what is refused again, with the new reason and time", async () => {
    const files = new FakeFiles().put(file, rejectedLineOf(1), rejectedLineOf(2));
    const index = new FakeDocumentIndex();
    index.answerItem = (_, { id }) => (id === "id-1" ? { status: 413, type: "too_large", reason: "no" } : undefined);
    const clock = new FakeClock();
    assert.deepEqual(await replay({ files, index, clock }), [
      [1, "refused"],
      [2, "created"],
    ]);
    const [line, ...rest] = files.lines(file);
    assert.deepEqual(rest, []);
    assert.deepEqual(
      JSON.parse(line ?? ""),
      JSON.parse(rejectedLineOf(1, { status: 413, reason: "too_large: no", time: "2026-01-02T03:04:05.000Z" })),
    );
  });

  it("does not touch what the loader writes into the file meanwhile", async () => {
    const files = new FakeFiles().put(file, rejectedLineOf(1), rejectedLineOf(2));
    const newer = rejectedLineOf(2, { time: "2026-02-01T00:00:00.000Z" });
    let times = 0;
    files.beforeReplace = (key) => {
      times += 1;
      if (times === 1) files.put(key, rejectedLineOf(1), newer, rejectedLineOf(3));
    };
    await replay({ files, index: new FakeDocumentIndex() });
    assert.deepEqual(files.lines(file), [newer, rejectedLineOf(3)]);
  });

  it("stops at the first failure that is not a document's fault, and keeps what is not known to be there", async () => {
    const files = new FakeFiles().put(file, rejectedLineOf(1), rejectedLineOf(2)).put(other, rejectedLineOf(300));
    const index = new FakeDocumentIndex();
    index.answer = (request) => (request > 0 ? { kind: "failed", status: 403, reason: "no permissions" } : undefined);
    await assert.rejects(replay({ files, index, rate: 1 }), /no permissions/);
    assert.deepEqual(ordinals(files.lines(file)), [2]);
    assert.equal(files.lines(other).length, 1);
  });

  it("sends so many a second, and no more than so many", async () => {
    const files = new FakeFiles().put(file, ...[1, 2, 3, 4, 5].map((ordinal) => rejectedLineOf(ordinal)));
    const [index, clock] = [new FakeDocumentIndex(), new FakeClock()];
    const started = clock.milliseconds;
    await replay({ files, index, clock, rate: 2, limit: 4 });
    assert.deepEqual(
      index.requests.map((request) => request.length),
      [2, 2],
    );
    assert.equal(clock.milliseconds - started, 1_000);
    assert.deepEqual(ordinals(files.lines(file)), [5]);
  });

  it("takes off the list what a person has edited once it is there, and leaves the rest as it is kept", async () => {
    const files = new FakeFiles().put(file, rejectedLineOf(1), rejectedLineOf(2));
    const index = new FakeDocumentIndex();
    index.answerItem = (_, { id }) => (id === "id-2" ? { status: 400 } : undefined);
    const records: RejectedRecord[] = [];
    for await (const group of recordsOf(files)) records.push(...group);
    const edited = records.map((record) => ({ ...record, line: "", document: { edited: record.ordinal } }));
    await replay({ files, index, records: edited, keeping: asEdited });
    assert.deepEqual(index.documents.get("siem-test.json-2026-01/id-1")?.document, { edited: 1 });
    assert.deepEqual(files.lines(file), [rejectedLineOf(2)]);
  });

  it("loses nothing and loads nothing twice, wherever it is killed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(600), { minLength: 1, maxLength: 20 }),
        fc.array(fc.tuple(fc.nat(4), fc.boolean()), { maxLength: 4 }),
        async (numbers, kills) => {
          const files = new FakeFiles();
          for (const number of numbers) {
            const key = `rejected/test-json/o-${number - (number % 250)}.ndjson`;
            const lines = files.files.has(key) ? files.lines(key) : [];
            files.put(key, ...lines, rejectedLineOf(number));
          }
          const index = new FakeDocumentIndex();
          const kept = () => [...files.files.keys()].flatMap((key) => ordinals(files.lines(key)));
          const indexed = () => [...index.documents.values()].map(({ id }) => Number(id.slice("id-".length)));
          const all = [...numbers].sort();
          for (const [after, answerIsLost] of kills) {
            let left = after;
            const killed = () => {
              left -= 1;
              if (left < 0) throw new Error("killed");
            };
            if (answerIsLost) files.beforeReplace = killed;
            else index.answerItem = () => void killed();
            await replay({ files, index, rate: 3 }).catch(() => undefined);
            files.beforeReplace = () => undefined;
            index.answerItem = () => undefined;
            assert.deepEqual([...new Set([...kept(), ...indexed()])].sort(), all);
          }
          await replay({ files, index });
          assert.deepEqual(kept(), []);
          assert.deepEqual(indexed().sort(), all);
        },
      ),
      runs(100),
    );
  });
});

describe("the indices of a log", () => {
  for (const [index, indices] of [
    ["siem-aws.cloudtrail-2026-01", "siem-aws.cloudtrail-*"],
    ["siem-aws.cloudtrail-reads-2026-01-02", "siem-aws.cloudtrail-*"],
    ["siem-unrecognised-2026-01", "siem-unrecognised-*"],
    ["siem-odd", "siem-odd"],
  ] as const) {
    it(`of ${index} are ${indices}`, () => assert.equal(logIndices(index), indices));
  }
});
