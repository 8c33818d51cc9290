import assert from "node:assert/strict";
import { readSetAside } from "../../../cli/rescue/read-set-aside";
import { awaitRecords, rejectingObjects, sendRejecting } from "../../../cli/rescue/reload-objects";
import { replayObjects } from "../../../cli/rescue/replay-objects";
import { ObjectSender, type Sending, whyNotSent } from "../../../cli/rescue/send-objects";
import { parseFilter } from "../../../cli/rescue/set-aside-filter";
import { decodeMessage } from "../../../functions/loader/events";
import { FakeClock } from "../../functions/loader/fakes";
import { FakeDocumentIndex, FakeFiles, FakeLogObjects, FakeQueue, noteOf, rejectedLineOf } from "./fakes";

class Rescue {
  readonly files = new FakeFiles();
  readonly objects = new FakeLogObjects();
  readonly queue = new FakeQueue();
  readonly clock = new FakeClock();
  readonly index = new FakeDocumentIndex();
  readonly sendings: (readonly [key: string, sending: Sending])[] = [];

  sender({ dryRun = false, rate = 100 } = {}): ObjectSender {
    return new ObjectSender(this, { logBuckets: ["archive"], region: "eu-west-1", rate, dryRun });
  }

  async replay({ limit = 100, dryRun = false, rate = 100 } = {}): Promise<void> {
    const groups = readSetAside(this.files, parseFilter({ kind: "quarantined" }, new Date()));
    await replayObjects(groups, this.files, this.sender({ dryRun, rate }), {
      limit,
      dryRun,
      onSending: ({ object }, sending) => this.sendings.push([object.key, sending]),
    });
  }

  rejecting(limit = 100) {
    return rejectingObjects(readSetAside(this.files, parseFilter({ kind: "rejected" }, new Date())), limit);
  }
}

describe("the replay of quarantined objects", () => {
  it("tells the loader of the very version, as S3 did, and takes the note away", async () => {
    const rescue = new Rescue();
    rescue.files.put("quarantine/o.json", noteOf("a b+c/é.gz"));
    await rescue.replay();
    const decoded = decodeMessage(rescue.queue.sent[0] ?? "");
    assert.equal(decoded.kind, "objects");
    assert.match(JSON.stringify(decoded), /"bucket":"archive","key":"a b\+c\/é\.gz","versionId":"v1"/);
    assert.doesNotMatch(rescue.queue.sent[0] ?? "", /arn:/, "the partition of a stage is not known here");
    assert.equal(rescue.files.files.size, 0);
  });

  it("leaves the note that the loader writes before the old one is taken away", async () => {
    const rescue = new Rescue();
    rescue.files.put("quarantine/o.json", noteOf("a.gz"));
    const newer = noteOf("a.gz", { time: "2026-02-01T00:00:00.000Z" });
    rescue.files.beforeReplace = (key) => void rescue.files.put(key, newer);
    await rescue.replay();
    assert.deepEqual(rescue.files.lines("quarantine/o.json"), [newer]);
  });

  it("leaves the note where the message cannot be sent", async () => {
    const rescue = new Rescue();
    rescue.files.put("quarantine/o.json", noteOf("a.gz"));
    rescue.queue.failSend = new Error("over limit");
    await assert.rejects(rescue.replay(), /over limit/);
    assert.equal(rescue.files.files.size, 1);
  });

  for (const state of ["missing", "archived", "denied"] as const) {
    it(`sends nothing of an object that is ${state}, and says why`, async () => {
      const rescue = new Rescue();
      rescue.files.put("quarantine/o.json", noteOf("a.gz"));
      rescue.objects.states.set("a.gz", state);
      await rescue.replay();
      assert.deepEqual(rescue.sendings, [["a.gz", state]]);
      assert.notEqual(whyNotSent[state], "");
      assert.deepEqual([rescue.queue.sent.length, rescue.files.files.size], [0, 1]);
    });
  }

  it("sends nothing of a bucket that is none of the stage's", async () => {
    const rescue = new Rescue();
    rescue.files.put("quarantine/o.json", noteOf("a.gz", { bucket: "somebody-elses" }));
    await rescue.replay();
    assert.deepEqual(rescue.sendings, [["a.gz", "foreign"]]);
    assert.equal(rescue.queue.sent.length, 0);
  });

  it("sends so many at most, so many a second; a dry run nothing", async () => {
    const rescue = new Rescue();
    for (const name of ["a", "b", "c", "d"]) rescue.files.put(`quarantine/${name}.json`, noteOf(name));
    await rescue.replay({ dryRun: true });
    assert.deepEqual([rescue.sendings.length, rescue.queue.sent.length, rescue.files.files.size], [4, 0, 4]);
    const started = rescue.clock.milliseconds;
    await rescue.replay({ limit: 3, rate: 2 });
    assert.deepEqual(rescue.queue.sentKeys, ["a", "b", "c"]);
    assert.deepEqual([...rescue.files.files.keys()], ["quarantine/d.json"]);
    assert.equal(rescue.clock.milliseconds - started, 1_000);
  });
});

describe("the reading again of objects with rejected records", () => {
  const file = "rejected/test-json/o-0.ndjson";

  it("tells the loader once of each object, and of its records only those that wait", async () => {
    const rescue = new Rescue();
    rescue.files
      .put(file, rejectedLineOf(1), rejectedLineOf(2))
      .put("rejected/test-json/p-0.ndjson", rejectedLineOf(3, { key: "gone.json" }));
    rescue.objects.states.set("gone.json", "missing");
    const waiting = await sendRejecting(await rescue.rejecting(), rescue.sender(), ({ object }, sending) =>
      rescue.sendings.push([object.key, sending]),
    );
    assert.deepEqual(rescue.queue.sentKeys, ["a.json"]);
    assert.deepEqual(rescue.sendings, [
      ["a.json", "sent"],
      ["gone.json", "missing"],
    ]);
    assert.deepEqual(
      waiting.map(({ ordinal }) => ordinal),
      [1, 2],
    );
    assert.equal((await rescue.rejecting(1)).length, 1);
  });

  it("takes records off the list when they are in an index of the log, and knows those that are refused again", async () => {
    const rescue = new Rescue();
    rescue.files.put(file, rejectedLineOf(1), rejectedLineOf(2), rejectedLineOf(3));
    const waiting = (await rescue.rejecting()).flatMap(({ records }) => records);
    const { clock, index, files } = rescue;
    const again = rejectedLineOf(2, { time: "2026-03-01T00:00:00.000Z", reason: "still" });
    const sleep = clock.sleep.bind(clock);
    clock.sleep = (milliseconds) => {
      if (clock.slept.length > 0) return sleep(milliseconds);
      // What the loader does meanwhile; the mended mapping puts the event into another month.
      files.put(file, rejectedLineOf(1), again, rejectedLineOf(3));
      const name = "siem-test.json-2025-12";
      index.documents.set(`${name}/id-1`, { index: name, id: "id-1", document: {} });
      return sleep(milliseconds);
    };
    assert.deepEqual(await awaitRecords(waiting, rescue, 10), { loaded: 1, refused: 1, open: 1 });
    assert.deepEqual(files.lines(file), [again, rejectedLineOf(3)]);
  });
});
