import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { normaliseObject } from "../../functions/loader/normalise";
import type { ObjectSummary } from "../../functions/loader/normalised-object";
import { sources } from "../../functions/loader/registry.generated";
import type { LogSource } from "../../functions/loader/source";
import { ObjectError } from "../../functions/shared/errors";
import { readExpected, type SampleCase, sampleCases } from "../../tools/sample-cases";
import { runs } from "../support/fuzz";
import { assertTakesAsLong } from "../support/growth";

const cases = sampleCases(resolve(__dirname, "../.."));

interface Read {
  readonly summary: ObjectSummary;
  readonly ids: readonly string[];
  readonly unreadable: boolean;
}

async function read(bytes: Uint8Array, { source, key }: { source: LogSource; key: string }): Promise<Read> {
  const body = (async function* () {
    yield bytes;
  })();
  const object = { bucket: "archive", key, lastModified: new Date("2026-01-02T03:00:00.000Z") };
  const options = { sources, source: source.id, now: () => new Date("2026-01-02T03:04:05.000Z") };
  const records = normaliseObject(object, body, options);
  const ids: string[] = [];
  let unreadable = false;
  try {
    for await (const record of records) if (record.kind === "document") ids.push(record.id);
  } catch (error) {
    if (!(error instanceof ObjectError)) throw error;
    unreadable = true;
  }
  return { summary: records.summary, ids, unreadable };
}

/** A change of some bytes: overwritten, inserted or cut out. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat(12),
  inserted: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc
      .constantFrom('"', "{", "}", "[", "\n", "\r\n", "\\", "\u0000", ",", "<", ">", " ", "\ufeff", "''")
      .map((text) => Uint8Array.from(Buffer.from(text))),
  ),
});

function changed(bytes: Buffer, changes: readonly { at: number; removed: number; inserted: Uint8Array }[]): Buffer {
  let result = bytes;
  for (const { at, removed, inserted } of changes) {
    const from = Math.floor(at * result.length);
    result = Buffer.concat([result.subarray(0, from), inserted, result.subarray(from + removed)]);
  }
  return result;
}

for (const source of sources) {
  const own = cases.filter((sample) => sample.source === source.id);
  const contents = own.map((sample) => ({ bytes: readFileSync(sample.inputPath), key: keyOf(sample) }));

  describe(`an object of ${source.id}`, () => {
    it("is accounted for whatever happens to its bytes, and no two records share an id of ours", async () => {
      const damaged = fc.tuple(fc.constantFrom(...contents), fc.array(change, { minLength: 1, maxLength: 4 }));
      await fc.assert(
        fc.asyncProperty(damaged, async ([{ bytes, key }, changes]) => {
          const { summary, ids } = await read(changed(bytes, changes), { source, key });
          const dropped = Object.values(summary.dropped).reduce((sum, count) => sum + count, 0);
          assert.equal(summary.received, summary.documents + dropped);
          assert.equal(ids.length, summary.documents);
          // Ids of the archive's place end in the record's number; a source's own id may come twice.
          const placed = ids.filter((id) => /^[\w-]{22}-\d+$/.test(id));
          assert.equal(new Set(placed).size, placed.length);
        }),
        runs(300),
      );
    }).timeout(60_000);

    it("is read in linear time, be it a mebibyte of anything", async () => {
      for (const make of inputs(contents.map(({ bytes }) => bytes))) {
        const [whole, quarter] = [make(mebibyte), make(mebibyte / 4)];
        await assertTakesAsLong(
          () => read(whole, { source, key: "any/key" }),
          () => read(quarter, { source, key: "any/key" }),
          `with four times the bytes, ${JSON.stringify(whole.toString("latin1", 0, 40))}`,
        );
      }
    }).timeout(300_000);
  });
}

const mebibyte = 1024 * 1024;
// What opens something that may never be closed, or lets a pattern try many ways.
const opening = ['"', "(", "[", "{", " ", "\\", "a", "=", "|", "'", "<", "<a", "\t", ":", "a ", '{"a":', "k=v ", "1,"];
/** What the masks look for. */
const masked = [
  "identified by 'a' replace 'a' ",
  "set_external_master(",
  "password=",
  '"token":"',
  '"name":"',
  "a%",
  "&sig=",
];
const hostile = [...opening, ...masked];

/** An object of about so many bytes. */
type Input = (size: number) => Buffer;

/** JSON whose members' names become one in `flat_object`, by their dots or by their length. */
function namesThatBecomeOne(): Input[] {
  const byDots = (number: number): string =>
    number
      .toString(2)
      .padStart(17, "0")
      .replace(/\d/g, (bit) => (bit === "0" ? "_" : "."));
  const byLength = (number: number): string => "a".repeat(256) + number;
  return [byDots, byLength].map((nameOf) => (bytes) => {
    const members: string[] = [];
    for (let size = 512; size < bytes; size += (members.at(-1) ?? "").length + 1) {
      members.push(`${JSON.stringify(nameOf(members.length))}:1`);
    }
    return Buffer.from(`{${members.join(",")}}`);
  });
}

/** The samples over and over, and hostile texts, in lines of a kibibyte and without line ends. */
function inputs(samples: readonly Buffer[]): Input[] {
  const units = [
    ...samples
      .map((sample) => (sample[0] === 0x1f && sample[1] === 0x8b ? gunzipSync(sample) : sample).subarray(0, 64 * 1024))
      .filter(({ length }) => length > 0),
    ...hostile.flatMap((text) => [Buffer.from(text), Buffer.from(`${text.repeat(Math.ceil(1024 / text.length))}\n`)]),
  ];
  const repeated = units.map(
    (unit): Input =>
      (size) =>
        Buffer.concat(Array(Math.ceil(size / unit.length)).fill(unit)).subarray(0, size),
  );
  return [...repeated, ...namesThatBecomeOne()];
}

function keyOf(sample: SampleCase): string {
  return readExpected(sample).key;
}
