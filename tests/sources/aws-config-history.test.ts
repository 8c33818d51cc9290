import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { normaliseObject } from "../../functions/loader/normalise";
import { sources } from "../../functions/loader/registry.generated";
import source from "../../sources/aws-config-history";
import { assertGrowsLinearly } from "../support/growth";

const options = { sources, now: () => new Date("2026-01-02T03:04:05.000Z") };
const day = "AWSLogs/444455556666/Config/eu-west-1/2026/1/2";
const snapshotKey = `${day}/ConfigSnapshot/444455556666_Config_eu-west-1_ConfigSnapshot_20260102T023000Z_0123abcd-0123-4567-89ab-0123456789ab.json.gz`;

function item(configuration: object, resourceId = "mi-1"): object {
  return {
    resourceType: "AWS::SSM::ManagedInstanceInventory",
    resourceId,
    awsAccountId: "111122223333",
    configurationItemStatus: "OK",
    configurationItemCaptureTime: "2026-01-02T02:00:00Z",
    configuration,
  };
}

/** The text of each leaf, and the longest `path=text`, as `flat_object` indexes them. */
function* terms(value: unknown, path: string): Generator<string> {
  if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      yield* terms(member, Array.isArray(value) ? path : `${path}.${name}`);
    }
  } else yield `${path}=${String(value)}`;
}

/** With thousands of different fields. */
function application(fields: number) {
  const content: Record<string, unknown> = { policy: "é".repeat(100_000) };
  for (let number = 0; number < fields; number += 1) {
    content[`package-${number}.x86_64`] = { Version: `1.2.${number}`, Summary: "s".repeat(60) };
  }
  return item({ "AWS:Application": { Content: content } });
}

function map(value: unknown) {
  return source.open({ bucket: "archive", key: "any" })({ ordinal: 0, offset: 0, value });
}

describe("AWS Config items", () => {
  it("of 1 MB and thousands of different fields become one object that OpenSearch takes", () => {
    const value = application(8_000);
    assert.ok(JSON.stringify(value).length > 1_000_000);
    const mapped = map(value);
    assert.equal(mapped.kind, "event");
    assert.equal(source.fields["aws.config_history.configuration"], "flat_object");
    const fields = JSON.parse(JSON.stringify(mapped)).document.aws.config_history;
    const indexed = [...terms(fields.configuration, "aws.config_history.configuration")];
    assert.equal(indexed.length, 16_001);
    assert.deepEqual(
      indexed.filter((term) => Buffer.byteLength(term) > 32_766),
      [],
    );
  });

  it("are mapped in time that grows as their fields do", () =>
    assertGrowsLinearly(64_000, (fields) => map(application(fields))));

  it("of a snapshot are read one by one while the file still arrives", async () => {
    let sent = 0;
    const body = (async function* () {
      yield Buffer.from('{"fileVersion":"1.0","configSnapshotId":"x","configurationItems":[');
      for (; sent < 200; sent += 1) {
        yield Buffer.from(
          `${sent === 0 ? "" : ","}${JSON.stringify(item({ text: "t".repeat(100_000) }, `mi-${sent}`))}`,
        );
      }
      yield Buffer.from("]}");
    })();
    let first: number | undefined;
    let documents = 0;
    for await (const batch of normaliseObject({ bucket: "archive", key: snapshotKey }, body, options).batches()) {
      first ??= sent;
      documents += batch.length;
    }
    assert.equal(documents, 200);
    assert.ok(first !== undefined && first < 100, `the first items came after ${first} of 200`);
  });

  it("are a snapshot's by their key only", async () => {
    const bytes = Buffer.from(JSON.stringify({ configurationItems: [item({})] }));
    for (const [key, expected] of [
      [snapshotKey, "aws-config-snapshot"],
      ["export/snapshot.json", "aws-config-history"],
    ] as const) {
      const records = normaliseObject({ bucket: "archive", key }, Readable.from([bytes]), options);
      const found: string[] = [];
      for await (const record of records) if (record.kind === "document") found.push(record.source);
      assert.deepEqual(found, [expected]);
    }
  });

  it("are one event, however often they are delivered, but a summary is not its item", () => {
    const map = source.open({ bucket: "archive", key: "any" });
    const idOf = (value: unknown): string | undefined => {
      const mapped = map({ ordinal: 0, offset: 0, value });
      return mapped.kind === "event" ? mapped.id : undefined;
    };
    const inHistory = idOf(item({}));
    assert.equal(idOf({ messageType: "ConfigurationItemChangeNotification", configurationItem: item({}) }), inHistory);
    assert.notEqual(
      idOf({ messageType: "OversizedConfigurationItemChangeNotification", configurationItemSummary: item({}) }),
      inHistory,
    );
    assert.notEqual(idOf(item({}, "mi-2")), inHistory);
    assert.equal(idOf({ ...item({}), configurationItemCaptureTime: undefined }), undefined);
  });
});
