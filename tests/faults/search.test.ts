import assert from "node:assert/strict";
import { OpenSearchIndex } from "../../functions/loader/adapters/search-index";
import { SearchPressure } from "../../functions/loader/search-pressure";
import { Random } from "../../local/demo/generator/random";
import { alarmTime } from "./alarms";
import { maxReceiveCount, region } from "./fault-stage";
import { answer, type Fault } from "./faulty-proxy";
import { Lane, type StoredObject } from "./lane";
import { flowLog } from "./log-objects";
import { assertWhereabouts, expectedOf, whereaboutsOf } from "./outcome";
import { documentsOf, isBulk, refuseItems, searchFaults } from "./search-faults";
import { sharedStage } from "./shared-stage";

describe("the loader, whatever OpenSearch does", function () {
  this.timeout(60_000);
  const stage = sharedStage();
  const random = new Random("search");
  let lane: Lane;
  /** Documents of each bulk request that something may befall, and when it was sent. */
  let sizes: number[];
  let times: number[];
  before(async () => {
    lane = await Lane.open(stage(), "search");
  });
  beforeEach(() => {
    lane.reset();
    sizes = [];
    times = [];
  });
  after(() => lane?.close());

  /** Has a fault befall the bulk requests that are chosen by their number, from 0, or all of them. */
  function befall(fault: Fault, isChosen: (request: number) => boolean = () => true): void {
    lane.search.plan = (request) => {
      if (!isBulk(request)) return undefined;
      times.push(lane.clock.milliseconds);
      return isChosen(sizes.push(documentsOf(request).length) - 1) ? fault : undefined;
    };
  }

  async function deliver(name: string, records = 6): Promise<StoredObject> {
    const object = await lane.put(flowLog(name, random, "gzip", records));
    await lane.send([object]);
    return object;
  }

  const idsOf = async (object: StoredObject) => (await expectedOf(object, lane.ports.normalise)).ids;

  async function assertLoaded(object: StoredObject): Promise<void> {
    assertWhereabouts(await whereaboutsOf(stage(), [object]), { indexed: await idsOf(object) });
    assert.deepEqual(await lane.deadLetters(), []);
  }

  const failures = () => lane.log.lines.filter(({ level, values }) => level !== "info" && "error" in values);

  it("row 16: halves requests that OpenSearch has too many of, waits, and loads all", async () => {
    lane.search.plan = (request) => {
      const { length } = documentsOf(request);
      sizes.push(length);
      return length > 10 ? searchFaults["429 for the request"] : undefined;
    };
    const object = await deliver("row16", 50);
    await lane.drain();
    await assertLoaded(object);
    assert.ok(sizes.some((size) => size <= 10) && sizes.filter((size) => size > 10).length < 12, sizes.join(" "));
    const pressed = lane.log.lines.filter(({ message }) => message === "OpenSearch pushes back");
    assert.ok(pressed.length >= 1 && pressed.every(({ values }) => values.status === 429), JSON.stringify(pressed));
  });

  it("row 16: finds out how many requests at once OpenSearch bears, and stays about there", async () => {
    lane.pressure = new SearchPressure(lane.clock, { requestSize: 5_000, requestsInFlight: 8 });
    let underWay = 0;
    let refused = 0;
    lane.search.plan = () => {
      sizes.push(0);
      if (underWay >= 2) {
        refused += 1;
        return searchFaults["429 for the request"];
      }
      underWay += 1;
      return async (_, forward) => {
        try {
          return await forward();
        } finally {
          underWay -= 1;
        }
      };
    };
    const object = await deliver("row16bears", 600);
    await lane.drain();
    await assertLoaded(object);
    assert.ok(refused > 0 && refused < sizes.length / 3, `${refused} of ${sizes.length} requests refused`);
  });

  for (const name of [
    "503 for the request",
    "a reset",
    "504 after the documents were written",
    "a reset after the request was carried out",
  ] as const) {
    it(`row 17: sends again after ${name}, and indexes nothing twice`, async () => {
      befall(searchFaults[name], (request) => request < 3);
      const object = await deliver(`row17${name.length}`);
      await lane.drain();
      assert.equal(sizes.length, 4);
      await assertLoaded(object);
    });
  }

  it("row 18: divides a request that is too large, and rejects, whole, a document that is too large by itself", async () => {
    const object = await lane.put(flowLog("row18", random, "gzip", 12));
    const [tooLarge, ...others] = await idsOf(object);
    lane.search.plan = (request) =>
      isBulk(request) && documentsOf(request).some(({ id }) => id === tooLarge)
        ? () => answer(413, { Message: "Request size exceeded" })
        : undefined;
    await lane.send([object]);
    await lane.drain();
    assertWhereabouts(await whereaboutsOf(stage(), [object]), {
      indexed: others,
      rejected: [tooLarge ?? assert.fail()],
    });
  });

  it("row 19: sends only those documents again that were not taken, and rejects those that never will be", async () => {
    const object = await lane.put(flowLog("row19", random, "gzip", 12));
    const ids = await idsOf(object);
    const [refused, busy, ...others] = ids;
    const errors = new Map([
      [refused, { status: 400, type: "mapper_parsing_exception", reason: "failed to parse" }],
      [busy, { status: 429, type: "rejected_execution_exception", reason: "busy" }],
    ]);
    befall(
      refuseItems(({ id }) => errors.get(id)),
      (request) => request === 0,
    );
    await lane.send([object]);
    await lane.drain();
    assert.deepEqual(sizes, [ids.length, 1]);
    const indexed = [busy ?? assert.fail(), ...others];
    assertWhereabouts(await whereaboutsOf(stage(), [object]), { indexed, rejected: [refused ?? assert.fail()] });
  });

  it("row 19: rejects nothing where a proxy in the way calls everything malformed, and loads all once it is gone", async () => {
    befall(
      () => answer(400, "<html>400 Bad Request</html>"),
      (request) => request < 15,
    );
    const object = await deliver("row19proxy", 24);
    await lane.drain();
    await assertLoaded(object);
    assert.ok(failures().some(({ values }) => values.error === "OutageError"));
  });

  it("row 20: keeps what an index cannot take where it belongs under `unmapped`, where it can be searched", async () => {
    const index = "siem-aws.vpc_flow-2026-01-04";
    // An index whose mapping somebody else has made: an address is an object.
    const keyword = { type: "keyword" };
    const properties = {
      source: { properties: { ip: { properties: { other: keyword } } } },
      log: { properties: { file: { properties: { path: keyword } } } },
      tags: keyword,
      unmapped: { type: "flat_object" },
    };
    const mappings = { dynamic: false, properties };
    const template = { index_patterns: [index], priority: 900, template: { mappings } };
    await stage().openSearch("PUT", "_index_template/row20", template);
    const flows = flowLog("row20", random, "plain", 160);
    const later = flows.body.toString().replaceAll("17673231", "17674959");
    const object = await lane.put({ ...flows, body: Buffer.from(later) });
    await lane.send([object]);
    await lane.drain();
    await assertLoaded(object);
    const { hits } = (await stage().openSearch("POST", `${index}/_search`, {
      size: 1_000,
      query: {
        bool: { filter: [{ term: { "unmapped.source.ip": "10.0.0.5" } }, { term: { tags: "mapping-conflict" } }] },
      },
    })) as { hits: { hits: { _source: Record<string, unknown> }[] } };
    assert.ok(hits.hits.length > 100, `${hits.hits.length} documents`);
    assert.equal(lane.metrics.counts.RecordsUnmapped, hits.hits.length);
    const { samples } = lane.metrics;
    assert.ok((await alarmTime("unmapped-records", samples)) !== undefined, "no alarm at more than a hundred");
    const [metric, at] = ["RecordsUnmapped", lane.clock.milliseconds];
    assert.equal(await alarmTime("unmapped-records", [{ metric, at, value: 100 }]), undefined);
  });

  for (const name of [
    "a block on an index",
    "a block on the cluster",
    "a block on new indices",
    "too many shards",
  ] as const) {
    it(`row 21: stops asking soon at ${name}, and loads all when it is lifted`, async () => {
      befall(searchFaults[name], (request) => request < 8);
      const object = await deliver(`row21-${name.replaceAll(" ", "-")}`);
      await lane.drain();
      await assertLoaded(object);
      assert.ok(failures().every(({ values }) => values.error === "OutageError"));
      // Three tries at once, then one at a time: of one document where nothing at all is taken.
      const { length } = await idsOf(object);
      const whole = (count: number) => Array.from({ length: count }, () => length);
      assert.deepEqual(
        sizes,
        name === "a block on the cluster" ? [...whole(3), 1, 1, 1, 1, 1, 1, length - 1] : whole(9),
      );
      const rests = times.slice(3, 9).map((time, n) => time - (times[n + 2] ?? 0));
      assert.ok(
        rests.every((rest) => rest >= 2_500),
        `rests of ${rests.join(", ")} ms`,
      );
    });
  }

  it("row 21: loses nothing when the disks are full, and goes on by itself when there is room", async () => {
    lane.pauseMilliseconds = 5 * 60_000;
    // As OpenSearch does it by itself, index by index, when a node's disk passes the last of its marks.
    const block = (value: true | null) =>
      stage().openSearch("PUT", "_cluster/settings", {
        persistent: { "cluster.blocks.read_only_allow_delete": value },
      });
    await block(true);
    const object = await deliver("full");
    // Two and a half hours.
    await assert.rejects(lane.drain(30), /the queue is not empty/);
    assertWhereabouts(await whereaboutsOf(stage(), [object]), { indexed: [] });
    assert.deepEqual(await lane.deadLetters(), []);
    assert.ok(failures().length > 0 && failures().every(({ values }) => values.error === "OutageError"));
    await block(null);
    await lane.drain();
    await assertLoaded(object);
  });

  it("row 21: waits where the cluster may have no more shards, says so, and makes the index when it may", async () => {
    lane.pauseMilliseconds = 5 * 60_000;
    const start = lane.clock.milliseconds;
    const shardsPerNode = (value: number | null) =>
      stage().openSearch("PUT", "_cluster/settings", { persistent: { "cluster.max_shards_per_node": value } });
    // Of a day of which there is no index.
    const flows = flowLog("shards", random, "plain", 6);
    const object = await lane.put({
      ...flows,
      body: Buffer.from(flows.body.toString().replaceAll("17673231", "17675823")),
    });
    await shardsPerNode(1);
    try {
      await lane.send([object]);
      await assert.rejects(lane.drain(30), /the queue is not empty/);
    } finally {
      await shardsPerNode(null);
    }
    assert.deepEqual(await lane.deadLetters(), []);
    assert.ok(failures().length > 0 && failures().every(({ values }) => values.error === "OutageError"));
    assert.match(String(failures()[0]?.values.reason), /no new index.*\]\/\[1\] maximum shards open/);
    const { samples } = lane.metrics;
    assert.ok(
      (await alarmTime(
        "objects-parked",
        samples.filter(({ at }) => at >= start),
      )) !== undefined,
    );
    await lane.drain();
    await assertLoaded(object);
  });

  it("row 22: fails the message, and rejects no document, where it has no permission; says what to check", async () => {
    befall(searchFaults["no permission"]);
    const object = await deliver("row22");
    await lane.drain();
    assertWhereabouts(await whereaboutsOf(stage(), [object]), { indexed: [] });
    assert.equal((await lane.deadLetters()).length, 1);
    // One request for each time the message is received.
    assert.equal(sizes.length, maxReceiveCount);
    assert.match(String(failures()[0]?.values.reason), /access policy and the mapping of the loader's role/);
  });

  it("row 23: survives hours of an outage without a dead letter and with few requests, and catches up by itself", async () => {
    const objects: StoredObject[] = [];
    const start = lane.clock.milliseconds;
    const end = start + 6 * 3_600_000;
    lane.pauseMilliseconds = 5 * 60_000;
    befall(searchFaults["503 for the request"], () => lane.clock.milliseconds < end);
    for (let n = 0; n < 5; n += 1) objects.push(await deliver(`row23x${n}`));
    await lane.drain();
    assert.ok(lane.clock.milliseconds >= end);
    for (const object of objects) await assertLoaded(object);
    assert.ok(failures().every(({ values }) => values.error === "OutageError"));
    const alarm = await alarmTime(
      "objects-parked",
      lane.metrics.samples.filter(({ at }) => at >= start),
    );
    const minutes = ((alarm ?? Number.POSITIVE_INFINITY) - start) / 60_000;
    assert.ok(minutes > 15 && minutes <= 45, `the alarm goes off after ${minutes} minutes`);
    const said = new Set(lane.log.lines.map(({ message }) => message));
    for (const message of ["OpenSearch pushes back", "OpenSearch takes nothing, the loader waits"])
      assert.ok(said.has(message), message);
    // After the first tries, one document for each batch, at most.
    const probes = sizes.filter((size) => size === 1).length;
    const batches = (lane.clock.milliseconds - start) / lane.pauseMilliseconds;
    assert.ok(sizes.length < batches + 20 && probes > sizes.length / 2, `${sizes.length} requests, ${probes} probes`);
  });

  it("row 29: signs with new credentials as soon as those it has are refused", async () => {
    let current = 0;
    const provider = (options?: { forceRefresh?: boolean }) => {
      if (options?.forceRefresh === true) current = 2;
      return Promise.resolve({ accessKeyId: `AKIAEXAMPLE${current}`, secretAccessKey: "secret" });
    };
    const { ports } = lane;
    lane.ports = {
      ...ports,
      search: new OpenSearchIndex({ endpoint: lane.search.url, region, credentials: provider }),
    };
    lane.search.plan = (request) =>
      String(request.headers.authorization).includes("AKIAEXAMPLE2") ? undefined : searchFaults["expired credentials"];
    const object = await deliver("row29");
    await lane.drain();
    lane.ports = ports;
    await assertLoaded(object);
    assert.deepEqual(failures(), []);
  });
});
