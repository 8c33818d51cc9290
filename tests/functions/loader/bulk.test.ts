import assert from "node:assert/strict";
import { ObjectAccount } from "../../../functions/loader/account";
import { type BulkDocument, BulkWriter, type BulkWriterOptions } from "../../../functions/loader/bulk";
import { CircuitBreaker } from "../../../functions/loader/circuit-breaker";
import { SearchPressure, type SearchPressureOptions } from "../../../functions/loader/search-pressure";
import { OutageError } from "../../../functions/shared/errors";
import { FakeClock, FakeLog, FakeMetrics, FakeSearchIndex } from "./fakes";

function entry(account: ObjectAccount, ordinal: number): BulkDocument {
  const document = JSON.stringify({ n: ordinal, text: "x".repeat(80) });
  return {
    account,
    source: "test-json",
    ordinal,
    offset: ordinal,
    index: "siem-test-2026-01",
    id: `id-${ordinal}`,
    document,
  };
}

/** What OpenSearch 2 and 3 say of an index for which there is no shard left. */
const tooManyShards =
  "Validation Failed: 1: this action would add [1] total shards, but this cluster currently has [13]/[2] maximum shards open;";

async function write(
  count: number,
  prepare: (search: FakeSearchIndex, clock: FakeClock) => void = () => undefined,
  { requestSize, requestsInFlight, log, ...options }: Partial<BulkWriterOptions> & SearchPressureOptions = {},
) {
  const search = new FakeSearchIndex();
  const clock = new FakeClock();
  prepare(search, clock);
  const metrics = new FakeMetrics();
  const account = new ObjectAccount({ bucket: "archive", key: "a" });
  account.received = count;
  const pressure = new SearchPressure(clock, { requestSize, requestsInFlight, log });
  const writer = new BulkWriter({
    search,
    clock,
    deadline: clock.milliseconds + 60_000,
    pressure,
    metrics,
    ...options,
  });
  await writer.add(Array.from({ length: count }, (_, ordinal) => entry(account, ordinal)));
  await writer.flush();
  return {
    account,
    search,
    clock,
    writer,
    counts: metrics.counts,
    sizes: search.requests.map((request) => request.length),
  };
}

describe("the bulk writer", () => {
  it("creates documents in requests of about the given size", async () => {
    const { account, search, sizes } = await write(10, undefined, { requestSize: 400 });
    assert.deepEqual(sizes, [3, 3, 3, 1]);
    assert.equal(account.indexed, 10);
    assert.equal(search.documents.size, 10);
    assert.equal((search.documents.get("siem-test-2026-01/id-4")!.document as { n: number }).n, 4);
    account.assertComplete();
  });

  it("counts what is there already as a duplicate and leaves it as it is", async () => {
    const { account, search } = await write(3, (index) => {
      index.documents.set("siem-test-2026-01/id-1", {
        index: "siem-test-2026-01",
        id: "id-1",
        document: { old: true },
      });
    });
    assert.deepEqual([account.indexed, account.duplicate], [2, 1]);
    assert.deepEqual(search.documents.get("siem-test-2026-01/id-1")?.document, { old: true });
  });

  for (const [name, status] of [
    ["503", 503],
    ["502", 502],
    ["504", 504],
    ["a connection reset", undefined],
  ] as const) {
    it(`sends again after ${name}, with growing pauses`, async () => {
      const { account, clock, sizes } = await write(2, (search) => {
        search.answer = (request) => (request < 3 ? { kind: "failed", status, reason: "busy" } : undefined);
      });
      assert.deepEqual(sizes, [2, 2, 2, 2]);
      assert.equal(account.indexed, 2);
      assert.deepEqual(clock.slept, [110, 220, 440]);
    });
  }

  it("counts documents whose answer was lost as duplicates when they are sent again", async () => {
    const { account, search } = await write(2, (index) => {
      index.storeAnyway = true;
      index.answer = (request) =>
        request === 0 ? { kind: "failed", status: 504, reason: "gateway time-out" } : undefined;
    });
    assert.equal(search.documents.size, 2);
    assert.deepEqual([account.indexed, account.duplicate], [0, 2]);
  });

  it("halves a request after 429 for the whole of it", async () => {
    const { account, sizes, counts } = await write(8, (search) => {
      search.answer = (_, documents) =>
        documents.length > 2 ? { kind: "failed", status: 429, reason: "too many" } : undefined;
    });
    assert.deepEqual(sizes, [8, 4, 2, 2, 4, 2, 2]);
    assert.deepEqual(counts, { RequestsBusy: 3 });
    assert.equal(account.indexed, 8);
  });

  for (const [what, answer] of [
    [
      "the whole of a request",
      (search: FakeSearchIndex) => {
        search.answer = (request) => (request === 0 ? { kind: "failed", status: 503, reason: "busy" } : undefined);
      },
    ],
    [
      "a document",
      (search: FakeSearchIndex) => {
        search.answerItem = (request, { id }) => (request === 0 && id === "id-1" ? { status: 503 } : undefined);
      },
    ],
  ] as const) {
    it(`has it in the log with which status ${what} is not taken`, async () => {
      const log = new FakeLog();
      await write(4, answer, { log });
      assert.deepEqual(
        log.lines.map(({ level, message, values }) => [level, message, values.status]),
        [["warn", "OpenSearch pushes back", 503]],
      );
    });
  }

  it("sends only the documents again that were not taken", async () => {
    const { account, search, counts } = await write(4, (index) => {
      index.answerItem = (request, { id }) =>
        request === 0 && (id === "id-1" || id === "id-3")
          ? { status: 429, type: "rejected_execution_exception" }
          : undefined;
    });
    assert.deepEqual(
      search.requests.map((request) => request.map(({ id }) => id)),
      [
        ["id-0", "id-1", "id-2", "id-3"],
        ["id-1", "id-3"],
      ],
    );
    assert.deepEqual([account.indexed, account.duplicate, account.rejected], [4, 0, 0]);
    assert.deepEqual(counts, { RequestsBusy: 1 });
  });

  it("rejects a document that is refused for good, with the reason, and no other", async () => {
    const { account, clock } = await write(3, (search) => {
      search.answerItem = (_, { id }) =>
        id === "id-1"
          ? { status: 400, type: "mapper_parsing_exception", reason: "failed to parse field [n]" }
          : undefined;
    });
    assert.deepEqual([account.indexed, account.rejected], [2, 1]);
    assert.deepEqual(clock.slept, []);
    const [rejection] = account.rejections;
    assert.equal(rejection?.reason, "mapper_parsing_exception: failed to parse field [n]");
    assert.equal(rejection?.ordinal, 1);
    assert.equal(account.failure, undefined);
    account.assertComplete();
  });

  it("splits a request that is too large, and rejects only a document that is too large by itself", async () => {
    const { account, sizes } = await write(4, (search) => {
      search.answer = (_, documents) =>
        documents.length > 2 || documents.some(({ id }) => id === "id-3")
          ? { kind: "failed", status: 413, reason: "too large" }
          : undefined;
    });
    assert.deepEqual(sizes, [4, 2, 2, 1, 1]);
    assert.deepEqual([account.indexed, account.rejected], [3, 1]);
    assert.equal(account.rejections[0]?.ordinal, 3);
    assert.equal(account.rejections[0]?.status, 413);
  });

  it("finds the document that makes a whole request malformed", async () => {
    const { account } = await write(4, (search) => {
      search.answer = (_, documents) =>
        documents.some(({ id }) => id === "id-2")
          ? { kind: "failed", status: 400, reason: "illegal_argument" }
          : undefined;
    });
    assert.deepEqual([account.indexed, account.rejected], [3, 1]);
  });

  it("rejects none, and soon stops, where everything is called malformed", async () => {
    const { account, sizes } = await write(2_000, (search) => {
      search.answer = () => ({ kind: "failed", status: 400, reason: "bad request" });
    });
    assert.deepEqual([account.rejected, account.indexed], [0, 0]);
    assert.equal(account.failure?.name, "OutageError");
    assert.ok(sizes.length < 40, `${sizes.length} requests`);
  });

  it("does not reject a document that was alone from the beginning, until others are taken", async () => {
    const { account } = await write(1, (search) => {
      search.answer = () => ({ kind: "failed", status: 400, reason: "bad request" });
    });
    assert.equal(account.rejected, 0);
    assert.equal(account.failure?.message, "OpenSearch answered 400: bad request");
  });

  it("rejects the malformed ones, however many, where others of their request are taken", async () => {
    const isGood = (id: string): boolean => id === "id-5" || id === "id-40";
    const { account } = await write(64, (search) => {
      search.answer = (_, documents) =>
        documents.some(({ id }) => !isGood(id)) ? { kind: "failed", status: 400, reason: "bad" } : undefined;
    });
    assert.deepEqual([account.indexed, account.rejected, account.failure], [2, 62, undefined]);
    account.assertComplete();
  });

  for (const status of [400, 413]) {
    it(`sends no more parts of a request that was answered ${status} when the time is over`, async () => {
      const started: number[] = [];
      const { account } = await write(256, (search, time) => {
        const deadline = time.milliseconds + 60_000;
        search.answer = (_, documents) => {
          started.push(deadline - time.milliseconds);
          time.milliseconds += 7_000;
          return documents.length > 1 ? { kind: "failed", status, reason: "no" } : undefined;
        };
      });
      assert.ok(Math.min(...started) > 0, `${started.length} requests`);
      assert.equal(account.failure?.message, `OpenSearch answered ${status}: no`);
      assert.equal(account.rejected, 0);
    });
  }

  for (const status of [401, 403]) {
    it(`fails at once on ${status}, saying what to check, and sends nothing more`, async () => {
      const { account, clock, sizes } = await write(
        6,
        (search) => {
          search.answer = () => ({ kind: "failed", status, reason: "no permissions for [indices:data/write/bulk]" });
        },
        { requestSize: 1, requestsInFlight: 1 },
      );
      assert.deepEqual(sizes, [1]);
      assert.deepEqual(clock.slept, []);
      assert.equal(account.failure?.name, "DependencyError");
      assert.match(account.failure.message, /access policy.*role.*no permissions/);
    });
  }

  it("fails on a document that we may not write, without rejecting it", async () => {
    const { account } = await write(2, (search) => {
      search.answerItem = () => ({ status: 403, type: "security_exception", reason: "no permissions" });
    });
    assert.equal(account.rejected, 0);
    assert.match(account.failure?.message ?? "", /security_exception/);
  });

  it("fails, without rejecting, where the index may not be created", async () => {
    const { account } = await write(1, (search) => {
      search.answerItem = () => ({ status: 404, type: "index_not_found_exception", reason: "no such index" });
    });
    assert.equal(account.rejected, 0);
    assert.match(account.failure?.message ?? "", /siem-test-2026-01.*no such index/);
  });

  it("fails at once on an answer that no repetition changes", async () => {
    const { account, sizes } = await write(2, (search) => {
      search.answer = () => ({ kind: "failed", status: 404, reason: "no handler found" });
    });
    assert.deepEqual(sizes, [2]);
    assert.match(account.failure?.message ?? "", /answered 404: no handler found/);
  });

  for (const [name, item] of [
    ["its index may not be made", { type: "validation_exception", reason: "Validation Failed: 1: no alias;" }],
    [
      "an ingest pipeline is missing",
      { type: "illegal_argument_exception", reason: "pipeline with id [siem-create-only] does not exist" },
    ],
  ] as const) {
    it(`leaves documents to a later delivery when ${name}`, async () => {
      const { account } = await write(2, (search) => {
        search.answerItem = () => ({ status: 400, ...item });
      });
      assert.equal(account.rejected, 0);
      assert.ok(account.failure?.message.includes(item.reason));
    });
  }

  for (const [where, prepare, says = /blocks writes/] of [
    [
      "by a missing pipeline",
      (search: FakeSearchIndex) => {
        search.answerItem = () => ({
          status: 400,
          type: "illegal_argument_exception",
          reason: "pipeline with id [siem-create-only] does not exist",
        });
      },
    ],
    [
      "on a document",
      (search: FakeSearchIndex) => {
        search.answerItem = () => ({
          status: 403,
          type: "cluster_block_exception",
          reason: "index read-only / allow delete",
        });
      },
    ],
    [
      "on new indices",
      (search: FakeSearchIndex) => {
        search.answerItem = () => ({
          status: 403,
          type: "index_create_block_exception",
          reason: "blocked by: [FORBIDDEN/10/cluster create-index blocked (api)];",
        });
      },
    ],
    [
      "on a request",
      (search: FakeSearchIndex) => {
        search.answer = () => ({
          kind: "failed",
          status: 403,
          reason: "cluster_block_exception: blocked by FORBIDDEN/8",
        });
      },
    ],
    [
      "by the limit of shards on a document",
      (search: FakeSearchIndex) => {
        search.answerItem = () => ({ status: 400, type: "validation_exception", reason: tooManyShards });
      },
      /^OpenSearch makes no new index.*max_shards_per_node; the messages wait: validation_exception: .*\[13\]\/\[2\]/,
    ],
    [
      "by the limit of shards, as others say it,",
      (search: FakeSearchIndex) => {
        const reason = tooManyShards.replace("maximum", "maximum normal");
        search.answerItem = () => ({ status: 400, type: "validation_exception", reason });
      },
      /^OpenSearch makes no new index/,
    ],
    [
      "by the limit of shards on a request",
      (search: FakeSearchIndex) => {
        const error = { type: "validation_exception", reason: tooManyShards };
        search.answer = () => ({ kind: "failed", status: 400, reason: JSON.stringify(error) });
      },
      /^OpenSearch makes no new index/,
    ],
  ] as const) {
    it(`does not take a write block ${where} for permanent, and gives up soon`, async () => {
      const { account, sizes, counts } = await write(3, prepare);
      assert.deepEqual(sizes, [3, 3, 3]);
      assert.deepEqual(counts, { RequestsBlocked: 3 });
      assert.equal(account.rejected, 0);
      assert.equal(account.failure?.name, "OutageError");
      assert.match(account.failure.message, says);
    });
  }

  it("takes no document for a sign that there are too many shards because it speaks of them", async () => {
    const { account, counts } = await write(2, (search) => {
      search.answerItem = (_, { id }) =>
        id === "id-1"
          ? { status: 400, type: "mapper_parsing_exception", reason: `value: 'validation_exception: ${tooManyShards}'` }
          : undefined;
    });
    assert.deepEqual([account.indexed, account.rejected], [1, 1]);
    assert.deepEqual(counts, {});
  });

  it("goes on when a write block is lifted in time", async () => {
    const { account } = await write(3, (search) => {
      search.answerItem = (request) => (request === 0 ? { status: 429, type: "cluster_block_exception" } : undefined);
    });
    assert.equal(account.indexed, 3);
    assert.equal(account.failure, undefined);
  });

  it("gives up when the time is over, and not later", async () => {
    const { account, clock } = await write(
      2,
      (search) => {
        search.answer = () => ({ kind: "failed", status: 503, reason: "unavailable" });
      },
      { deadline: new FakeClock().milliseconds + 1_000 },
    );
    assert.equal(account.failure?.name, "OutageError");
    assert.match(account.failure.message, /in time, last answer: unavailable/);
    assert.ok(clock.milliseconds < new FakeClock().milliseconds + 1_000);
    assert.equal(account.indexed + account.rejected, 0);
  });

  it("fails, without rejecting, on an answer that is none", async () => {
    const { account } = await write(1, (search) => {
      search.answerItem = () => ({ status: 0 });
    });
    assert.equal(account.rejected, 0);
    assert.notEqual(account.failure, undefined);
  });

  it("fails where the answer is not for each document", async () => {
    const search = { bulk: () => Promise.resolve({ kind: "items", items: [{ status: 201 }] } as const) };
    const { account } = await write(2, undefined, { search });
    assert.match(account.failure?.message ?? "", /answered for 1 of 2/);
  });

  it("fails the documents of a request whose sending throws", async () => {
    const search = { bulk: () => Promise.reject(new Error("out of memory")) };
    const { account } = await write(2, undefined, { search });
    assert.equal(account.failure?.message, "out of memory");
  });

  it("keeps a few requests in flight and makes the reader wait beyond them", async () => {
    let open = 0;
    let most = 0;
    const search = {
      bulk: async (lines: string | Buffer) => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setTimeout(resolve, 2));
        open -= 1;
        return { kind: "items", items: [{ status: 201 }].slice(0, lines.toString().split("\n").length >> 1) } as const;
      },
    };
    const { account } = await write(12, undefined, { search, requestSize: 1, requestsInFlight: 3 });
    assert.equal(most, 3);
    assert.equal(account.indexed, 12);
  });

  it("asks for smaller requests for as long as the process lives once one was too large", async () => {
    const prepare = (search: FakeSearchIndex) => {
      search.answer = (_, documents) =>
        documents.length > 4_000 ? { kind: "failed", status: 413, reason: "too large" } : undefined;
    };
    const clock = new FakeClock();
    const pressure = new SearchPressure(clock, { requestSize: 800_000 });
    assert.deepEqual((await write(7_000, prepare, { pressure })).sizes, [5_046, 1_954, 2_523, 2_523]);
    assert.deepEqual((await write(7_000, prepare, { pressure })).sizes, [2_530, 2_517, 1_953]);
  });

  it("tries new credentials where those it had have expired, but not for ever", async () => {
    const expired = {
      kind: "failed",
      status: 403,
      reason: "The security token included in the request is expired",
    } as const;
    const once = await write(2, (search) => {
      search.answer = (request) => (request === 0 ? expired : undefined);
    });
    assert.equal(once.account.indexed, 2);
    const always = await write(2, (search) => {
      search.answer = () => expired;
    });
    assert.deepEqual(always.sizes, [2, 2, 2]);
    assert.match(always.account.failure?.message ?? "", /access policy.*expired/);
  });

  describe("with a document that has a part which its index cannot take", () => {
    const refusal = {
      status: 400,
      type: "mapper_parsing_exception",
      reason: "failed to parse field [text] of type [long]",
    };

    it("sends it once more at once, with that part under `unmapped`", async () => {
      const { account, search, clock } = await write(3, (index) => {
        index.answerItem = (_, { id, document }) => (id === "id-1" && "text" in document ? refusal : undefined);
      });
      assert.deepEqual(
        search.requests.map((request) => request.map(({ id }) => id)),
        [["id-0", "id-1", "id-2"], ["id-1"]],
      );
      assert.deepEqual(search.documents.get("siem-test-2026-01/id-1")?.document, {
        n: 1,
        tags: ["mapping-conflict"],
        unmapped: { text: "x".repeat(80) },
      });
      assert.deepEqual([account.indexed, account.unmapped, account.rejected], [3, 1, 0]);
      assert.deepEqual(clock.slept, []);
      account.assertComplete();
    });

    it("rejects it as it came, with the first reason, when it is refused again", async () => {
      const { account, search } = await write(1, (index) => {
        index.answerItem = (request) => (request === 0 ? refusal : { ...refusal, reason: "another" });
      });
      assert.equal(search.requests.length, 2);
      assert.deepEqual([account.indexed, account.unmapped, account.rejected], [0, 0, 1]);
      assert.equal(account.rejections[0]?.document, entry(account, 0).document);
      assert.match(account.rejections[0]?.reason ?? "", /field \[text\]/);
    });

    it("counts it as a duplicate when an earlier delivery has brought it there", async () => {
      const { account } = await write(1, (index) => {
        index.answerItem = (request) => (request === 0 ? refusal : { status: 409 });
      });
      assert.deepEqual([account.duplicate, account.unmapped], [1, 0]);
    });
  });

  describe("in an outage", () => {
    const unavailable = { kind: "failed", status: 503, reason: "unavailable" } as const;

    /** What one writer after another makes of it that share what they know of the domain. */
    async function inTurn(outageRequests: number, pauses: readonly number[]) {
      const clock = new FakeClock();
      const search = new FakeSearchIndex();
      search.answer = (request) => (request < outageRequests ? unavailable : undefined);
      const pressure = new SearchPressure(clock);
      const accounts: ObjectAccount[] = [];
      const sent: number[][] = [];
      for (const pause of pauses) {
        clock.milliseconds += pause;
        const before = search.requests.length;
        const { account } = await write(50, undefined, {
          search,
          clock,
          pressure,
          deadline: clock.milliseconds + 900_000,
        });
        accounts.push(account);
        sent.push(search.requests.slice(before).map((request) => request.length));
      }
      return { accounts, sent };
    }

    it("stops asking after some failures in a row, long before the time is over", async () => {
      const { accounts, sent } = await inTurn(Number.POSITIVE_INFINITY, [0]);
      assert.deepEqual(sent, [[50, 50, 50, 50, 50, 50]]);
      assert.equal(accounts[0]?.failure?.name, "OutageError");
    });

    it("sends nothing for a while, then one document, and all others only when that is taken", async () => {
      const { accounts, sent } = await inTurn(7, [0, 1_000, 10_000, 1_000, 20_000, 0]);
      assert.deepEqual(sent, [[50, 50, 50, 50, 50, 50], [], [1], [], [1, 49], [50]]);
      assert.deepEqual(
        accounts.map(({ failure, indexed }) => failure instanceof OutageError || indexed),
        [true, true, true, true, 50, 0],
      );
    });

    it("asks about once a minute at most, however long it lasts", async () => {
      const { sent } = await inTurn(Number.POSITIVE_INFINITY, new Array<number>(4 * 3_600).fill(1_000));
      assert.ok(sent.flat().length < 4 * 60 * 2, `${sent.flat().length} requests`);
    });

    for (const [chance, first, longest] of [
      [0, 2_500, 30_000],
      [1, 5_000, 60_000],
    ] as const) {
      it(`rests for half a minute to a minute after a few probes, and less before: by chance ${chance}`, () => {
        const clock = new FakeClock();
        clock.random = () => chance;
        const breaker = new CircuitBreaker(clock);
        for (let failures = 0; failures < 5; failures += 1) breaker.failed("busy", "no");
        const rests = Array.from({ length: 6 }, () => {
          breaker.failed("busy", "no");
          const start = clock.milliseconds;
          while (breaker.refusal !== undefined) clock.milliseconds += 500;
          return clock.milliseconds - start;
        });
        assert.deepEqual([rests[0], rests[1], rests.at(-1)], [first, 2 * first, longest]);
      });
    }

    it("takes a request that fails while others are taken for the fault of that request", async () => {
      const { account } = await write(
        3,
        (search) => {
          search.answer = (_, documents) => (documents[0]?.id === "id-1" ? unavailable : undefined);
        },
        { requestSize: 1, requestsInFlight: 2, deadline: Number.MAX_SAFE_INTEGER },
      );
      assert.equal(account.indexed, 2);
      assert.equal(account.failure?.name, "DependencyError");
    });

    it("writes to the other indices where one takes nothing, and lets that one rest", async () => {
      const search = new FakeSearchIndex();
      search.answerItem = (_, { index }) =>
        index === "siem-red-2026-01"
          ? { status: 503, type: "unavailable_shards_exception", reason: "no shard" }
          : undefined;
      const clock = new FakeClock();
      const pressure = new SearchPressure(clock);
      const deadline = clock.milliseconds + 900_000;
      const sizes: number[] = [];
      for (let batch = 0; batch < 3; batch += 1) {
        const [red, green] = [
          new ObjectAccount({ bucket: "archive", key: "red" }),
          new ObjectAccount({ bucket: "archive", key: "green" }),
        ];
        const writer = new BulkWriter({ search, clock, deadline, pressure });
        const before = search.requests.length;
        await writer.add([entry(green, batch), { ...entry(red, 10 + batch), index: "siem-red-2026-01" }]);
        await writer.flush();
        assert.equal(green.indexed, 1);
        assert.equal(green.failure, undefined);
        assert.equal(red.failure?.name, "OutageError");
        sizes.push(search.requests.length - before);
        if (batch === 1) clock.milliseconds += 5_000;
      }
      assert.deepEqual(sizes, [3, 1, 1]);
      search.answerItem = () => undefined;
      clock.milliseconds += 60_000;
      const red = new ObjectAccount({ bucket: "archive", key: "red" });
      const writer = new BulkWriter({ search, clock, deadline, pressure });
      await writer.add([{ ...entry(red, 0), index: "siem-red-2026-01" }]);
      await writer.flush();
      assert.equal(red.indexed, 1);
    });
  });

  it("writes ids and names as JSON, so that a line end in them starts no action", async () => {
    const search = new FakeSearchIndex();
    const account = new ObjectAccount({ bucket: "archive", key: "a" });
    const writer = new BulkWriter({ search, clock: new FakeClock(), deadline: Number.MAX_SAFE_INTEGER });
    const id = 'x"}}\n{"delete":{"_index":"siem","_id":"1"}}\n';
    await writer.add([{ ...entry(account, 0), id }]);
    await writer.flush();
    assert.deepEqual(
      [...search.documents.values()].map((document) => document.id),
      [id],
    );
  });
});
