import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { Claims } from "../../../../functions/loader/claims";
import { decodedValue } from "../../../../functions/loader/envelopes/encoded";
import { maximumValues, openEnvelopes } from "../../../../functions/loader/envelopes/envelope";
import { defineSource } from "../../../../functions/loader/source";
import { jsonSource, lineSource, testSources } from "../support";

function open(value: unknown) {
  return openEnvelopes(value, {
    claims: new Claims(testSources),
    recordArrays: ["Records"],
  });
}

function subscription(messages: readonly unknown[], messageType = "DATA_MESSAGE") {
  return {
    messageType,
    owner: "111122223333",
    logGroup: "/aws/test",
    logStream: "stream-1",
    subscriptionFilters: ["siem"],
    logEvents: messages.map((message, n) => ({ id: `event-${n}`, timestamp: 1_767_323_045_678 + n, message })),
  };
}

describe("envelopes", () => {
  it("leave a value that a source claims as it is, even if it looks like one", () => {
    const value = { n: 1, detail: { n: 2 }, message: "LOG x" };
    assert.deepEqual(open(value), [{ value, envelope: undefined, source: jsonSource }]);
  });

  it("are not opened where they hold more than there is time for, be it in one array or in many", () => {
    const values = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
    assert.equal(open({ body: { Records: values(maximumValues - 1) } }).length, maximumValues - 1);
    const tooMany = { Records: values(maximumValues + 1) };
    assert.deepEqual(open(tooMany), [{ value: tooMany, envelope: undefined }]);
    let asked = 0;
    const source = defineSource({
      ...jsonSource,
      recognises: () => {
        asked += 1;
        return false;
      },
    });
    const nested = { Records: Array.from({ length: 1_000 }, () => ({ Records: values(1_000) })) };
    assert.deepEqual(
      openEnvelopes(nested, { claims: new Claims([source]), recordArrays: ["Records"] }).map(({ value }) => value),
      [nested],
    );
    assert.ok(asked <= 2 * maximumValues, `${asked} values looked at`);
  });

  it("of a CloudWatch Logs subscription give each log event, JSON parsed and lines as they are", () => {
    const [first, second] = open(subscription(['{"n":1}', "LOG two"]));
    assert.deepEqual(first?.value, { n: 1 });
    assert.equal(first?.source, jsonSource);
    assert.deepEqual(first?.envelope, {
      kind: "cloudwatch-logs",
      accountId: "111122223333",
      time: "2026-01-02T03:04:05.678Z",
      id: "event-0",
      logGroup: "/aws/test",
      logStream: "stream-1",
    });
    assert.equal(second?.value, "LOG two");
    assert.equal(second?.source, lineSource);
  });

  it("of a CloudWatch Logs subscription give log events that no source claims, too", () => {
    const records = open(subscription(["something", '{"broken']));
    assert.deepEqual(
      records.map(({ value }) => value),
      ["something", '{"broken'],
    );
    assert.ok(records.every(({ source }) => source === undefined));
  });

  it("drop a control message, which holds no log event", () => {
    const control = subscription(["CWL CONTROL MESSAGE: Checking health of destination Firehose."], "CONTROL_MESSAGE");
    assert.deepEqual(
      open(control).map(({ dropped }) => dropped),
      ["control-message"],
    );
  });

  it("of EventBridge give the detail, with account, region, time and id", () => {
    const event = {
      version: "0",
      id: "8e5622f9",
      "detail-type": "Test",
      source: "aws.test",
      account: "444455556666",
      time: "2026-01-02T03:04:05Z",
      region: "eu-west-1",
      resources: [],
      detail: { n: 1 },
    };
    const [record] = open(event);
    assert.deepEqual(record?.value, { n: 1 });
    assert.equal(record?.envelope?.kind, "eventbridge");
    assert.equal(record?.envelope?.accountId, "444455556666");
    assert.equal(record?.envelope?.region, "eu-west-1");
    assert.equal(record?.envelope?.time, "2026-01-02T03:04:05Z");
    assert.equal(record?.envelope?.id, "8e5622f9");
  });

  for (const member of ["detail", "message", "Message", "body", "log", "event", "data", "_source"]) {
    for (const [what, inner] of [
      ["an object", { n: 1 }],
      ["JSON text", '{"n":1}'],
      ["JSON text of an array", '[{"n":1}]'],
      ["JSON text with white space around it", ' \n{"n":1}\n'],
    ] as const) {
      it(`are found by a record in "${member}" as ${what}`, () => {
        const records = open({ [member]: inner, host: "x" });
        assert.deepEqual(records, [{ value: { n: 1 }, envelope: { kind: "wrapper" }, source: jsonSource }]);
      });
    }
    it(`are found by a line in "${member}"`, () => {
      assert.deepEqual(
        open({ [member]: "LOG x" }).map(({ value }) => value),
        ["LOG x"],
      );
    });
  }

  it("are only guessed at: without a record inside, the value stays whole", () => {
    const value = { message: "hello", log: { level: "info" }, event: 3 };
    assert.deepEqual(open(value), [{ value, envelope: undefined }]);
  });

  it("take the member that holds the record, not the others", () => {
    assert.deepEqual(
      open({ message: "note", event: { n: 7 } }).map(({ value }) => value),
      [{ n: 7 }],
    );
  });

  it("may be nested, and what an outer one says and the inner does not is kept", () => {
    const inner = subscription(['{"Records":[{"n":1},{"n":2}]}']);
    const records = open({
      "detail-type": "Test",
      source: "test",
      region: "us-east-1",
      detail: { body: JSON.stringify(inner) },
    });
    assert.deepEqual(
      records.map(({ value }) => value),
      [{ n: 1 }, { n: 2 }],
    );
    assert.equal(records[0]?.envelope?.kind, "cloudwatch-logs");
    assert.equal(records[0]?.envelope?.region, "us-east-1");
    assert.equal(records[0]?.envelope?.logGroup, "/aws/test");
  });

  describe("that a source documents", () => {
    const delivered = { ...jsonSource, envelopes: [{ eventSource: /^aws\.test$/ }] };
    const openDelivered = (detail: object) =>
      openEnvelopes(
        { source: "aws.test", "detail-type": "Test", detail },
        { claims: new Claims([delivered]), recordArrays: ["Records"] },
      ).map(({ value, source }) => ({ value, source: source?.id }));

    it("give what they hold to it, recognised or not", () => {
      assert.deepEqual(openDelivered({ new: 1 }), [{ value: { new: 1 }, source: delivered.id }]);
    });

    it("give the records of its record arrays to it, not the object around them", () => {
      const found = openDelivered({ Records: [{ n: 1 }, { new: 2 }], action: "test" });
      assert.deepEqual(found, [
        { value: { n: 1 }, source: delivered.id },
        { value: { new: 2 }, source: delivered.id },
      ]);
    });

    it("give an object with an empty record array to it, for there is nothing else", () => {
      assert.deepEqual(openDelivered({ Records: [] }), [{ value: { Records: [] }, source: delivered.id }]);
    });
  });

  it("nested without end are left as they are", () => {
    let value: unknown = { n: 1 };
    for (let depth = 0; depth < 50; depth += 1) value = { message: value };
    assert.deepEqual(open(value), [{ value, envelope: undefined }]);
  });
});

describe("envelopes of queues, topics, streams and functions", () => {
  const base64 = (content: string | Buffer): string => Buffer.from(content).toString("base64");
  const subscribed = base64(gzipSync(JSON.stringify(subscription(['{"n":1}', '{"n":2}']))));
  for (const { what, value, found } of [
    {
      what: "what SQS's API answers",
      value: {
        Messages: [
          { MessageId: "a", Body: '{"n":1}' },
          { MessageId: "b", Body: '{"n":2}' },
        ],
      },
      found: [{ n: 1 }, { n: 2 }],
    },
    {
      what: "a topic's message in a message of a queue's answer",
      value: { Messages: [{ Body: JSON.stringify({ Type: "Notification", Message: '{"n":1}' }) }] },
      found: [{ n: 1 }],
    },
    {
      what: "a function's event of a topic",
      value: { Records: [{ EventSource: "aws:sns", Sns: { Type: "Notification", Message: '{"n":1}' } }] },
      found: [{ n: 1 }],
    },
    {
      what: "a function's event of a subscription of CloudWatch Logs",
      value: { awslogs: { data: subscribed } },
      found: [{ n: 1 }, { n: 2 }],
    },
    {
      what: "a function's event of a stream",
      value: { Records: [{ eventSource: "aws:kinesis", kinesis: { partitionKey: "p", data: base64('{"n":1}') } }] },
      found: [{ n: 1 }],
    },
    {
      what: "lines of a stream",
      value: { kinesis: { data: base64('LOG one\n{"n":2}\n') } },
      found: ["LOG one", { n: 2 }],
    },
    {
      what: "a subscription of CloudWatch Logs in a stream",
      value: { kinesis: { data: subscribed } },
      found: [{ n: 1 }, { n: 2 }],
    },
  ]) {
    it(`open ${what}`, () =>
      assert.deepEqual(
        open(value).map((record) => record.value),
        found,
      ));
  }

  for (const { what, data } of [
    { what: "Base64 of something else", data: base64(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff])) },
    { what: "damaged gzip", data: base64(gzipSync('{"n":1}').subarray(0, 20)) },
    { what: "a bomb", data: base64(gzipSync(`{"n":1,"x":"${"a".repeat(2_000_000)}"}`)) },
    { what: "a text of its characters", data: "not base64 at all" },
  ]) {
    it(`leave ${what} as it is`, () => {
      const value = { awslogs: { data } };
      assert.deepEqual(open(value), [{ value, envelope: undefined }]);
    });
  }

  it("are decompressed as long as all of a record's fit in memory", () => {
    const data = base64(gzipSync('{"n":1}'));
    const left = { bytes: 2 * '{"n":1}'.length + 1 };
    assert.deepEqual(
      [1, 2, 3].map(() => decodedValue(data, left)),
      [{ n: 1 }, { n: 1 }, undefined],
    );
    assert.equal(left.bytes, 1);
    assert.deepEqual(decodedValue(base64('{"n":1}'), left), { n: 1 });
  });
});
