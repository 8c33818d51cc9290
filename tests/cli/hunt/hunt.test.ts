import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hunt } from "../../../cli/hunt/hunt";
import { activity, investigate } from "../../../cli/investigate";
import { running } from "../running";
import { FakeSearchDomain, nothingFound } from "../search-domain";

describe("the commands that search a stage", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-hunt-"));
  const rules = [join(folder, "rule.yml")];
  let domain: FakeSearchDomain;
  let place: { readonly endpoint: string; readonly region: string };

  before(() => {
    writeFileSync(
      rules[0] ?? "",
      `title: A trail was stopped
level: high
logsource: { product: aws, service: cloudtrail }
detection: { sel: { eventName: StopLogging }, condition: sel }
`,
    );
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    domain = new FakeSearchDomain();
    place = await domain.start();
  });
  afterEach(() => domain.stop());

  it("hunt signs its requests, as a deployed domain asks, and prints what the rule matches", async () => {
    const document = { "@timestamp": "2026-01-31T09:00:00.000Z", event: { action: "StopLogging" } };
    const index = "siem-aws.cloudtrail-2026-01-31";
    domain.answer = { ...nothingFound, hits: { hits: [{ _id: "event-1", _index: index, _source: document }] } };
    const { code, out, err } = await running(() =>
      hunt("A trail was stopped", { ...place, rules, since: "30d", limit: "10" }),
    );
    assert.equal(code, 0, err);
    const found = JSON.parse(out) as { rule_name: string; index: string };
    assert.deepEqual([found.rule_name, found.index], ["A trail was stopped", index]);
    const [asked] = domain.asked;
    assert.match(asked?.path ?? "", /^\/siem-aws\.cloudtrail-\*\/_search\?/);
    assert.match(asked?.authorization ?? "", /^AWS4-HMAC-SHA256 Credential=[^ ]+\/eu-west-1\/es\/aws4_request/);
  });

  it("hunt refuses an answer that is not complete", async () => {
    domain.answer = { ...nothingFound, timed_out: true };
    const options = { ...place, rules, since: "30d", limit: "10" };
    await assert.rejects(
      running(() => hunt("A trail was stopped", options)),
      /not complete: timed out true/,
    );
  });

  for (const [name, command, code] of [
    ["investigate", () => investigate(undefined, { ...place, days: "30" }), 1],
    ["activity", () => activity({ ...place, days: "30" }), 0],
  ] as const) {
    it(`${name} signs its requests too`, async () => {
      assert.equal((await running(command)).code, code);
      assert.notEqual(domain.asked.length, 0);
      for (const { authorization } of domain.asked) assert.match(authorization ?? "", /^AWS4-HMAC-SHA256 .*\/es\//);
    });
  }
});
