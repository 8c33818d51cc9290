import assert from "node:assert/strict";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { recordDetector } from "../../functions/loader/detection";
import { normaliseObject } from "../../functions/loader/normalise";
import { sources } from "../../functions/loader/registry.generated";
import type { SigmaRule } from "../../functions/shared/sigma";
import { readRules } from "../../functions/shared/sigma/read-rules";
import { generate } from "../../local/demo/generator";

/** The steps of the intrusion in the demo's day, each with a rule that wakes somebody. */
const steps: Readonly<Record<string, string>> = {
  "credentials are taken through the shop": "aws_waf_metadata_request_let_through",
  "the server answered": "aws_alb_metadata_request_answered",
  "they are used from elsewhere": "aws_guardduty_instance_credentials_stolen",
  "a command is sent": "aws_cloudtrail_instance_role_runs_commands",
  "a user is made with them": "aws_cloudtrail_instance_role_changes_iam",
  "the user is made administrator": "aws_cloudtrail_user_made_administrator",
  "the trail is to be stopped": "aws_cloudtrail_watcher_stop_refused",
};
/** What the correlations over data that is taken count. */
const counted = ["aws_cloudtrail_graphical_storage_client", "aws_s3_access_graphical_client"];

interface Day {
  readonly ofIntrusion: readonly SigmaRule[];
  readonly ofNormalDay: readonly SigmaRule[];
}

async function detectDay(seed: number): Promise<Day> {
  const rules = readRules([resolve(__dirname, "../../rules")]);
  const { objects, scenario } = generate({ events: 8_000, seed, day: "2026-01-02" });
  const planted = new Set(scenario.records.map(({ key, offset }) => `${key} ${offset}`));
  const options = { sources, now: () => new Date("2026-01-03T00:00:00Z"), detect: recordDetector(rules, sources) };
  const ofIntrusion: SigmaRule[] = [];
  const ofNormalDay: SigmaRule[] = [];
  for (const { key, body } of objects) {
    const bytes = key.endsWith(".gz") ? gunzipSync(body) : body;
    for await (const record of normaliseObject({ bucket: "archive", key }, chunks(bytes), options)) {
      if (record.kind !== "document") continue;
      const found = planted.has(`${key} ${record.offset}`) ? ofIntrusion : ofNormalDay;
      found.push(...(record.matches ?? []));
    }
  }
  return { ofIntrusion, ofNormalDay };
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

for (const seed of [1, 2]) {
  describe(`the rules on the demo's day with seed ${seed}`, () => {
    let day: Day;
    before(async () => {
      day = await detectDay(seed);
    });

    it("wake somebody for each step of the intrusion", () => {
      const raised = new Set(day.ofIntrusion.map(({ name }) => name));
      const missed = Object.entries(steps).filter(([, rule]) => !raised.has(rule));
      assert.deepEqual(missed, []);
      for (const rule of counted) assert.ok(raised.has(rule), `${rule} counts nothing`);
    });

    it("wake nobody for deployments, people at work, autoscaling and scanners", () => {
      const waking = day.ofNormalDay.filter(({ level }) => level !== "informational" && level !== "low");
      assert.deepEqual(
        waking.map(({ name }) => name),
        [],
      );
      assert.ok(day.ofNormalDay.length > 0, "no rule has seen anything: the day was not read");
    });
  });
}
