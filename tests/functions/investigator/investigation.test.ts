import assert from "node:assert/strict";
import {
  cloudTrailActivity,
  findingsBySeverity,
  type RelatedRecords,
  relatedRecords,
  rootCause,
} from "../../../functions/investigator";
import { DATASETS, type Found } from "../../../functions/investigator/search";
import { type NormalisedDay, normaliseDay } from "../../local/demo/normalised-day";
import { MemorySearch } from "./memory-search";

const day = "2026-01-01";
const window = { from: `${day}T00:00:00Z`, to: `${day}T23:59:59Z` };

function names(related: RelatedRecords | undefined): string[] {
  return (related?.groups ?? []).flatMap(({ records }) => records.map(({ index, id }) => `${index}/${id}`)).sort();
}

function without(documents: readonly Found[], ...datasets: string[]): Found[] {
  return documents.filter(({ document }) => !datasets.includes(document.event?.dataset ?? ""));
}

describe("The investigation of a generated intrusion", () => {
  let generated: NormalisedDay;
  let search: MemorySearch;
  let related: RelatedRecords;
  before(async () => {
    generated = await normaliseDay({ day, events: 20_000, seed: 1 });
    search = new MemorySearch(generated.documents);
    const answer = await relatedRecords(search, generated.scenario.findingId);
    assert.ok(answer);
    related = answer;
  });

  it("finds the finding among others by its severity", async () => {
    const ids = await findingsBySeverity(search, window);
    assert.equal(ids[0], generated.scenario.findingId);
    assert.equal(ids.length, 4);
  });

  it("reads all deliveries of the finding as one", () => {
    const { finding } = related.cause;
    assert.equal(finding.deliveries.length, 2);
    assert.equal(finding.count, 47);
    assert.equal(finding.severity, "high");
    assert.equal(finding.accessKeyId, generated.scenario.accessKeys[0]);
  });

  it("traces the stolen key to the role of the instance", () => {
    const [step] = related.cause.lineage;
    assert.deepEqual(step?.origin, {
      kind: "instance",
      instanceId: generated.scenario.victimInstanceId,
      role: generated.scenario.role,
    });
    assert.ok(step?.issuedBy);
  });

  it("names the forged web request first, with the moment of the theft", () => {
    const [first] = related.cause.candidates;
    assert.equal(first?.confidence, "high");
    assert.ok(first?.title.includes(generated.scenario.addresses.web));
    const theft = related.cause.entryClient?.theft?.document;
    assert.ok(Math.abs(Date.parse(String(theft?.["@timestamp"])) - Date.parse(generated.scenario.theft)) < 2000);
    assert.ok(theft?.url?.query?.endsWith(`security-credentials/${generated.scenario.role}`));
  });

  it("finds every key, user, address, domain and bucket of the intruder", () => {
    const { accessKeys, addresses, domain, backdoorUser, bucket, victimInstanceId } = generated.scenario;
    const values = (kind: string) =>
      related.entities.filter((entity) => entity.kind === kind).map(({ value }) => value);
    assert.deepEqual(values("access key"), [...accessKeys]);
    assert.deepEqual(values("user"), [backdoorUser]);
    assert.deepEqual(values("address").sort(), Object.values(addresses).sort());
    assert.deepEqual(values("domain"), [domain]);
    assert.deepEqual(values("bucket"), [bucket]);
    assert.deepEqual(values("instance"), [victimInstanceId]);
  });

  it("blames version 1 of the metadata service", () => {
    assert.equal(related.cause.compromise.metadataVersion, "1.0");
    assert.ok(related.cause.contributing.some((statement) => statement.includes("HttpTokens: required")));
  });

  it("tells what happened in its order", () => {
    const tactics = related.cause.steps.map(({ tactic }) => tactic);
    for (const tactic of ["Initial Access", "Discovery", "Persistence", "Defense Evasion", "Collection"] as const) {
      assert.ok(tactics.includes(tactic), tactic);
    }
    assert.equal(tactics[0], "Initial Access");
    assert.equal(tactics.at(-1), "Collection");
  });

  it("says what was taken", () => {
    assert.equal(related.cause.taken.length, 1);
    assert.equal(related.cause.taken[0]?.objects, 56);
  });

  it("asks at most twelve questions for the cause", () => {
    assert.ok(related.cause.queries.length <= 12);
    assert.ok(related.cause.blindSpots.every((spot) => !spot.includes("limit of")));
  });

  it("mentions what only shares an address or key with the intrusion, without counting it", () => {
    assert.ok(related.leftOut.some((statement) => statement.includes("rightful holder at work")));
    assert.ok(related.leftOut.some((statement) => statement.includes("other credentials")));
    assert.ok(related.leftOut.some((statement) => statement.includes("browsers")));
  });

  for (const [seed, events] of [
    [1, 20_000],
    [2, 1000],
    [3, 5000],
    [11, 12_000],
  ] as const) {
    it(`finds all records of the intrusion and no other (seed ${seed}, ${events} events)`, async () => {
      const { documents, planted, scenario } = await normaliseDay({ day, events, seed });
      const answer = await relatedRecords(new MemorySearch(documents), scenario.findingId);
      assert.deepEqual(names(answer), [...planted].sort());
    });
  }

  it("counts CloudTrail by principal, API, country, error and hour", async () => {
    const activity = await cloudTrailActivity(search, window);
    const { documents, scenario } = generated;
    assert.equal(activity.total, scenario.eventsBySource["aws-cloudtrail"]);
    const count = (test: (document: Found["document"]) => boolean) =>
      documents.filter(({ document }) => document.event?.dataset === DATASETS.cloudTrail && test(document)).length;
    const [principal] = activity.principals;
    assert.equal(
      principal?.count,
      count(({ user }) => user?.name === principal?.value),
    );
    const role = activity.principals.find(({ value }) => value === scenario.role);
    assert.equal(
      role?.counted,
      count(({ user, event }) => user?.name === scenario.role && event?.outcome === "failure"),
    );
    const denied = activity.errors.find(({ value }) => value === "AccessDenied");
    assert.equal(
      denied?.count,
      count(({ error }) => error?.code === "AccessDenied"),
    );
    assert.equal(activity.timeline.length, 24);
  });

  it("knows no answer for a finding that is not there", async () => {
    assert.equal(await relatedRecords(search, "0".repeat(32)), undefined);
  });
});

describe("An investigation with logs missing", () => {
  let generated: NormalisedDay;
  before(async () => {
    generated = await normaliseDay({ day, events: 3000, seed: 4 });
  });

  const investigate = (documents: readonly Found[]) =>
    rootCause(new MemorySearch(documents), generated.scenario.findingId);

  it("admits that it does not know the way in without web logs", async () => {
    const cause = await investigate(without(generated.documents, DATASETS.alb, DATASETS.waf));
    assert.equal(cause?.candidates.length, 1);
    assert.equal(cause?.candidates[0]?.confidence, "low");
    assert.ok(cause?.blindSpots.some((spot) => spot.startsWith("No load balancer access logs")));
    assert.ok(cause?.blindSpots.some((spot) => spot.startsWith("No AWS WAF logs")));
  });

  it("is less sure where only the web ACL saw the request", async () => {
    const cause = await investigate(without(generated.documents, DATASETS.alb));
    assert.equal(cause?.candidates[0]?.confidence, "low");
    assert.ok(cause?.candidates[0]?.title.includes(generated.scenario.addresses.web));
  });

  it("says that there are no data events", async () => {
    const management = generated.documents.filter(
      ({ document }) => JSON.stringify(document).includes('"event_category":"Data"') === false,
    );
    const cause = await investigate(management);
    assert.ok(cause?.blindSpots.some((spot) => spot.startsWith("No CloudTrail data events")));
    assert.deepEqual(cause?.taken, []);
  });

  it("says who issued the key is unknown when that event is not indexed", async () => {
    const [key] = generated.scenario.accessKeys;
    const issued = generated.documents.filter(
      ({ document }) => !JSON.stringify(document).includes(`"issued_access_key_id":"${key}"`),
    );
    const cause = await investigate(issued);
    assert.deepEqual(cause?.lineage[0]?.origin, { kind: "unknown" });
    assert.equal(cause?.candidates[0]?.confidence, "high");
  });

  it("stops at its limit of queries and says what it left open", async () => {
    const search = new MemorySearch(generated.documents);
    const cause = await rootCause(search, generated.scenario.findingId, { queries: 4 });
    assert.equal(search.queries.length, 4);
    assert.ok(cause?.blindSpots.some((spot) => spot.includes("not looked at, the limit of 4 queries was reached")));
  });
});
