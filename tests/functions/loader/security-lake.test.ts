import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { decodeMessage } from "../../../functions/loader/events";
import { normaliseObject } from "../../../functions/loader/normalise";
import { sources } from "../../../functions/loader/registry.generated";

const key =
  "aws/VPC_FLOW/2.0/region=eu-west-1/accountId=111122223333/eventDay=20260102/00000000222243338444000000000002.gz.parquet";

/** As a subscriber is told. https://docs.aws.amazon.com/security-lake/latest/userguide/subscriber-data-access.html#sample-notification */
const notification = {
  version: "0",
  id: "00000000-2222-4333-8444-555555555555",
  "detail-type": "Object Created",
  source: "aws.s3",
  account: "777788889999",
  time: "2026-01-02T03:05:00Z",
  region: "eu-west-1",
  resources: ["arn:aws:s3:::aws-security-data-lake-eu-west-1-example"],
  detail: {
    version: "0",
    bucket: { name: "aws-security-data-lake-eu-west-1-example" },
    object: { key, size: 5463, etag: "d41d8cd98f00b204e9800998ecf8427e", sequencer: "00ABCDEF" },
    "request-id": "57EXAMPLE",
    requester: "securitylake.amazonaws.com",
    "source-ip-address": "securitylake.amazonaws.com",
    reason: "PutObject",
  },
};

describe("an object of Security Lake", () => {
  it("is loaded from what a subscriber is told, Parquet of OCSF events, as documents of the lake's source", async () => {
    const message = decodeMessage(JSON.stringify(notification));
    assert.ok(message.kind === "objects", JSON.stringify(message));
    const reference = message.objects[0]?.reference ?? assert.fail("no object");
    assert.deepEqual([reference.bucket, reference.key], ["aws-security-data-lake-eu-west-1-example", key]);
    const stored = readFileSync(resolve("sources/aws-security-lake/samples/vpc-flow-logs.input.gz.parquet"));
    const body = (async function* () {
      yield new Uint8Array(stored);
    })();
    const records = normaliseObject(reference, body, { sources, now: () => new Date("2026-01-02T03:06:00Z") });
    const flows: unknown[] = [];
    for await (const record of records) {
      assert.ok(record.kind === "document" && !record.pipelineError, JSON.stringify(record));
      flows.push([record.source, record.document.event?.dataset, record.document.cloud?.account?.id]);
    }
    assert.equal(records.summary.source, "aws-security-lake");
    assert.ok(flows.length > 0, "no record");
    for (const flow of flows) assert.deepEqual(flow, ["aws-security-lake", "aws.security_lake", "111122223333"]);
  });
});
