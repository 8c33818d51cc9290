import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { OfflineDetection, type OfflineSignal } from "../../cli/rules/offline-detection";
import { builtInRulesFolder } from "../../components/detection/built-in-rules";
import { isAtLeast } from "../../functions/detector/alerts/alert";
import { readRules } from "../../functions/detector/read-rules";
import { normaliseObject } from "../../functions/loader/normalise";
import { sources } from "../../functions/loader/registry.generated";
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
  readonly ofIntrusion: readonly OfflineSignal[];
  readonly ofNormalDay: readonly OfflineSignal[];
}

async function detectDay(seed: number): Promise<Day> {
  const rules = readRules([builtInRulesFolder]);
  const { objects, scenario } = generate({ events: 8_000, seed, day: "2026-01-02" });
  const planted = new Set(scenario.records.map(({ key, offset }) => `${key} ${offset}`));
  const now = () => new Date("2026-01-03T00:00:00Z");
  const detection = new OfflineDetection(rules, sources, now);
  const options = { sources, now, detect: detection.maker.detect };
  const plantedEvents = new Set<string>();
  const ofIntrusion: OfflineSignal[] = [];
  const ofNormalDay: OfflineSignal[] = [];
  for (const { key, body } of objects) {
    const bytes = key.endsWith(".gz") ? gunzipSync(body) : body;
    for await (const record of normaliseObject({ bucket: "archive", key }, chunks(bytes), options)) {
      if (record.kind !== "document") continue;
      const isPlanted = planted.has(`${key} ${record.offset}`);
      if (isPlanted) plantedEvents.add(record.id);
      (isPlanted ? ofIntrusion : ofNormalDay).push(...detection.take(record));
    }
  }
  for (const found of await detection.correlate()) {
    const isAboutIntrusion = found.hit?.match.signals.some(({ eventId }) => plantedEvents.has(eventId)) === true;
    (isAboutIntrusion ? ofIntrusion : ofNormalDay).push(found);
  }
  return { ofIntrusion, ofNormalDay };
}

function isWaking({ detection: { level } }: OfflineSignal): boolean {
  return level !== undefined && isAtLeast(level, "medium");
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
      const raised = new Set(day.ofIntrusion.map(({ detection }) => detection.name));
      const missed = Object.entries(steps).filter(([, rule]) => !raised.has(rule));
      assert.deepEqual(missed, []);
      for (const rule of counted) assert.ok(raised.has(rule), `${rule} counts nothing`);
    });

    it("make some tens of alerts at most of all of it", () => {
      const alerts = new Set(day.ofIntrusion.filter(isWaking).flatMap(({ alert }) => alert ?? []));
      assert.ok(alerts.size >= Object.keys(steps).length && alerts.size <= 40, `${alerts.size} alerts`);
    });

    it("wake nobody for deployments, people at work, autoscaling and scanners", () => {
      const waking = day.ofNormalDay.filter(isWaking).map(({ detection }) => detection.name);
      assert.deepEqual(waking, []);
      assert.ok(day.ofNormalDay.length > 0, "no rule has seen anything: the day was not read");
    });
  });
}
