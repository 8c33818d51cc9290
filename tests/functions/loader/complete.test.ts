import assert from "node:assert/strict";
import { completeDocument, type DocumentContext } from "../../../functions/loader/complete";
import { timeRange } from "../../../functions/loader/indices";
import { relatedOf } from "../../../functions/loader/related";
import type { RecordEnvelope } from "../../../functions/loader/source";
import type { EcsDocument } from "../../../functions/shared/ecs";

const arrival = new Date("2026-01-02T03:00:00.000Z");

function complete(
  mapped: EcsDocument,
  {
    envelope,
    tags,
    ...context
  }: Partial<DocumentContext> & { envelope?: RecordEnvelope; tags?: readonly string[] } = {},
) {
  return completeDocument(
    mapped,
    { offset: 42, envelope, ingested: "2026-01-02T03:04:05.000Z", tags },
    {
      module: "aws",
      dataset: "aws.test",
      filePath: "s3://archive/key",
      accountId: "111122223333",
      region: "eu-west-1",
      arrival: arrival.toISOString(),
      range: timeRange(arrival, 30),
      ...context,
    },
  );
}

describe("completing a document", () => {
  it("tags a record of another account than the one whose key it lies under", () => {
    const of = (id: string) => complete({ cloud: { account: { id } } }).document.tags;
    assert.deepEqual(of("999999999999"), ["timestamp-missing", "account-mismatch"]);
    assert.deepEqual(of("111122223333"), ["timestamp-missing"]);
    const unknown = complete({ cloud: { account: { id: "999999999999" } } }, { accountId: undefined });
    assert.deepEqual(unknown.document.tags, ["timestamp-missing"]);
  });

  it("adds what every document has", () => {
    const { document, indexTime } = complete({ "@timestamp": "2026-01-02T02:00:00Z" });
    assert.deepEqual(JSON.parse(JSON.stringify(document)), {
      "@timestamp": "2026-01-02T02:00:00Z",
      event: { kind: "event", dataset: "aws.test", module: "aws", ingested: "2026-01-02T03:04:05.000Z" },
      cloud: { provider: "aws", account: { id: "111122223333" }, region: "eu-west-1" },
      log: { file: { path: "s3://archive/key" }, offset: 42 },
      ecs: { version: "8.17.0" },
    });
    assert.equal(indexTime, "2026-01-02T02:00:00Z");
  });

  it("keeps what the mapper says", () => {
    const { document } = complete({
      "@timestamp": "2026-01-02T02:00:00.123456Z",
      event: { kind: "alert", severity: 7 },
      cloud: { account: { id: "444455556666", name: "shop" }, region: "us-east-1", instance: { id: "i-1" } },
      log: { level: "warn" },
      tags: ["mine"],
    });
    assert.equal(document["@timestamp"], "2026-01-02T02:00:00.123456Z");
    assert.equal(document.event?.kind, "alert");
    assert.equal(document.event?.severity, 7);
    assert.deepEqual(document.cloud?.account, { id: "444455556666", name: "shop" });
    assert.equal(document.cloud?.region, "us-east-1");
    assert.equal(document.cloud?.instance?.id, "i-1");
    assert.equal(document.log?.level, "warn");
    assert.deepEqual(document.tags, ["mine", "account-mismatch"]);
  });

  it("hides the secrets of URLs, whatever the source", () => {
    const url = {
      original: "/cb?code=a#id_token=b",
      path: "/cb",
      query: "code=a",
      fragment: "id_token=b",
      password: "pw",
    };
    const { document } = complete({
      url,
      http: { request: { method: "GET", referrer: "https://a:b@example.com/?token=c" } },
    });
    assert.deepEqual(document.url, {
      original: "/cb?code=REDACTED#id_token=REDACTED",
      path: "/cb",
      query: "code=REDACTED",
      fragment: "id_token=REDACTED",
      password: "REDACTED",
    });
    assert.deepEqual(document.http?.request, {
      method: "GET",
      referrer: "https://a:REDACTED@example.com/?token=REDACTED",
    });
  });

  it("prefers the envelope's account, region and time to those of the object", () => {
    const envelope = {
      kind: "eventbridge",
      accountId: "777788889999",
      region: "us-east-1",
      time: "2026-01-02T01:00:00Z",
    } as const;
    const { document, indexTime } = complete({}, { envelope });
    assert.equal(document.cloud?.account?.id, "777788889999");
    assert.equal(document.cloud?.region, "us-east-1");
    assert.equal(document["@timestamp"], "2026-01-02T01:00:00Z");
    assert.equal(indexTime, "2026-01-02T01:00:00Z");
    assert.equal(document.tags, undefined);
  });

  it("says nothing about a cloud where nothing is known of one", () => {
    const { document } = complete({}, { module: "okta", accountId: undefined, region: undefined });
    assert.equal(document.cloud, undefined);
  });

  for (const time of [undefined, "yesterday"]) {
    it(`gives a document with the time ${String(time)} the object's time and a tag`, () => {
      const { document, indexTime } = complete({ "@timestamp": time });
      assert.equal(document["@timestamp"], arrival.toISOString());
      assert.equal(indexTime, arrival.toISOString());
      assert.deepEqual(document.tags, ["timestamp-missing"]);
    });
  }

  for (const [when, time] of [
    ["older than the retention", "2025-12-03T02:59:59Z"],
    ["more than a day ahead", "2026-01-03T03:00:01Z"],
  ] as const) {
    it(`keeps an event ${when}, tagged, in the index of the arrival`, () => {
      const { document, indexTime } = complete({ "@timestamp": time, tags: ["mine"] });
      assert.equal(document["@timestamp"], time);
      assert.equal(indexTime, arrival.toISOString());
      assert.deepEqual(document.tags, ["mine", "timestamp-out-of-range"]);
    });
  }

  it("takes the times at both ends of the range", () => {
    for (const time of ["2025-12-03T03:00:00Z", "2026-01-03T03:00:00Z"]) {
      assert.equal(complete({ "@timestamp": time }).indexTime, time);
    }
  });

  it("lists each of many related addresses once, in their order", () => {
    const many = Array.from({ length: 100 }, (_, n) => `2001:db8::${n.toString(16)}`);
    const related = relatedOf({ related: { ip: [...many, ...many.slice(40)] }, source: { ip: many[50] } });
    assert.deepEqual(related?.ip, many);
  });

  it("collects related addresses, users, hosts and hashes, each once, the mapper's first", () => {
    const { document } = complete({
      source: { ip: "192.0.2.1", user: { name: "anna" }, domain: "a.example" },
      destination: { ip: "198.51.100.1" },
      client: { ip: "192.0.2.1" },
      host: { ip: ["10.0.0.1", "10.0.0.2"], name: "web-1" },
      user: { name: "anna", target: { name: "bert" } },
      dns: { question: { name: "b.example" }, resolved_ip: ["203.0.113.1"] },
      url: { domain: "a.example" },
      file: { hash: { sha256: "aa" } },
      related: { ip: ["203.0.113.9"], user: ["root"] },
    });
    assert.deepEqual(document.related, {
      ip: ["203.0.113.9", "192.0.2.1", "198.51.100.1", "10.0.0.1", "10.0.0.2", "203.0.113.1"],
      user: ["root", "anna", "bert"],
      hosts: ["web-1", "a.example", "b.example"],
      hash: ["aa"],
    });
  });
});
