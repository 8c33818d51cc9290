import * as assert from "node:assert/strict";
import type { Alert } from "../../../../functions/detector/alerts/alert";
import { decide } from "../../../../functions/detector/alerts/handling";
import { openAlert } from "../../../../functions/detector/alerts/life-cycle";
import { policy } from "./memory";

const now = new Date("2026-01-31T10:00:00Z");
const entities = { user: ["mary"], address: [], host: [], account: [], resource: [] };
const rule = { key: "rule", name: "A rule", level: "high" } as const;
const times = { firstSeen: "2026-01-31T09:00:00.000Z", lastSeen: "2026-01-31T09:00:00.000Z" };
const open: Alert = openAlert(
  "alert-1",
  "alert",
  { rule, key: ["mary"], count: 1, ...times, entities, about: {} },
  now,
  policy,
);

describe("a decision about an alert", () => {
  it("is stored with who made it, when and why", () => {
    const closed = decide(open, { status: "closed", verdict: "benign", note: "the backup", author: "max" }, now);
    assert.deepEqual(
      [closed.status, closed.verdict, closed.notes],
      ["closed", "benign", [{ time: now.toISOString(), author: "max", text: "closed as benign: the backup" }]],
    );
  });

  it("changes only what it names, and has the detector look at the alert in its next run", () => {
    const taken = decide(open, { status: "triage", owner: "mary", author: "mary" }, now);
    assert.deepEqual(
      { ...taken, notes: [] },
      { ...open, status: "triage", owner: "mary", verdict: undefined, nextCheck: now.toISOString() },
    );
    assert.equal(taken.notes[0]?.text, "triage, owner: mary");
    const noted = decide(taken, { note: "asked her", author: "mary" }, now);
    assert.deepEqual([noted.status, noted.owner, noted.notes[1]?.text], ["triage", "mary", "asked her"]);
    assert.equal(decide(taken, { owner: "", author: "mary" }, now).owner, undefined);
  });

  it("takes the verdict back with the closing", () => {
    const closed = decide(open, { status: "closed", verdict: "false-positive", note: "no", author: "max" }, now);
    const again = decide(closed, { status: "open", author: "max" }, now);
    assert.deepEqual([again.status, again.verdict, again.notes.length], ["open", undefined, 2]);
    assert.equal(again.reopened, now.toISOString(), "it is escalated so long after that");
    const corrected = decide(closed, { status: "closed", verdict: "true-positive", note: "yes", author: "max" }, now);
    assert.equal(corrected.notes[1]?.text, "closed as true-positive: yes");
  });
});
