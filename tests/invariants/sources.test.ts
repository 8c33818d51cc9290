import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { Claims } from "../../functions/loader/claims";
import { normaliseObject } from "../../functions/loader/normalise";
import { sources } from "../../functions/loader/registry.generated";
import type { LogSource, RawRecord } from "../../functions/loader/source";
import { readExpected, type SampleCase, sampleCases } from "../../tools/sample-cases";

const cases = sampleCases(resolve(__dirname, "../..")).map((sample) => ({ ...sample, expected: readExpected(sample) }));

/**
 * Sources that write another one's format: that one claims it by its content, and they are told by key, envelope or
 * configuration only.
 */
const sharedFormats: Readonly<Record<string, string>> = { "nginx-access": "apache-access" };

const place = ({ source, name }: SampleCase): string => `${source}/${name}`;

function claimants(key: string): string[] {
  return sources.filter(({ keys }) => keys.some(({ pattern }) => pattern.test(key))).map(({ id }) => id);
}

/** Runs a sample and gives every record that a mapper saw, with the ids of the documents. */
async function observe({
  inputPath,
  expected,
}: (typeof cases)[number]): Promise<{ records: RawRecord[]; ids: string[] }> {
  const records: RawRecord[] = [];
  const observed = sources.map(
    (source): LogSource => ({
      ...source,
      open: (object) => {
        const map = source.open(object);
        return (record) => {
          records.push(record);
          return map(record);
        };
      },
    }),
  );
  const body = (async function* () {
    yield readFileSync(inputPath);
  })();
  const ids: string[] = [];
  const options = { ...expected.configured, sources: observed, now: () => new Date("2026-01-02T03:04:05.000Z") };
  for await (const record of normaliseObject({ bucket: "archive", key: expected.key }, body, options)) {
    if (record.kind === "document") ids.push(record.id);
  }
  return { records, ids };
}

describe("every log source", () => {
  it("has at least four samples", () => {
    const few = sources.filter(({ id }) => cases.filter(({ source }) => source === id).length < 4).map(({ id }) => id);
    assert.deepEqual(few, []);
  });

  it("is the only one to claim the keys of its samples", () => {
    // A key that no source claims is one whose object is recognised by its content.
    const wrong = cases
      .map((sample) => ({ sample, ids: claimants(sample.expected.key) }))
      .filter(({ sample, ids }) => ids.some((id) => id !== sample.source));
    assert.deepEqual(
      wrong.map(({ sample, ids }) => `${place(sample)}: ${ids.join(", ")}`),
      [],
    );
    for (const { id, keys } of sources) {
      const own = cases.filter(({ source }) => source === id);
      for (const { pattern, skip } of keys) {
        if (skip !== undefined) continue;
        assert.ok(
          own.some(({ expected }) => pattern.test(expected.key)),
          `${id}: no sample has a key like ${pattern}`,
        );
      }
    }
  });

  it("claims keys under any prefix, and none in which its layout is only a part of a name", () => {
    for (const { source, expected } of cases) {
      const own = claimants(expected.key);
      assert.deepEqual(claimants(`any/prefix/${expected.key}`), own, expected.key);
      assert.ok(
        !claimants(`${expected.key}.quarantined`).includes(source),
        `${source} claims ${expected.key}.quarantined`,
      );
    }
  });

  it("recognises its samples' records by their content or envelope, and no record of another source", async () => {
    const wrong: string[] = [];
    for (const sample of cases) {
      const { records } = await observe(sample);
      if (records.length === 0) continue;
      const own = sources.find(({ id }) => id === sample.source) ?? assert.fail(sample.source);
      // A general format leaves its records to the others.
      const rivals = sources.filter(({ id, generic }) => id !== own.id && (own.generic === true || generic !== true));
      const others = rivals.filter(({ recognises }) => records.some(({ value }) => recognises(value)));
      const recognised = records.some(({ value, envelope }) => new Claims([own]).any(value, envelope) !== undefined);
      const told = claimants(sample.expected.key).includes(own.id) || sample.expected.configured?.source === own.id;
      const claiming = others.filter(({ id }) => !(told && sharedFormats[own.id] === id)).map(({ id }) => id);
      if (claiming.length > 0) wrong.push(`${place(sample)}: claimed by ${claiming.join(", ")}`);
      if (!recognised && !told) wrong.push(`${place(sample)}: no record is recognised`);
    }
    assert.deepEqual(wrong, []);
  });

  it("gives the records of an object ids of their own", async () => {
    for (const sample of cases) {
      const { ids } = await observe(sample);
      assert.equal(new Set(ids).size, ids.length, place(sample));
    }
  });
});

describe("the size of documents", () => {
  /** Bytes of a document for each byte of the raw record, over all samples. */
  function ratio(id: string): number {
    let raw = 0;
    let mapped = 0;
    for (const { source, inputPath, expected } of cases) {
      if (source !== id || inputPath.endsWith(".parquet")) continue;
      const bytes = readFileSync(inputPath);
      raw += bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).length : bytes.length;
      for (const document of expected.documents ?? []) mapped += JSON.stringify(document).length;
    }
    return mapped / raw;
  }

  after(() => {
    for (const { id } of sources) console.log(`    ${id}: ${ratio(id).toFixed(1)} x the raw records`);
  });

  // The goal is 2 (ECS's required fields and the place in the archive are some 700 bytes); short lines cannot reach it.
  for (const [id, limit] of [
    ["aws-cloudtrail", 2],
    ["aws-waf", 2],
    ["aws-guardduty", 2],
    ["aws-alb", 3.5],
    ["aws-s3-access", 3.5],
    ["aws-vpc-flow", 5],
  ] as const) {
    it(`is at most ${limit} times that of ${id} records`, () => assert.ok(ratio(id) <= limit, String(ratio(id))));
  }
});
