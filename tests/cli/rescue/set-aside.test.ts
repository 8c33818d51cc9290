import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { Groups, reasonInCommon } from "../../../cli/rescue/groups";
import { readSetAside } from "../../../cli/rescue/read-set-aside";
import { parseSetAside } from "../../../cli/rescue/set-aside";
import { type FilterOptions, parseFilter } from "../../../cli/rescue/set-aside-filter";
import { objectId } from "../../../functions/loader/record-mapping";
import { rejectedKey } from "../../../functions/loader/rejected";
import { FakeFiles, noteOf, rejectedLineOf } from "./fakes";

const now = new Date("2026-01-05T00:00:00Z");

/** File and number of what the options select. */
async function selected(files: FakeFiles, options: FilterOptions): Promise<string[]> {
  const found: string[] = [];
  for await (const group of readSetAside(files, parseFilter(options, now))) {
    for (const entry of group.flatMap(({ entries }) => entries)) {
      found.push(entry.kind === "rejected" ? String(entry.ordinal) : entry.object.key);
    }
  }
  return found;
}

describe("what is put aside", () => {
  const files = new FakeFiles()
    .put("rejected/test-json/o-0.ndjson", rejectedLineOf(1), rejectedLineOf(2, { reason: "Limit of total fields" }))
    .put("rejected/test-lines/o-0.ndjson", rejectedLineOf(3, { source: "test-lines", key: "b/c.log" }))
    .put("rejected/test-lines/old-0.ndjson", rejectedLineOf(4, { source: "test-lines", time: "2026-01-01T00:00:00Z" }))
    .put("quarantine/o.json", noteOf("b/broken.gz"));

  for (const [name, options, expected] of [
    ["all of it", {}, ["1", "2", "3", "4", "b/broken.gz"]],
    ["of a kind", { kind: "quarantined" }, ["b/broken.gz"]],
    ["of a source", { source: "test-json" }, ["1", "2"]],
    ["by a part of the reason, in any case", { reason: "limit OF" }, ["2"]],
    ["since a time", { since: "2026-01-02" }, ["1", "2", "3", "b/broken.gz"]],
    ["since some days", { since: "3d" }, ["1", "2", "3", "b/broken.gz"]],
    ["by the start of the object's key", { key: "b/" }, ["3", "b/broken.gz"]],
    ["by all of these", { key: "b/", kind: "rejected", since: "90d", reason: "parse" }, ["3"]],
  ] as const) {
    it(`is selected: ${name}`, async () => assert.deepEqual(await selected(files, options), expected));
  }

  it("tells whoever reads on of a file that cannot be read, also where the list has more pages", async () => {
    const unreadable = new FakeFiles();
    const unheard: unknown[] = [];
    unreadable.read = () => Promise.reject(new Error("denied"));
    unreadable.list = async function* () {
      yield { key: "rejected/test-json/o-0.ndjson", writtenAt: undefined };
      await setImmediate();
      yield { key: "rejected/test-json/o-250.ndjson", writtenAt: undefined };
    };
    const hear = (error: unknown) => unheard.push(error);
    process.prependListener("unhandledRejection", hear);
    await assert.rejects(selected(unreadable, { kind: "rejected" }), /denied/);
    process.removeListener("unhandledRejection", hear);
    assert.deepEqual(unheard, []);
  });

  it("asks only for the files of a source that is named", () => {
    assert.deepEqual(parseFilter({ source: "test-json", kind: "rejected" }, now).prefixes, [
      { kind: "rejected", prefix: "rejected/test-json/" },
    ]);
  });

  it("names an option that is wrong, and what is allowed", () => {
    assert.throws(() => parseFilter({ kind: "lost" }, now), /--kind is "lost"; allowed: rejected, quarantined/);
    assert.throws(() => parseFilter({ since: "yesterday" }, now), /--since is "yesterday"; .*such as 2026-01-02T/);
    assert.throws(() => parseFilter({ since: "2026-13-45" }, now), /--since/);
  });

  it("has the time of its file where it says none", async () => {
    const old = new FakeFiles().put("rejected/test-json/o-0.ndjson", rejectedLineOf(1, { time: undefined }));
    assert.deepEqual(await selected(old, { since: "2026-01-02T00:00:00Z" }), ["1"]);
    assert.deepEqual(await selected(old, { since: "2026-01-02T00:00:01Z" }), []);
  });

  for (const [name, line, fault] of [
    ["no JSON", "{", /^it is no JSON/],
    ["a list", "[]", /^it is not a JSON object$/],
    ["no object", rejectedLineOf(1, { key: 7.5, bucket: null }), /^bucket and key must be texts$/],
    ["no number", rejectedLineOf(1, { ordinal: "x" }), /^ordinal must be/],
    ["an index of somebody else", rejectedLineOf(1, { index: "billing" }), /^index must be/],
    ["an index that is several", rejectedLineOf(1, { index: "siem-a,other" }), /^index must be/],
    ["no id", rejectedLineOf(1, { id: "" }), /^id must be/],
    ["an id that is too long", rejectedLineOf(1, { id: "é".repeat(257) }), /^id must be a text of at most 512 bytes/],
    ["no document", rejectedLineOf(1, { document: "{}" }), /^document must be an object$/],
  ] as const) {
    it(`is not taken for a record: ${name}`, async () => {
      assert.match(String(parseSetAside("rejected", "rejected/x", line)), fault);
      const broken = new FakeFiles().put("rejected/test-json/o-0.ndjson", rejectedLineOf(0), line);
      for await (const [file] of readSetAside(broken, parseFilter({ kind: "rejected" }, now))) {
        assert.equal(file?.entries.length, 1);
        assert.deepEqual([file?.unreadable?.line, file?.unreadable?.count, file?.unreadable?.of], [2, 1, 2]);
      }
    });
  }

  describe("on lines that cannot be read", () => {
    const object = (key: string) => ({ bucket: "archive", key, versionId: "v1" });
    const fileOf = (key: string, document = "{}") =>
      rejectedKey(object(key), { source: "test-json", ordinal: 300, document });
    const large = JSON.stringify({ text: "x".repeat(40_000) });
    const broken = new FakeFiles()
      .put("rejected/x/y.ndjson", ...Array.from({ length: 78 }, () => "<34>1 no record"))
      .put("quarantine/y.json", "{")
      .put(fileOf("a.json"), rejectedLineOf(300), "{")
      .put(fileOf("b.json"), "{")
      .put(fileOf("b.json", large), "{")
      .put(`quarantine/${objectId(object("c.gz"))}.json`, "{");

    async function unreadable(options: FilterOptions): Promise<string[]> {
      const found: string[] = [];
      for await (const group of readSetAside(broken, parseFilter(options, now))) {
        for (const { key, unreadable } of group) if (unreadable !== undefined) found.push(key);
      }
      return found.sort();
    }

    it("is told of each file once", async () =>
      assert.deepEqual(await unreadable({}), [...broken.files.keys()].sort()));

    it("is not told of a file that is of no object, or of another than those that are asked for", async () => {
      const unknown = [...broken.files.keys()].slice(3).sort();
      assert.deepEqual(await unreadable({ key: "b" }), unknown);
      assert.deepEqual(await unreadable({ key: "a" }), [...unknown, fileOf("a.json")].sort());
    });
  });

  it("is of a log object of any key, also one that stands for no value elsewhere", () => {
    const record = parseSetAside("rejected", "f", rejectedLineOf(1, { key: "-" }));
    assert.equal(typeof record !== "string" && record.object.key, "-");
  });

  it("keeps a whole number that JavaScript would round", () => {
    const line = rejectedLineOf(1).replace('{"n":1}', '{"n":12345678901234567890}');
    const record = parseSetAside("rejected", "f", line);
    assert.deepEqual(typeof record !== "string" && record.kind === "rejected" && record.document, {
      n: "12345678901234567890",
    });
  });
});

describe("groups of what is put aside", () => {
  it("are of the same reason, whatever OpenSearch quotes in it", () => {
    const reason = (id: string) =>
      `failed to parse field [source.ip] of type [ip] in document with id '${id}'. Preview of field's value: '${id}': offset 12345`;
    assert.equal(
      reasonInCommon(reason("it's")),
      "failed to parse field [source.ip] of type [ip] in document with id '...'. Preview of field's value: '...': offset N",
    );
    const groups = new Groups();
    for (const [ordinal, time] of ["2026-01-03T00:00:00.000Z", "2026-01-02T00:00:00.000Z"].entries()) {
      const line = rejectedLineOf(ordinal, { reason: reason(`x${ordinal}`), time });
      const entry = parseSetAside("rejected", "f", line);
      if (typeof entry !== "string") groups.add(entry);
    }
    const note = parseSetAside("quarantined", "quarantine/o.json", noteOf("a.gz"));
    if (typeof note !== "string") groups.add(note);
    assert.deepEqual(
      groups.rows.map(({ kind, count, first, last, status }) => [kind, count, first, last, status]),
      [
        ["rejected", 2, "2026-01-02T00:00:00.000Z", "2026-01-03T00:00:00.000Z", 400],
        ["quarantined", 1, "2026-01-02T03:04:05.000Z", "2026-01-02T03:04:05.000Z", undefined],
      ],
    );
  });
});
