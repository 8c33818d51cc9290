import assert from "node:assert/strict";
import type { EditedRecord } from "../../../cli/rescue/edited-file";
import { refuseOthers } from "../../../cli/rescue/kept-records";
import { parseSetAside } from "../../../cli/rescue/set-aside";
import { FakeClock } from "../../functions/loader/fakes";
import { FakeDocumentIndex, FakeFiles, rejectedLineOf } from "./fakes";

const file = "rejected/test-json/o-0.ndjson";

/** Finds a document only when a while has passed since it was written: the index is refreshed now and then. */
class RefreshedIndex extends FakeDocumentIndex {
  constructor(
    private readonly clock: FakeClock,
    private readonly visibleFrom: number,
  ) {
    super();
  }

  override async present(indexPattern: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const present = await super.present(indexPattern, ids);
    return this.clock.milliseconds < this.visibleFrom ? new Set() : present;
  }

  with(id: string): this {
    const name = "siem-test.json-2026-01";
    this.documents.set(`${name}/${id}`, { index: name, id, document: {} });
    return this;
  }
}

function edited(ordinal: number, lineNumber: number): EditedRecord {
  const record = parseSetAside("rejected", file, rejectedLineOf(ordinal));
  assert.ok(typeof record !== "string" && record.kind === "rejected");
  return { ...record, lineNumber };
}

describe("edited records", () => {
  const files = new FakeFiles().put(file, rejectedLineOf(1));
  let clock: FakeClock;
  let said: string[];
  beforeEach(() => {
    clock = new FakeClock();
    said = [];
  });
  const check = (records: readonly EditedRecord[], index: RefreshedIndex) =>
    refuseOthers(records, "edited.ndjson", { files, index: () => Promise.resolve(index), clock }, (line) =>
      said.push(line),
    );

  it("that are kept are not waited for", async () => {
    await check([edited(1, 1)], new RefreshedIndex(clock, 0));
    assert.deepEqual([clock.slept, said], [[], []]);
  });

  it("that were loaded long ago are not waited for", async () => {
    await check([edited(2, 1)], new RefreshedIndex(clock, 0).with("id-2"));
    assert.deepEqual([clock.slept, said], [[], []]);
  });

  it("that were loaded just now are found once the index is refreshed", async () => {
    await check([edited(1, 1), edited(2, 2)], new RefreshedIndex(clock, clock.milliseconds + 5_000).with("id-2"));
    assert.deepEqual(clock.slept, [6_000]);
    assert.deepEqual(said, ["waiting 6 s: 1 record of edited.ndjson may have been loaded just now"]);
  });

  it("that are neither kept nor loaded are refused, by their lines", async () => {
    await assert.rejects(
      check([edited(2, 1), edited(3, 2)], new RefreshedIndex(clock, clock.milliseconds + 5_000).with("id-2")),
      /^ConfigurationError: edited\.ndjson, line 2: no record 3 is kept in rejected\/.*, and its index has no id-3$/,
    );
    assert.deepEqual(clock.slept, [6_000]);
  });
});
