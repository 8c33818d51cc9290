import assert from "node:assert/strict";
import { SearchPressure } from "../../functions/loader/search-pressure";
import { Random } from "../../local/demo/generator/random";
import { s3Error, sqsOperation } from "./aws-faults";
import { bundledLoader, ChildLoader } from "./child-loader";
import { Lane } from "./lane";
import { flowLog, trail } from "./log-objects";
import { assertWhereabouts, expectedOf, whereaboutsOf } from "./outcome";
import { sharedStage } from "./shared-stage";

describe("the loader, whatever befalls its process and clock", function () {
  this.timeout(60_000);
  const stage = sharedStage();
  const random = new Random("process");
  let lane: Lane;
  before(async () => {
    lane = await Lane.open(stage(), "process");
  });
  beforeEach(() => lane.reset());
  after(() => lane?.close());

  for (const [when, request] of [
    ["before its documents are written", "before"],
    ["after they are, before it can say so", "after"],
  ] as const) {
    it(`row 25: indexes each record once although its process is killed ${when}`, async () => {
      const child = new ChildLoader(lane, bundledLoader(stage()));
      lane.load = (messages) => child.load(messages);
      let requests = 0;
      lane.search.plan = () => {
        if (requests++ > 0) return undefined;
        return async (_, forward): Promise<"reset"> => {
          if (request === "after") await forward();
          await child.kill();
          return "reset";
        };
      };
      const object = await lane.put(trail(`row25${request}`, random));
      await lane.send([object]);
      await lane.drain();
      await child.kill();
      assert.equal(child.started, 2);
      const { ids } = await expectedOf(object, lane.ports.normalise);
      assertWhereabouts(await whereaboutsOf(stage(), [object]), { indexed: ids });
    });
  }

  it("row 24: goes on with an object for which the function's time is too short, each record once", async () => {
    lane.pressure = new SearchPressure(lane.clock, { requestSize: 30_000 });
    lane.search.plan = () => {
      lane.clock.milliseconds += 20_000;
      return undefined;
    };
    const object = await lane.put(flowLog("row24", random, "gzip", 3_000));
    await lane.send([object]);
    await lane.drain();
    const continued = lane.log.lines.filter(({ values }) => values.outcome === "continued").length;
    assert.ok(continued >= 3, `${continued} hops`);
    const { ids } = await expectedOf(object, lane.ports.normalise);
    assertWhereabouts(await whereaboutsOf(stage(), [object]), { indexed: ids });
    assert.deepEqual(await lane.deadLetters(), []);
  });

  it("row 30: corrects its clock by that of S3, and marks an event that is said to happen in the future", async () => {
    const skew = s3Error(
      403,
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
    );
    let requests = 0;
    lane.awsPlan = (request) => {
      if (sqsOperation(request) !== undefined || requests++ > 0) return undefined;
      return async (seen, forward) => {
        const refused = await skew(seen, forward);
        if (refused === "reset") return refused;
        return { ...refused, headers: { ...refused.headers, date: new Date(Date.now() + 3_600_000).toUTCString() } };
      };
    };
    const flows = flowLog("row30", random, "plain", 3);
    const future = String(Math.floor(Date.now() / 1000) + 30 * 86_400).slice(0, 8);
    const object = await lane.put({
      ...flows,
      body: Buffer.from(flows.body.toString().replaceAll("17673231", future)),
    });
    await lane.send([object]);
    await lane.drain();
    assert.ok(requests > 1);
    assert.ok(
      lane.log.lines.every(({ level }) => level === "info"),
      JSON.stringify(lane.log.lines),
    );
    await whereaboutsOf(stage(), [object]);
    const { hits } = (await stage().openSearch("POST", "siem-*/_search", {
      query: {
        bool: {
          filter: [
            { term: { "log.file.path": `s3://archive/${object.key}` } },
            { term: { tags: "timestamp-out-of-range" } },
          ],
        },
      },
    })) as { hits: { hits: { _index: string }[] } };
    assert.ok(hits.hits.length > 0);
    // In the index of its arrival, not of next month.
    const today = new Date().toISOString().slice(0, 10);
    for (const { _index } of hits.hits) assert.equal(_index, `siem-aws.vpc_flow-${today}`);
  });

  it("row 44: needs neither CloudWatch nor SNS: its metrics are lines of its log", async () => {
    const child = new ChildLoader(lane, bundledLoader(stage()));
    lane.load = (messages) => child.load(messages);
    const asked = new Set<string>();
    lane.awsPlan = (request) => {
      asked.add(sqsOperation(request) ?? `S3 ${request.method}`);
      return undefined;
    };
    const object = await lane.put(trail("row44", random));
    await lane.send([object]);
    await lane.drain();
    await child.kill();
    asked.delete("GetQueueAttributes");
    assert.deepEqual([...asked].sort(), ["DeleteMessageBatch", "ReceiveMessage", "S3 GET"]);
    const { ids } = await expectedOf(object, lane.ports.normalise);
    const metrics = child.lines
      .filter((line) => line.includes('"_aws"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.ok(metrics.some(({ RecordsIndexed }) => RecordsIndexed === ids.length));
  });
});
