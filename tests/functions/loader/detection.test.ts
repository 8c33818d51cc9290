import assert from "node:assert/strict";
import { recordDetector, sigmaLogSources } from "../../../functions/loader/detection";
import { normaliseObject } from "../../../functions/loader/normalise";
import type { NormaliseOptions } from "../../../functions/loader/normalised-object";
import { sources } from "../../../functions/loader/registry.generated";
import { buildRuleSet, parseSigma } from "../../../functions/shared/sigma";
import { now } from "./support";

const rules = (...detections: readonly (readonly [title: string, more: string])[]) =>
  buildRuleSet(
    detections.flatMap(
      ([title, more]) =>
        parseSigma(`title: ${title}\nlogsource: { product: aws, service: cloudtrail }\n${more}`, "a.yml").documents,
    ),
  );

const events = [
  { eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com", sourceIPAddress: "198.51.100.7" },
  { eventName: "GetObject", eventSource: "s3.amazonaws.com" },
];
const set = rules(
  ["stopped", "detection: { s: { eventName: StopLogging }, condition: s }\n"],
  ["from X", "taxonomy: ecs\ndetection: { s: { source.geo.country_iso_code: XX }, condition: s }\n"],
  ["broken", "detection: { s: { other: thing }, condition: s }\n"],
);

async function matchesOf(records: readonly unknown[], options: Partial<NormaliseOptions> = {}): Promise<unknown[]> {
  const body = (async function* () {
    yield Buffer.from(records.map((record) => JSON.stringify(record)).join("\n"));
  })();
  const found: unknown[] = [];
  const detect = recordDetector(set, sources);
  const object = { bucket: "archive", key: "k" };
  for await (const record of normaliseObject(object, body, {
    sources,
    source: "aws-cloudtrail",
    now: () => now,
    detect,
    ...options,
  })) {
    found.push(record.kind === "dropped" ? record.reason : (record.matches?.rules ?? []).map(({ title }) => title));
  }
  return found;
}

describe("detection while records are loaded", () => {
  it("gives each record the rules that match it", async () => {
    assert.deepEqual(await matchesOf(events), [["stopped"], []]);
  });

  it("asks rules on documents after enrichment", async () => {
    const enrich: NormaliseOptions["enrich"] = (document) => ({
      ...document,
      source: { ...document.source, geo: { country_iso_code: "XX" } },
    });
    assert.deepEqual(await matchesOf(events, { enrich }), [["stopped", "from X"], ["from X"]]);
  });

  it("does not ask of records that filters leave out", async () => {
    const filter: NormaliseOptions["filter"] = (document) =>
      document.event?.action === "StopLogging" ? { dropped: "noise" } : {};
    assert.deepEqual(await matchesOf(events, { filter }), ["noise", []]);
  });

  it("asks also of records that cannot be mapped", async () => {
    assert.deepEqual(await matchesOf([{ other: "thing" }]), [["broken"]]);
  });

  it("knows a log by its vendor and the rest of its dataset", () => {
    const found = sources.find(({ id }) => id === "aws-vpc-flow");
    assert.deepEqual(found && sigmaLogSources(found), [{ product: "aws", service: "vpc_flow" }]);
    for (const source of sources) {
      const [own] = sigmaLogSources(source);
      assert.equal(`${own?.product}.${own?.service}`, source.dataset);
    }
  });
});
