import assert from "node:assert/strict";
import type { BatchPorts } from "../../../functions/loader/batch";
import { loadBatch } from "../../../functions/loader/batch";
import {
  type BatchOperationsEvent,
  isBatchOperationsEvent,
  loadTasks,
} from "../../../functions/loader/batch-operations";
import { decodeMessage } from "../../../functions/loader/events";
import { DependencyError, ObjectError } from "../../../functions/shared/errors";
import { s3Notification } from "../../support/s3-notification";
import {
  FakeAsideStore,
  FakeClock,
  FakeLog,
  FakeLogStore,
  FakeMetrics,
  FakeSearchIndex,
  FakeWorkQueue,
  queueMessage,
} from "./fakes";
import { testSources } from "./support";

class Backfill {
  readonly store = new FakeLogStore();
  readonly aside = new FakeAsideStore();
  readonly search = new FakeSearchIndex();
  readonly queue = new FakeWorkQueue();
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly metrics = new FakeMetrics();

  ports(over: Partial<BatchPorts> = {}): BatchPorts {
    const { store, aside, search, queue, clock, log, metrics } = this;
    const readUntil = clock.milliseconds + 60_000;
    const normalise = { sources: testSources };
    const ports = { store, aside, search, queue, clock, log, metrics, normalise };
    return { ...ports, readUntil, deadline: readUntil + 10_000, ...over };
  }

  async task(event: BatchOperationsEvent, over: Partial<BatchPorts> = {}) {
    const answer = await loadTasks(event, this.ports(over));
    assert.equal(answer.results.length, 1);
    return answer.results[0]!;
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html */
const schema1 = (s3Key: string, s3VersionId: string | null = null): BatchOperationsEvent => ({
  invocationSchemaVersion: "1.0",
  invocationId: "invocation-1",
  ...{ job: { id: "f3cc4f60-61f6-4a2b-8a21-d07600c373ce" } },
  tasks: [{ taskId: "task-1", s3Key, s3VersionId, s3BucketArn: "arn:aws-cn:s3:::archive" }],
});
const schema2 = (s3Key: string): BatchOperationsEvent => ({
  invocationSchemaVersion: "2.0",
  invocationId: "invocation-1",
  ...{ job: { id: "f3cc4f60-61f6-4a2b-8a21-d07600c373ce", userArguments: { MyDestinationBucket: "b" } } },
  tasks: [{ taskId: "task-1", s3Key, s3VersionId: null, s3Bucket: "archive" }],
});

describe("A task of S3 Batch Operations", () => {
  let backfill: Backfill;
  beforeEach(() => {
    backfill = new Backfill();
  });

  it("is told from a batch of queue messages by its form", () => {
    assert.equal(isBatchOperationsEvent(schema1("a")), true);
    assert.equal(isBatchOperationsEvent(schema2("a")), true);
    for (const other of [{ Records: [] }, undefined, "x", [], { invocationSchemaVersion: "1.0", tasks: [] }]) {
      assert.equal(isBatchOperationsEvent(other), false, JSON.stringify(other));
    }
  });

  for (const [version, event] of [
    ["1.0", schema1],
    ["2.0", schema2],
  ] as const) {
    it(`of schema ${version} loads its object, and answers by that schema with the accounting`, async () => {
      backfill.store.put("a b+c", '{"n":1}\n{"n":2}\n{"n":3,"skip":"noise"}');
      assert.deepEqual(await loadTasks(event("a%20b%2Bc"), backfill.ports()), {
        invocationSchemaVersion: version,
        treatMissingKeysAs: "TemporaryFailure",
        invocationId: "invocation-1",
        results: [
          {
            taskId: "task-1",
            resultCode: "Succeeded",
            resultString: "test-json: received 3 = indexed 2 + duplicate 0 + rejected 0 + dropped 1",
          },
        ],
      });
      assert.equal(backfill.search.documents.size, 2);
    });
  }

  it("is accounted for by the log and the metrics as an object of the queue, but has not arrived late", async () => {
    backfill.store.put("a", '{"n":1}');
    await backfill.task(schema1("a"));
    const [line] = backfill.log.lines;
    assert.deepEqual([line?.message, line?.values.key, line?.values.messageId], ["object accounted", "a", "task-1"]);
    assert.deepEqual(backfill.metrics.counts, {
      BytesLoaded: 7,
      ObjectsLoaded: 1,
      RecordsReceived: 1,
      RecordsIndexed: 1,
    });
    // The object is 245 seconds old; a backlog of years must raise no alarm.
    assert.deepEqual(backfill.metrics.delays.ArrivalToIndexedSeconds, [0]);
  });

  it("loads nothing twice that the queue has loaded before, nor the queue what it has loaded", async () => {
    backfill.store.put("a", "LOG a\nLOG a\n").put("b", "LOG b\n");
    const fromQueue = (key: string) =>
      loadBatch([queueMessage("m", s3Notification({ bucket: "archive", key }))], backfill.ports());
    await fromQueue("a");
    assert.match((await backfill.task(schema1("a"))).resultString, /indexed 0 \+ duplicate 2/);
    await backfill.task(schema1("b"));
    await fromQueue("b");
    assert.equal(backfill.search.documents.size, 3);
  });

  it("reads the key as it stands where the manifest was not encoded, and only if the other is not there", async () => {
    backfill.store.put("100%25+1", "LOG raw\n");
    assert.equal((await backfill.task(schema1("100%25+1"))).resultCode, "Succeeded");
    backfill.store.put("100% 1", "LOG decoded\n");
    await backfill.task(schema1("100%25+1"));
    const lines = [...backfill.search.documents.values()].map(({ document }) => document.test);
    assert.deepEqual(lines, [{ line: "raw" }, { line: "decoded" }]);
    backfill.store.put("50%", "LOG no encoding\n");
    assert.equal((await backfill.task(schema1("50%"))).resultCode, "Succeeded");
  });

  it("reads the version that is named", async () => {
    backfill.store.put("a", "LOG a\n");
    await backfill.task(schema1("a", "v1"));
    await backfill.task(schema1("a", "v2"));
    await backfill.task(schema1("a", "v2"));
    assert.equal(backfill.search.documents.size, 2);
  });

  it("fails for good where the object is gone, with the reason", async () => {
    assert.deepEqual(await backfill.task(schema1("gone")), {
      taskId: "task-1",
      resultCode: "PermanentFailure",
      resultString: "the object is gone",
    });
    assert.equal(backfill.metrics.counts.ObjectsMissing, 1);
  });

  it("fails for good where the object cannot be read, and leaves a note of it", async () => {
    backfill.store.put("a", new ObjectError("the object is in an archive storage class"));
    const { resultCode, resultString } = await backfill.task(schema1("a"));
    assert.deepEqual(
      [resultCode, resultString],
      ["PermanentFailure", "in quarantine: the object is in an archive storage class"],
    );
    assert.equal([...backfill.aside.objects.keys()].filter((key) => key.startsWith("quarantine/")).length, 1);
  });

  it("names no object in a form that is not understood: fails for good", async () => {
    const event = { ...schema1("a"), tasks: [{ taskId: "task-1", s3Key: 7 }] };
    assert.equal((await backfill.task(event)).resultCode, "PermanentFailure");
  });

  it("is tried again by the job where S3 fails, and where OpenSearch takes nothing; the queue is left alone", async () => {
    backfill.store.put("a", new DependencyError("S3: SlowDown"));
    assert.deepEqual(await backfill.task(schema1("a")), {
      taskId: "task-1",
      resultCode: "TemporaryFailure",
      resultString: "S3: SlowDown",
    });
    backfill.store.put("b", '{"n":1}');
    backfill.search.answer = () => ({ kind: "failed", status: 503, reason: "unavailable" });
    assert.equal((await backfill.task(schema1("b"))).resultCode, "TemporaryFailure");
    assert.deepEqual(backfill.queue.sent, []);
    assert.equal(backfill.metrics.counts.ObjectsFailed, 2);
  });

  it("is tried again where what is put aside cannot be written", async () => {
    backfill.store.put("a", '{"n":1}\n{"n":2}');
    backfill.search.answerItem = () => ({ status: 400, type: "mapper_parsing_exception", reason: "no" });
    backfill.aside.failure = new DependencyError("S3: no room");
    assert.equal((await backfill.task(schema1("a"))).resultCode, "TemporaryFailure");
    backfill.aside.failure = undefined;
    const { resultCode, resultString } = await backfill.task(schema1("a"));
    assert.equal(resultCode, "Succeeded");
    assert.match(resultString, /rejected 2/);
  });

  it("goes on in a message to the loader's queue when the time is over; both together load all once", async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `LOG line ${n}`);
    backfill.store.put("a", lines.join("\n"));
    const { clock } = backfill;
    const bulk = backfill.search.bulk.bind(backfill.search);
    backfill.search.bulk = (text) => {
      clock.milliseconds += 1_000;
      return bulk(text);
    };
    const { resultCode, resultString } = await backfill.task(schema1("a"), { readUntil: clock.milliseconds + 500 });
    assert.equal(resultCode, "Succeeded");
    assert.match(resultString, /; the loader goes on with the rest$/);
    assert.ok(backfill.search.documents.size < lines.length, "not all is loaded");
    const [message] = backfill.queue.sent;
    const decoded = decodeMessage(message?.body ?? "");
    assert.ok(decoded.kind === "objects" && (decoded.objects[0]?.resume?.ordinal ?? 0) > 0, "goes on behind the start");
    await loadBatch([queueMessage("m", message?.body ?? "")], backfill.ports());
    assert.equal(backfill.search.documents.size, lines.length);
    assert.equal(backfill.metrics.counts.ObjectsContinued, 1);
    assert.ok(
      backfill.metrics.delays.ArrivalToIndexedSeconds?.every((seconds) => seconds < 120) === true,
      "the rest is not late either",
    );
  });

  it("is tried again where that message cannot be sent", async () => {
    backfill.store.put("a", Array.from({ length: 20_000 }, (_, n) => `LOG line ${n}`).join("\n"));
    const bulk = backfill.search.bulk.bind(backfill.search);
    backfill.search.bulk = (text) => {
      backfill.clock.milliseconds += 1_000;
      return bulk(text);
    };
    backfill.queue.failure = new DependencyError("SQS: AccessDenied");
    const over = { readUntil: backfill.clock.milliseconds + 500 };
    const { resultCode, resultString } = await backfill.task(schema1("a"), over);
    assert.deepEqual([resultCode, resultString], ["TemporaryFailure", "SQS: AccessDenied"]);
  });

  it("leaves out what the loader itself has put aside", async () => {
    backfill.store.put("rejected/test/a.ndjson", '{"n":1}');
    assert.equal((await backfill.task(schema1("rejected/test/a.ndjson"))).resultCode, "Succeeded");
    assert.equal(backfill.store.opened, 0);
    assert.deepEqual(backfill.metrics.counts, { EventsIgnored: 1 });
  });

  it("of a schema that is not known is an error that says which to use", async () => {
    await assert.rejects(
      loadTasks({ ...schema1("a"), invocationSchemaVersion: "3.0" }, backfill.ports()),
      /InvocationSchemaVersion is 3\.0; create it with 1\.0 or 2\.0/,
    );
  });
});
