import assert from "node:assert/strict";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import {
  likelyCause,
  openLetter,
  parseLetterFilter,
  redrivenBody,
  visitDeadLetters,
} from "../../../cli/rescue/dead-letters";
import { type RedriveSettings, redrive, redriveDeadLetters } from "../../../cli/rescue/dlq-redrive";
import type { ObjectState } from "../../../cli/rescue/ports";
import { notificationOf } from "../../../cli/rescue/s3-notification";
import { encodeFollowUp } from "../../../functions/loader/follow-up";
import { DependencyError } from "../../../functions/shared/errors";
import { FakeClock } from "../../functions/loader/fakes";
import { running } from "../running";
import { FakeLogObjects, FakeQueue } from "./fakes";

const notice = (key: string) => notificationOf({ bucket: "archive", key }, "eu-west-1");
const fifty = Array.from({ length: 50 }, (_, number) => notice(`k${number}`));

describe("the dead-letter queue", () => {
  it("is visited message by message, each once, and all are to be seen again afterwards", async () => {
    const queue = new FakeQueue().put(...fifty);
    const keys: string[] = [];
    await visitDeadLetters(queue, ({ objects }) => {
      keys.push(...objects.map(({ key }) => key));
      return Promise.resolve({});
    });
    assert.equal(new Set(keys).size, 50);
    assert.equal(keys.length, 50);
    assert.deepEqual([queue.messages.length, queue.hidden.size], [50, 0]);
  });

  it("is visited to its end also when the first messages come back meanwhile, and not for ever", async () => {
    const queue = new FakeQueue().put(...fifty);
    const receive = queue.receive.bind(queue);
    let receives = 0;
    queue.receive = () => {
      receives += 1;
      // Every other receive gives the first ones again.
      return receives % 2 === 0 ? Promise.resolve(queue.messages.slice(0, 10)) : receive();
    };
    let visits = 0;
    await visitDeadLetters(queue, () => Promise.resolve({ enough: ++visits > 50 }));
    assert.equal(visits, 50);
    queue.receive = () => Promise.resolve(queue.messages);
    await visitDeadLetters(queue, () => Promise.resolve({ enough: ++visits > 100 }));
    assert.equal(visits, 100);
  });

  it("has all its messages again when a visit fails, and receives no more than are wanted", async () => {
    const queue = new FakeQueue().put(...fifty);
    await assert.rejects(
      visitDeadLetters(queue, () => Promise.reject(new Error("no permission"))),
      /no permission/,
    );
    assert.equal(queue.hidden.size, 0);
    let received = 0;
    const receive = queue.receive.bind(queue);
    queue.receive = async () => {
      const messages = await receive();
      received += messages.length;
      return messages;
    };
    await visitDeadLetters(queue, () => Promise.resolve({ enough: true }));
    assert.equal(received, 10);
  });

  const causes: readonly (readonly [string, string, ObjectState, RegExp])[] = [
    ["that is no JSON", "hello", "there", /does not understand it: the body is not a JSON object/],
    ["of S3's test", '{"Event":"s3:TestEvent"}', "there", /S3's test/],
    ["of nothing new", '{"Records":[]}', "there", /no new object/],
    ["of an object that is gone", notice("a"), "missing", /is gone/],
    ["of an object in an archive", notice("a"), "archived", /restore it/],
    ["of an object that may not be read", notice("a"), "denied", /you may not read the object/],
    ["of an object that is there", notice("a"), "there", /out of order, or the loader ran out of time/],
  ];
  for (const [name, body, state, cause] of causes) {
    it(`says what is likely the matter with a message ${name}`, async () => {
      const objects = new FakeLogObjects();
      objects.states.set("a", state);
      const message = { messageId: "m", receiptHandle: "m", body, receiveCount: 1, sentAt: undefined };
      assert.match(await likelyCause(openLetter(message), objects), cause);
    });
  }

  it("says of a message whose object cannot be looked at why not, and goes on with the others", async () => {
    const objects = new FakeLogObjects();
    objects.state = () => Promise.reject(new DependencyError("s3:GetObject on s3://archive/a failed: 301"));
    const letter = openLetter(new FakeQueue().put(notice("a")).messages[0] ?? assert.fail());
    assert.equal(
      await likelyCause(letter, objects),
      "the object cannot be looked at: s3:GetObject on s3://archive/a failed: 301",
    );
  });

  it("is filtered by key, time and id", () => {
    const now = new Date("2026-01-02T04:00:00Z");
    const letter = openLetter(new FakeQueue().put(notice("b/c")).messages[0] ?? assert.fail());
    const matches = (options: object): boolean => parseLetterFilter(options, now)(letter);
    assert.deepEqual([matches({ key: "b/" }), matches({ key: "c" })], [true, false]);
    assert.deepEqual([matches({ since: "2h" }), matches({ since: "30m" })], [true, false]);
    assert.deepEqual([matches({ message: "m0" }), matches({ message: "m1" })], [true, false]);
    assert.throws(() => matches({ key: "" }), /--key is empty/);
  });
});

describe("a message that the loader sent itself", () => {
  const resume = { ordinal: 20, hops: 1_000, place: { ordinal: 10, offset: 700, headers: ["srcaddr dstaddr"] } };
  const followUp = {
    objects: [{ reference: { bucket: "archive", key: "a", versionId: "v1" }, resume }],
    parkings: 800,
  };
  const firstSeen = Date.parse("2026-01-01T00:00:00Z");
  const letter = openLetter(
    new FakeQueue().put(encodeFollowUp({ ...followUp, firstSeen })).messages[0] ?? assert.fail(),
  );

  it("is as old as the first one about its object, and says how often it waited", async () => {
    assert.deepEqual(letter.firstSeen, new Date(firstSeen));
    assert.match(await likelyCause(letter, new FakeLogObjects()), /did not take it for long: .* wait 800 times/);
  });

  it("starts anew when it is redriven, and with it its objects", () => {
    const now = new Date("2026-01-20T00:00:00Z");
    const { decoded } = openLetter({ ...letter.message, body: redrivenBody(letter, now) });
    const { objects } = followUp;
    const reference = { etag: undefined, ...objects[0]?.reference };
    assert.deepEqual(decoded, {
      kind: "objects",
      objects: [{ reference }],
      ignored: 0,
      followUp: { parkings: 0, firstSeen: now.getTime() },
    });
  });
});

describe("a redrive", () => {
  const all: RedriveSettings = {
    matches: () => true,
    rate: 1_000,
    limit: Number.POSITIVE_INFINITY,
    dryRun: false,
    onLetter: () => undefined,
  };

  it("sends each message again and removes it, but those that the loader does not understand", async () => {
    const [dead, queue] = [new FakeQueue().put(notice("a"), "?", notice("b")), new FakeQueue()];
    const counts = { redriven: 2, unknown: 1, others: 0, beyondLimit: 0 };
    assert.deepEqual(await redrive(dead, queue, new FakeClock(), all), counts);
    assert.deepEqual(queue.sentKeys, ["a", "b"]);
    assert.deepEqual(
      dead.messages.map(({ body }) => body),
      ["?"],
    );
    assert.equal(dead.hidden.has("m1"), false);
  });

  it("removes nothing that could not be sent; what is sent but not removed is in both", async () => {
    const [dead, queue] = [new FakeQueue().put(notice("a")), new FakeQueue()];
    queue.failSend = new Error("over limit");
    await assert.rejects(redrive(dead, queue, new FakeClock(), all), /over limit/);
    assert.deepEqual([dead.messages.length, dead.hidden.size], [1, 0]);
    queue.failSend = undefined;
    dead.failRemove = new Error("throttled");
    await assert.rejects(redrive(dead, queue, new FakeClock(), all), /throttled/);
    assert.deepEqual([dead.messages.length, queue.sentKeys], [1, ["a"]]);
  });

  it("sends so many at most, so many a second; a dry run nothing", async () => {
    const [dead, queue, clock] = [new FakeQueue().put(...fifty), new FakeQueue(), new FakeClock()];
    assert.equal((await redrive(dead, queue, clock, { ...all, dryRun: true })).redriven, 50);
    assert.deepEqual([dead.messages.length, dead.hidden.size, queue.sent.length], [50, 0, 0]);
    const started = clock.milliseconds;
    await redrive(dead, queue, clock, { ...all, limit: 21, rate: 10 });
    assert.deepEqual([dead.messages.length, dead.hidden.size, queue.sent.length], [29, 0, 21]);
    assert.equal(clock.milliseconds - started, 2_000);
  });

  it("counts what it leaves because of the limit, and looks at a thousand messages for it", async () => {
    const [dead, queue] = [new FakeQueue().put("?", ...fifty), new FakeQueue()];
    const matches: RedriveSettings["matches"] = ({ objects }) => objects.every(({ key }) => !key.startsWith("k4"));
    for (const dryRun of [true, false]) {
      const counts = await redrive(dead, queue, new FakeClock(), { ...all, matches, limit: 10, dryRun });
      assert.deepEqual(counts, { redriven: 10, unknown: 1, others: 11, beyondLimit: 29 });
    }
    assert.deepEqual([dead.messages.length, dead.hidden.size, queue.sent.length], [41, 0, 10]);
    const many = new FakeQueue().put(...Array.from({ length: 1_500 }, (_, number) => notice(`k${number}`)));
    const { beyondLimit } = await redrive(many, queue, new FakeClock(), { ...all, limit: 1 });
    assert.deepEqual([beyondLimit, many.messages.length, many.hidden.size], [1_000, 1_499, 0]);
  });

  it("says what it leaves because of the limit", async () => {
    const sqs = mockClient(SQSClient);
    const Messages = ["a/1", "a/2", "a/3", "b"].map((key) => ({
      MessageId: key,
      ReceiptHandle: key,
      Body: notice(key),
    }));
    sqs.onAnyCommand().resolves({});
    sqs.on(ReceiveMessageCommand).resolvesOnce({ Messages }).resolves({});
    const options = { queue: "https://q", deadLetterQueue: "https://d", region: "eu-west-1", rate: "1000" };
    const { code, out } = await running(() => redriveDeadLetters({ ...options, key: "a/", limit: "1" }));
    sqs.restore();
    assert.equal(code, 0);
    assert.match(
      out,
      /^1 message was sent to the loader's queue again; at least 2 more left because of --limit; 1 left that the options do not select\.$/m,
    );
  });

  it("that fails says how far it came", async () => {
    const sqs = mockClient(SQSClient);
    const Messages = ["a", "b", "c"].map((key) => ({ MessageId: key, ReceiptHandle: key, Body: notice(key) }));
    sqs.onAnyCommand().resolves({});
    sqs.on(ReceiveMessageCommand).resolvesOnce({ Messages }).resolves({});
    sqs.on(SendMessageCommand).resolvesOnce({}).resolvesOnce({}).rejects(new Error("over limit"));
    const options = { queue: "https://q", deadLetterQueue: "https://d", region: "eu-west-1", rate: "1000" };
    const { err } = await running(async () => {
      await assert.rejects(redriveDeadLetters(options), /over limit/);
      return 1;
    });
    sqs.restore();
    assert.match(err, /^ +2 messages$/m);
  });
});
