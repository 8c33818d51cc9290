import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { sources } from "../../../functions/loader/registry.generated";
import { type DemoObject, generate } from "../../../local/demo/generator";
import { type NormalisedDay, normaliseDay } from "./normalised-day";

const day = "2026-01-01";

function textOf({ body }: DemoObject): string {
  return (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString("utf8");
}

function bytesOf(objects: readonly DemoObject[]): string[] {
  return objects.map(({ key, body }) => `${key} ${body.toString("base64")}`);
}

describe("The generated day", () => {
  let normalised: NormalisedDay;
  before(async () => {
    normalised = await normaliseDay({ day, events: 6000 });
  });

  it("is the same, byte for byte, for the same seed, size and day", () => {
    const options = { day, events: 2000, seed: 5 };
    assert.deepEqual(bytesOf(generate(options).objects), bytesOf(generate(options).objects));
    assert.deepEqual(generate(options).scenario, generate(options).scenario);
  });

  it("has other ids, addresses and keys with another seed", () => {
    const [one, two] = [1, 2].map((seed) => generate({ day, events: 1000, seed }).scenario);
    assert.notEqual(one?.findingId, two?.findingId);
    assert.notEqual(one?.victimInstanceId, two?.victimInstanceId);
    assert.notDeepEqual(one?.accessKeys, two?.accessKeys);
  });

  for (const events of [1000, 1001, 4321, 20_000]) {
    it(`has exactly ${events} records when asked for ${events}`, () => {
      const { objects, scenario } = generate({ day, events });
      assert.equal(
        objects.reduce((sum, object) => sum + object.events, 0),
        events,
      );
      assert.equal(
        Object.values(scenario.eventsBySource).reduce((sum, count) => sum + count, 0),
        events,
      );
    });
  }

  it("holds the same intrusion whatever its size", () => {
    const [small, large] = [1000, 8000].map((events) => generate({ day, events }).scenario);
    assert.equal(small?.records.length, large?.records.length);
    assert.deepEqual({ ...small, records: [], eventsBySource: {} }, { ...large, records: [], eventsBySource: {} });
  });

  it("refuses a size that the intrusion does not fit into, and a day that is none", () => {
    assert.throws(() => generate({ events: 999 }), /events is 999; it must be a whole number of at least 1000/);
    assert.throws(() => generate({ events: 1000.5 }), /events is 1000.5/);
    assert.throws(() => generate({ day: "tomorrow" }), /day is "tomorrow"; it must be a date such as/);
  });

  it("writes keys that exactly one source claims", () => {
    for (const { key, source } of normalised.objects) {
      const claims = sources.filter(({ keys }) => keys.some(({ pattern }) => pattern.test(key)));
      assert.deepEqual(
        claims.map(({ id }) => id),
        [source],
        key,
      );
    }
  });

  it("is read by the loader record for record, without a pipeline error", () => {
    assert.equal(normalised.documents.length, 6000);
    assert.equal(normalised.pipelineErrors, 0);
    for (const { key, source } of normalised.objects) assert.equal(normalised.recognised.get(key), source);
  });

  it("gives each record an id of its own", () => {
    assert.equal(new Set(normalised.documents.map(({ index, id }) => `${index}/${id}`)).size, 6000);
  });

  it("puts the logs that cannot go to a bucket with a customer key into the other bucket", () => {
    for (const { source, bucket } of normalised.objects) {
      assert.equal(bucket, source === "aws-alb" || source === "aws-s3-access" ? "accessLogs" : "archive");
    }
  });

  it("stays within its day", () => {
    const times = normalised.documents.map(({ document }) => String(document["@timestamp"]).slice(0, 10));
    assert.deepEqual([...new Set(times)], [day]);
  });

  it("uses only accounts and addresses that are reserved for documentation", () => {
    const addresses = new Set<string>();
    for (const object of normalised.objects) {
      for (const [address] of textOf(object).matchAll(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g))
        addresses.add(address);
    }
    const known = /^(?:10\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|127\.0\.0\.1$|169\.254\.169\.254$)/;
    // Browsers name their versions like addresses.
    const others = [...addresses].filter((address) => !known.test(address) && address !== "131.0.0.0");
    assert.deepEqual(others, []);
  });

  it("says where each planted record starts", () => {
    const objects = new Map(normalised.objects.map((object) => [object.key, object]));
    for (const { key, offset, id } of normalised.scenario.records) {
      const rest = Buffer.from(textOf(objects.get(key)!))
        .subarray(offset)
        .toString("utf8");
      assert.match(rest, /^(?:\{"|5 444455556666 |h2 |[0-9a-f]{64} )/);
      if (id !== undefined && id.length === 36) assert.ok(rest.slice(0, rest.indexOf('"eventCategory"')).includes(id));
    }
    assert.equal(normalised.planted.size, normalised.scenario.records.length);
  });
});
