import assert from "node:assert/strict";
import { decodeMessage } from "../../../functions/loader/events";

function notification(key: string, over: object = {}): object {
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: "eu-west-1",
        eventName: "ObjectCreated:Put",
        s3: { bucket: { name: "archive" }, object: { key, size: 10, eTag: "e1", versionId: "v1" } },
        ...over,
      },
    ],
  };
}

const testEvent = { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "archive" };

function sns(message: object): object {
  return {
    Type: "Notification",
    MessageId: "1",
    TopicArn: "arn:aws:sns:eu-west-1:111122223333:t",
    Message: JSON.stringify(message),
  };
}

function eventBridge(key: unknown, detailType = "Object Created"): object {
  return {
    version: "0",
    "detail-type": detailType,
    source: "aws.s3",
    detail: { bucket: { name: "archive" }, object: { key, size: 5, etag: "e1", "version-id": "v1" } },
  };
}

const decoded = (key: string) => ({
  kind: "objects",
  objects: [{ reference: { bucket: "archive", key, versionId: "v1", etag: "e1" } }],
  ignored: 0,
});

describe("decoding a queue message", () => {
  for (const [name, key, expected] of [
    ["a plain key", "a/b.json", "a/b.json"],
    ["a space", "a+b", "a b"],
    ["a plus sign", "a%2Bb", "a+b"],
    ["what looks like an escape", "a%252Fb", "a%2Fb"],
    ["a slash that is escaped", "a%2Fb", "a/b"],
    ["dots", "../..%2Fetc/passwd", "../../etc/passwd"],
    ["a leading slash", "%2Fa", "/a"],
    ["Unicode in composed form", "%C3%A9", "\u00e9"],
    ["Unicode in decomposed form", "e%CC%81", "e\u0301"],
    ["an emoji", "%F0%9F%A6%8A", "🦊"],
    ["a NUL", "a%00b", "a\0b"],
    ["a Hive partition", "year%3D2026/month%3D01/a", "year=2026/month=01/a"],
    ["1,024 bytes", "k".repeat(1_024), "k".repeat(1_024)],
  ] as const) {
    it(`decodes a key with ${name} once`, () => {
      assert.deepEqual(decodeMessage(JSON.stringify(notification(key))), decoded(expected));
      assert.deepEqual(decodeMessage(JSON.stringify(sns(notification(key)))), decoded(expected));
    });
  }

  it("takes EventBridge's key as it is: it is not encoded there", () => {
    assert.deepEqual(decodeMessage(JSON.stringify(eventBridge("a+b%2Fc d"))), decoded("a+b%2Fc d"));
  });

  it("gives all objects of a message, and counts what is no creation", () => {
    const { Records } = notification("a") as { Records: object[] };
    const removal = { ...Records[0], eventName: "ObjectRemoved:Delete" };
    const message = decodeMessage(JSON.stringify({ Records: [Records[0], removal, Records[0]] }));
    assert.ok(message.kind === "objects");
    assert.deepEqual([message.objects.length, message.ignored], [2, 1]);
    const removed = decodeMessage(JSON.stringify(eventBridge("a", "Object Deleted")));
    assert.deepEqual(removed, { kind: "objects", objects: [], ignored: 1 });
  });

  it("knows S3's test event, plain and in an SNS notification", () => {
    assert.deepEqual(decodeMessage(JSON.stringify(testEvent)), { kind: "test" });
    assert.deepEqual(decodeMessage(JSON.stringify(sns(testEvent))), { kind: "test" });
  });

  it("says when S3 announced the object, where the message does", () => {
    const at = (message: object) => {
      const decodedMessage = decodeMessage(JSON.stringify(message));
      return decodedMessage.kind === "objects" ? decodedMessage.objects[0]?.announcedAt : undefined;
    };
    const record = {
      eventSource: "aws:s3",
      eventName: "ObjectCreated:Put",
      s3: { bucket: { name: "b" }, object: { key: "a" } },
    };
    const time = "2026-01-02T03:04:05.678Z";
    assert.equal(at({ Records: [{ ...record, eventTime: time }] }), Date.parse(time));
    assert.equal(at({ ...eventBridge("a"), time: "2026-01-02T03:04:05Z" }), Date.parse("2026-01-02T03:04:05Z"));
    assert.equal(at({ Records: [{ ...record, eventTime: "yesterday" }] }), undefined);
    assert.equal(at(notification("a")), undefined);
  });

  it("does without version and ETag", () => {
    const message = notification("a", { s3: { bucket: { name: "archive" }, object: { key: "a" } } });
    assert.deepEqual(decodeMessage(JSON.stringify(message)), {
      kind: "objects",
      objects: [{ reference: { bucket: "archive", key: "a", versionId: undefined, etag: undefined } }],
      ignored: 0,
    });
  });

  for (const [name, content, reason] of [
    ["no JSON", "hello", /not a JSON object/],
    ["nothing", "", /not a JSON object/],
    ["a JSON array", "[]", /not a JSON object/],
    ["another JSON object", '{"a":1}', /neither an S3 notification/],
    ["an SNS notification of a text", '{"Type":"Notification","Message":"hello"}', /SNS message is not/],
    ["records of another service", '{"Records":[{"eventSource":"aws:sns"}]}', /not of S3/],
    ["a record that is none", '{"Records":[null]}', /not of S3/],
    ["a record without key", JSON.stringify(notification("a", { s3: { bucket: { name: "b" } } })), /no bucket or key/],
    ["an event without key", JSON.stringify(eventBridge(7)), /no bucket or key/],
    ["a key that is badly encoded", JSON.stringify(notification("%E9")), /percent-encoded/],
  ] as const) {
    it(`does not understand ${name}`, () => {
      const message = decodeMessage(content);
      assert.ok(message.kind === "unknown");
      assert.match(message.reason, reason);
    });
  }
});
