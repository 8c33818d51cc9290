import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { normaliseObject } from "../../functions/loader/normalise";
import type { LogSource, RawRecord } from "../../functions/loader/source";
import { readExpected, sampleCases } from "../../tools/sample-cases";

/** Every record of a source's samples, as its mapper gets it. */
export async function sampleRecords(source: LogSource): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  const observed: LogSource = {
    ...source,
    open: (object) => {
      const map = source.open(object);
      return (record) => {
        records.push(record);
        return map(record);
      };
    },
  };
  for (const sample of sampleCases(resolve(__dirname, "../.."))) {
    if (sample.source !== source.id) continue;
    const { key } = readExpected(sample);
    const body = (async function* () {
      yield readFileSync(sample.inputPath);
    })();
    const options = { sources: [observed], now: () => new Date("2026-01-02T03:04:05.000Z"), source: source.id };
    for await (const _ of normaliseObject({ bucket: "archive", key }, body, options));
  }
  return records;
}

const oddText = fc.oneof(
  fc.constantFrom(
    "",
    "-",
    "null",
    "constructor",
    "__proto__",
    '"',
    "[",
    "\\",
    "\u0000",
    "-1",
    "999999999999999999999",
    "1970-01-01",
    "::1",
    "é",
  ),
  fc.string({ maxLength: 8 }),
);
const oddValue = fc.oneof(
  oddText,
  fc.constantFrom(null, true, 0, -1, 1.5, 1e300, [], {}, [null], [[]], { a: null }, ["-"]),
);

/** A line with a part replaced, or a JSON value with any of its members replaced. */
function mutated(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value === "string") {
    return fc
      .tuple(fc.nat(value.length), fc.nat(20), oddText)
      .map(([from, length, text]) => value.slice(0, from) + text + value.slice(from + length));
  }
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return oddValue;
  const members = fc.constantFrom(...Object.keys(value));
  return members.chain((name) => {
    const member: unknown = (value as Readonly<Record<string, unknown>>)[name];
    const replaced = fc.oneof({ weight: 1, arbitrary: oddValue }, { weight: 3, arbitrary: mutated(member) });
    return replaced.map((replacement) =>
      Array.isArray(value)
        ? value.map((item: unknown, index) => (String(index) === name ? replacement : item))
        : { ...value, [name]: replacement },
    );
  });
}

/** One of the records, changed. */
export function mutatedRecord(records: readonly RawRecord[]): fc.Arbitrary<RawRecord> {
  return fc
    .constantFrom(...records)
    .chain((record) => mutated(record.value).map((value): RawRecord => ({ ...record, value })));
}
