import assert from "node:assert/strict";
import { sources } from "../../functions/loader/registry.generated";
import { defineSource } from "../../functions/loader/source";
import { Random } from "../../local/demo/generator/random";
import { alarmTime } from "./alarms";
import { s3Error, s3Faults, sqsFaults, sqsOperation } from "./aws-faults";
import { maxReceiveCount } from "./fault-stage";
import { Lane, type StoredObject } from "./lane";
import { flowLog, trail } from "./log-objects";
import { assertWhereabouts, expectedOf, versionName, whereaboutsOf } from "./outcome";
import { sharedStage } from "./shared-stage";

describe("the loader, whatever befalls its messages and objects", function () {
  this.timeout(60_000);
  const stage = sharedStage();
  const random = new Random("objects");
  let lane: Lane;
  before(async () => {
    lane = await Lane.open(stage(), "objects");
  });
  beforeEach(() => lane.reset());
  after(() => lane?.close());

  const idsOf = async (...objects: readonly StoredObject[]): Promise<string[]> =>
    (await Promise.all(objects.map((object) => expectedOf(object, lane.ports.normalise)))).flatMap(({ ids }) => ids);

  /** Each record of the objects is indexed, once, as what it is. */
  async function assertLoaded(...objects: readonly StoredObject[]): Promise<void> {
    const whereabouts = await whereaboutsOf(stage(), objects);
    assertWhereabouts(whereabouts, { indexed: await idsOf(...objects) });
    for (const object of objects) {
      const { documents } = await expectedOf(object, lane.ports.normalise);
      for (const [id, document] of documents) assert.deepEqual(whereabouts.documents.get(id), document);
    }
  }

  const logged = (level: string) => lane.log.lines.filter((line) => line.level === level).map(({ values }) => values);

  it("row 1: fails only the message of a poison object, which ends in the dead-letter queue; its log names the error and the key", async () => {
    const poison = defineSource({
      ...(sources[0] ?? assert.fail()),
      id: "test-poison",
      keys: [{ pattern: /(?:^|\/)poison$/ }],
      recognises: () => false,
      open: () => {
        throw new TypeError("poison");
      },
    });
    const { ports } = lane;
    lane.ports = { ...ports, normalise: { ...ports.normalise, sources: [...sources, poison] } };
    const [good, bad] = [
      await lane.put(flowLog("row1", random)),
      await lane.put({ key: "poison", body: Buffer.from("x\n"), records: 1 }),
    ];
    await lane.send([bad, good]);
    await lane.drain();
    lane.ports = ports;
    await assertLoaded(good);
    const [dead, ...others] = await lane.deadLetters();
    assert.match(dead ?? "", /"poison"/);
    assert.deepEqual(others, []);
    const at = lane.clock.milliseconds;
    const inDeadLetters = (value: number) => [{ metric: "ApproximateNumberOfMessagesVisible", at, value }];
    assert.ok((await alarmTime("dead-letters", inDeadLetters(1))) !== undefined, "no alarm at a dead letter");
    assert.equal(await alarmTime("dead-letters", inDeadLetters(0)), undefined);
    const failures = logged("error");
    assert.equal(failures.length, maxReceiveCount);
    assert.deepEqual([failures[0]?.key, failures[0]?.error], ["poison", "TypeError"]);
  });

  it("row 2: acknowledges the test event, and leaves what it does not understand to the dead-letter queue", async () => {
    const unknown = ["not JSON", '{"neither":1}', '{"Records":[{"eventSource":"aws:sns"}]}'];
    await lane.send(['{"Service":"Amazon S3","Event":"s3:TestEvent"}', ...unknown]);
    await lane.drain();
    assert.deepEqual((await lane.deadLetters()).sort(), unknown.toSorted());
    assert.equal(lane.metrics.counts.TestEvents, 1);
    assert.ok((lane.metrics.counts.MessagesUnknown ?? 0) >= unknown.length);
  });

  it("row 11: indexes the records of an object once, however often its event comes", async () => {
    const [flows, events] = [await lane.put(flowLog("row11", random)), await lane.put(trail("row11", random))];
    await lane.send([flows, events, flows]);
    await lane.drain();
    await lane.send([flows, events]);
    await lane.drain();
    await assertLoaded(flows, events);
  });

  it("row 12: loads both versions of a key that was overwritten", async () => {
    const versions = [await lane.put(flowLog("row12", random)), await lane.put(flowLog("row12", random))];
    await lane.send(versions);
    await lane.drain();
    await assertLoaded(...versions);
  });

  it("row 13: indexes what comes late, or out of order, by the time of the event", async () => {
    const objects = [await lane.put(flowLog("row13b", random)), await lane.put(flowLog("row13a", random))];
    await lane.send([...objects].reverse());
    await lane.drain();
    await assertLoaded(...objects);
    const { hits } = (await stage().openSearch("POST", "siem-aws.vpc_flow-2026-01-02/_search", {
      query: { term: { "log.file.path": `s3://archive/${objects[0]?.key}` } },
    })) as { hits: { total: { value: number } } };
    assert.equal(hits.total.value, new Set(await idsOf(objects[0] ?? assert.fail())).size);
  });

  describe("row 14", () => {
    it("row 14: acknowledges and counts an object that was removed", async () => {
      const removed = await lane.put(flowLog("row14a", random));
      await lane.remove(removed);
      await lane.send([removed]);
      await lane.drain();
      assert.deepEqual(await lane.deadLetters(), []);
      assert.deepEqual(
        logged("warn").map(({ outcome }) => outcome),
        ["missing"],
      );
    });

    it("row 14: leaves an object that it may not read to the dead-letter queue, saying what to check", async () => {
      const denied = await lane.put(flowLog("row14b", random));
      lane.awsPlan = (request) => (sqsOperation(request) === undefined ? s3Faults.AccessDenied : undefined);
      await lane.send([denied]);
      await lane.drain();
      assert.equal((await lane.deadLetters()).length, 1);
      assert.match(String(logged("error")[0]?.reason), /bucket policy and the key policy/);
    });

    it("row 14: notes in quarantine how to restore an object that is in an archive", async () => {
      const cold = await lane.put(flowLog("row14c", random));
      const archived = s3Error(403, "InvalidObjectState", "The operation is not valid for the object's storage class");
      lane.awsPlan = (request) =>
        request.method === "GET" && sqsOperation(request) === undefined ? archived : undefined;
      await lane.send([cold]);
      await lane.drain();
      assert.match(String(logged("warn")[0]?.reason), /RestoreObject/);
      assert.deepEqual((await whereaboutsOf(stage(), [cold])).quarantined, [versionName(cold)]);
    });
  });

  it("row 15: never mixes two versions where the key is overwritten while it is read", async () => {
    const first = await lane.put(flowLog("row15", random, "plain", 2_000));
    const versions = [first];
    let reads = 0;
    lane.awsPlan = (request) => {
      if (request.method !== "GET" || sqsOperation(request) !== undefined || reads++ > 0) return undefined;
      return async (_, forward) => {
        const whole = await forward();
        versions.push(await lane.put(flowLog("row15", random, "plain", 2_000)));
        return { ...whole, cutAfter: whole.body.length >> 1 };
      };
    };
    await lane.send([first]);
    await lane.drain();
    assert.equal(versions.length, 2);
    await lane.send(versions.slice(1));
    await lane.drain();
    await assertLoaded(...versions);
  });

  it("row 27: loads what comes back from the dead-letter queue, each record once", async () => {
    const object = await lane.put(trail("row27", random));
    lane.awsPlan = (request) => (sqsOperation(request) === undefined ? s3Faults.AccessDenied : undefined);
    await lane.send([object]);
    await lane.drain();
    const dead = await lane.deadLetters();
    assert.equal(dead.length, 1);
    lane.reset();
    await lane.send([...dead, ...dead]);
    await lane.drain();
    await assertLoaded(object);
  });

  describe("row 28", () => {
    for (const name of ["SlowDown", "KmsThrottling", "InternalError"] as const) {
      it(`row 28: loads an object for which S3 answers ${name} longer than the SDK is patient, in the end`, async () => {
        const object = await lane.put(flowLog(`row28${name.toLowerCase()}`, random));
        let requests = 0;
        lane.awsPlan = (request) =>
          sqsOperation(request) === undefined && requests++ < 8 ? s3Faults[name] : undefined;
        await lane.send([object]);
        await lane.drain();
        assert.deepEqual(await lane.deadLetters(), []);
        await assertLoaded(object);
      });
    }

    for (const name of ["ThrottlingException", "a reset after the request was carried out"] as const) {
      it(`row 28: is not harmed by ${name} of every other request to SQS`, async () => {
        const objects = [
          await lane.put(flowLog(`row28${name.length}`, random)),
          await lane.put(trail(`row28${name.length}`, random)),
        ];
        let requests = 0;
        lane.awsPlan = (request) =>
          sqsOperation(request) !== undefined && requests++ % 2 === 0 ? sqsFaults[name] : undefined;
        await lane.send(objects);
        await lane.drain();
        assert.deepEqual(await lane.deadLetters(), []);
        await assertLoaded(...objects);
      });
    }

    it("row 28: comes to no harm where its messages cannot be deleted for a while", async () => {
      const object = await lane.put(flowLog("row28delete", random));
      let deletes = 0;
      lane.awsPlan = (request) =>
        sqsOperation(request) === "DeleteMessageBatch" && deletes++ < 12 ? sqsFaults.ServiceUnavailable : undefined;
      await lane.send([object]);
      await lane.drain();
      assert.deepEqual(await lane.deadLetters(), []);
      await assertLoaded(object);
    });
  });
});
