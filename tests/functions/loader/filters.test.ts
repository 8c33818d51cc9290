import assert from "node:assert/strict";
import { type KnownSources, parseFilterRules } from "../../../functions/loader/filter-rules";
import { compileFilters } from "../../../functions/loader/filters";
import { normaliseObject } from "../../../functions/loader/normalise";
import type { EcsDocument } from "../../../functions/shared/ecs";
import { ConfigurationError } from "../../../functions/shared/errors";
import { arrival, jsonSource, now } from "./support";

const fields = ["event.action", "event.kind", "event.type", "message", "source.ip", "source.port", "destination.ip"];
const known: KnownSources = {
  ids: ["test-json", "test-lines"],
  fields: [...fields, "user.name", "user_agent.original", "dns.answers.data", "test.n", "constructor.name"],
  hasField: (field) => known.fields.includes(field),
};

const document: EcsDocument = {
  event: { action: "ACCEPT", category: ["network"], type: ["connection", "allowed"], severity: 3 },
  source: { ip: "10.1.2.3", port: 443 },
  destination: { ip: "2001:db8::7" },
  user_agent: { original: "ELB-HealthChecker/2.0" },
  dns: { answers: [{ data: "a.example.com" }, { data: "b.example.com" }] },
};

function verdict(where: unknown, others: object = {}): unknown {
  const rule = { name: "noise", where: Array.isArray(where) ? where : [where], action: "drop", ...others };
  return compileFilters(parseFilterRules([rule], known))(document, "test-json", "id-1");
}

const dropped = { dropped: "noise" };

describe("a filter", () => {
  for (const [what, where, holds] of [
    ["a text", { field: "event.action", equals: "ACCEPT" }, true],
    ["another text", { field: "event.action", equals: "REJECT" }, false],
    ["one of some values", { field: "source.port", equals: [80, 443] }, true],
    ["a number given as text", { field: "source.port", equals: "443" }, true],
    ["one value of a list", { field: "event.type", equals: "allowed" }, true],
    ["a member of objects in a list", { field: "dns.answers.data", equals: "b.example.com" }, true],
    ["a network", { field: "source.ip", cidr: "10.0.0.0/8" }, true],
    ["another network", { field: "source.ip", cidr: ["192.168.0.0/16", "172.16.0.0/12"] }, false],
    ["a network of IPv6", { field: "destination.ip", cidr: "2001:db8::/32" }, true],
    ["a network where the field is no address", { field: "event.action", cidr: "0.0.0.0/0" }, false],
    ["a pattern", { field: "user_agent.original", regex: "^ELB-HealthChecker/" }, true],
    ["a pattern in any case", { field: "user_agent.original", regex: "(?i)elb-health" }, true],
    ["a field that exists", { field: "source.ip", exists: true }, true],
    ["a field that does not", { field: "user.name", exists: false }, true],
    ["the opposite", { field: "event.action", equals: "REJECT", not: true }, true],
    ["the opposite, where there is no such field", { field: "user.name", equals: "eve", not: true }, true],
    ["names that every object has", { field: "constructor.name", exists: true }, false],
  ] as const) {
    it(`${holds ? "matches" : "leaves"} ${what}`, () => assert.deepEqual(verdict(where), holds ? dropped : {}));
  }

  it("needs all its conditions", () => {
    const action = { field: "event.action", equals: "ACCEPT" };
    assert.deepEqual(verdict([action, { field: "source.ip", cidr: "10.0.0.0/8" }]), dropped);
    assert.deepEqual(verdict([action, { field: "source.ip", cidr: "10.9.0.0/16" }]), {});
  });

  it("is for its sources only", () => {
    const where = { field: "event.action", exists: true };
    assert.deepEqual(verdict(where, { sources: "test-lines" }), {});
    assert.deepEqual(verdict(where, { sources: ["test-lines", "test-json"] }), dropped);
  });

  it("on trial only says that it would", () => {
    assert.deepEqual(verdict({ field: "event.action", exists: true }, { dryRun: true }), { trials: ["noise"] });
  });

  it("keeps about one in so many, and the same ones each time", () => {
    const [rule] = [
      { name: "thin-out", where: [{ field: "event.action", exists: true }], action: "sample", keepOneIn: 10 },
    ];
    const filter = compileFilters(parseFilterRules([rule], known));
    const kept = (): string[] =>
      Array.from({ length: 2_000 }, (_, index) => `id-${index}`).filter(
        (id) => filter(document, "test-json", id).dropped === undefined,
      );
    assert.ok(kept().length > 120 && kept().length < 280, String(kept().length));
    assert.deepEqual(kept(), kept());
  });

  it("samples by itself: a second one keeps its share of what the first kept", () => {
    const rules = ["first", "second"].map((name) => ({
      name,
      where: [{ field: "event.action", exists: true }],
      action: "sample",
      keepOneIn: 10,
    }));
    const filter = compileFilters(parseFilterRules(rules, known));
    const kept = Array.from({ length: 20_000 }, (_, index) => filter(document, "test-json", `id-${index}`)).filter(
      (verdict) => verdict.dropped === undefined,
    );
    assert.ok(kept.length > 120 && kept.length < 280, String(kept.length));
  });

  it("works in linear time, whatever its pattern", () => {
    const rule = { name: "slow", where: [{ field: "message", regex: "^(a+)+$" }], action: "drop" };
    const filter = compileFilters(parseFilterRules([rule], known));
    assert.deepEqual(filter({ message: `${"a".repeat(5_000)}!` }, "test-json", "1"), {});
  });

  const condition = { field: "source.ip", exists: true };
  for (const [what, rules, message] of [
    ["without a name", { where: [condition], action: "drop" }, /filter 1: name must be/],
    ["with a name that no count can have", { name: "A b", where: [condition], action: "drop" }, /name must be/],
    [
      "of another action",
      { name: "a", where: [condition], action: "delete" },
      /\(a\): action must be drop, sample or route/,
    ],
    [
      "for a source that is none",
      { name: "a", sources: "test-jsn", where: [condition], action: "drop" },
      /did you mean test-json/,
    ],
    ["without conditions", { name: "a", where: [], action: "drop" }, /at least one/],
    [
      "with two tests in one",
      { name: "a", where: [{ field: "message", equals: 1, exists: true }], action: "drop" },
      /exactly one of/,
    ],
    [
      "with a network that is none",
      { name: "a", where: [{ field: "source.ip", cidr: "10.0.0.0" }], action: "drop" },
      /no network/,
    ],
    [
      "with a pattern that is none",
      { name: "a", where: [{ field: "message", regex: "(" }], action: "drop" },
      /RE2 syntax/,
    ],
    [
      "with a pattern that RE2 lacks",
      { name: "a", where: [{ field: "message", regex: "(?=x)" }], action: "drop" },
      /RE2 syntax/,
    ],
    ["that samples all", { name: "a", where: [condition], action: "sample", keepOneIn: 1 }, /from 2 on/],
    ["that samples without a number", { name: "a", where: [condition], action: "sample" }, /needs it/],
    [
      "on a field that is none",
      { name: "a", where: [{ field: "sorce.ip", exists: true, not: true }], action: "drop" },
      /there is no field sorce\.ip: did you mean source\.ip\?/,
    ],
    ["with an empty list", { name: "a", where: [{ field: "message", equals: [] }], action: "drop" }, /matches nothing/],
    [
      "with a route that no index can have",
      { name: "a", where: [condition], action: "route", route: "X/" },
      /route must be/,
    ],
    ["with a misspelt member", { name: "a", where: [condition], action: "drop", dryrun: true }, /"dryrun" is none of/],
  ] as const) {
    it(`is refused ${what}`, () => {
      assert.throws(
        () => parseFilterRules([rules], known),
        (error) => {
          assert.ok(error instanceof ConfigurationError);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it("shares its name with no other", () => {
    const rule = { name: "a", where: [condition], action: "drop" };
    assert.throws(() => parseFilterRules([rule, rule], known), /two filters have the name a/);
  });
});

describe("the records of an object under filters", () => {
  async function load(filters: unknown[]) {
    const lines = [{ n: 1 }, { n: 2, ip: "10.0.0.1" }, { n: 3, ip: "203.0.113.9" }, { n: 2, bad: true }];
    const body = (async function* () {
      yield Buffer.from(lines.map((line) => JSON.stringify(line)).join("\n"));
    })();
    const filter = compileFilters(parseFilterRules(filters, known));
    const object = { bucket: "archive", key: "x", lastModified: arrival };
    const records = normaliseObject(object, body, { sources: [jsonSource], now: () => now, filter });
    const kept: string[] = [];
    for await (const record of records) if (record.kind === "document") kept.push(record.index);
    return { kept, summary: records.summary };
  }

  it("are dropped under the filter's name, routed by it, or counted on trial; pipeline errors stay", async () => {
    const { kept, summary } = await load([
      { name: "internal", where: [{ field: "source.ip", cidr: "10.0.0.0/8" }], action: "drop" },
      { name: "outside", where: [{ field: "source.ip", exists: true }], action: "route" },
      { name: "everything", where: [{ field: "test.n", exists: true }], action: "drop", dryRun: true },
      { name: "errors", where: [{ field: "event.kind", equals: "pipeline_error" }], action: "drop" },
    ]);
    assert.deepEqual(kept, ["siem-test.json-2026-01", "siem-test.json-outside-2026-01", "siem-test.json-2026-01"]);
    assert.deepEqual(summary.dropped, { internal: 1 });
    assert.deepEqual(summary.trials, { everything: 1 });
    assert.deepEqual([summary.received, summary.documents, summary.pipelineErrors], [4, 3, 1]);
  });
});
