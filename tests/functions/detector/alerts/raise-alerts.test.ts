import * as assert from "node:assert/strict";
import { DependencyError, OutageError } from "../../../../functions/shared/errors";
import { Outage } from "../failing";
import { Alerting, minute, start } from "./memory";

describe("raiseAlerts", () => {
  it("tells once of an alert, whatever number of signals it has and runs see them", async () => {
    const alerting = new Alerting();
    for (let number = 0; number < 5; number += 1) alerting.signals.add(0, { user: `user-${number}` });
    for (let at = 1; at < 10; at += 1) await alerting.run(at);
    assert.deepEqual(alerting.messages, [[1, "alert-1", "opened", 5]]);
    assert.equal(alerting.store.alerts.get("alert-1")?.count, 5);
  });

  it("tells of growth at most every hour, and what is new", async () => {
    const alerting = new Alerting();
    alerting.signals.add(0, { level: "medium" });
    await alerting.run(1);
    for (let at = 2; at < 70; at += 1) {
      if (at < 30) alerting.signals.add(at, { level: "medium", user: at < 20 ? "mary" : "max" });
      await alerting.run(at + 1);
    }
    assert.deepEqual(alerting.messages, [
      [1, "alert-1", "opened", 1],
      [61, "alert-1", "grew", 28],
    ]);
    assert.deepEqual(alerting.sent[1]?.[2].news.entities.user, ["max"]);
  });

  it("does not tell of what is below the level, but keeps it", async () => {
    const alerting = new Alerting();
    alerting.signals.add(0, { level: "low" });
    await alerting.run(1);
    assert.deepEqual([alerting.messages, alerting.store.alerts.size], [[], 1]);
  });

  it("escalates once what nobody has taken up", async () => {
    const alerting = new Alerting();
    alerting.signals.add(0);
    alerting.signals.add(0, { alert: "alert-2" });
    await alerting.run(1);
    await alerting.handle("alert-2", { status: "triage", owner: "mary" });
    for (let at = 2; at < 100; at += 1) await alerting.run(at);
    assert.deepEqual(alerting.messages.slice(2), [[31, "alert-1", "escalated", 0]]);
  });

  it("opens a closed alert again that goes on, unless it was judged harmless", async () => {
    const alerting = new Alerting();
    const verdicts = ["true-positive", "false-positive"] as const;
    for (const alert of verdicts) alerting.signals.add(0, { alert });
    await alerting.run(1);
    for (const verdict of verdicts) await alerting.handle(verdict, { status: "closed", verdict });
    for (const alert of verdicts) alerting.signals.add(1, { alert });
    for (let at = 2; at < 20; at += 1) await alerting.run(at);
    assert.deepEqual(alerting.messages.slice(2), [[2, "true-positive", "reopened", 1]]);
    assert.deepEqual(
      verdicts.map((id) => [alerting.store.alerts.get(id)?.status, alerting.store.alerts.get(id)?.count]),
      [
        ["open", 2],
        ["closed", 2],
      ],
    );
  });

  it("escalates anew what is open again and nobody takes up", async () => {
    const alerting = new Alerting();
    alerting.signals.add(0);
    for (let at = 1; at < 40; at += 1) await alerting.run(at);
    await alerting.handle("alert-1", { status: "closed", verdict: "true-positive" });
    alerting.signals.add(50);
    for (let at = 50; at < 120; at += 1) await alerting.run(at);
    assert.deepEqual(
      alerting.messages.map(([at, , kind]) => [at, kind]),
      [
        [1, "opened"],
        [31, "escalated"],
        [51, "reopened"],
        [81, "escalated"],
      ],
    );
  });

  it("raises one alert of a storm, and those of the rule again when it is over", async () => {
    const alerting = new Alerting();
    for (let number = 0; number < 500; number += 1) alerting.signals.add(0, { alert: `alert-${number}` });
    alerting.signals.add(0, { alert: "of another rule", rule: "other" });
    alerting.signals.add(1.5, { alert: "later" });
    for (let at = 1; at < 12; at += 1) await alerting.run(at);
    const opened = [...alerting.store.alerts.values()].map(({ kind, count, key }) => [
      kind,
      count,
      kind === "alert" && key[0],
    ]);
    assert.deepEqual(opened, [
      ["alert", 1, "of another rule"],
      ["storm", 501, false],
      ["alert", 1, "later"],
    ]);
    assert.equal(alerting.messages.filter(([, , kind]) => kind === "opened").length, 3);
  });

  it("counts in a storm what came since it began, in whichever run that is seen", async () => {
    const alerting = new Alerting();
    const comes = (at: number): number => (at === 20 ? 100 : at === 50 ? 40 : at < 15 || (at >= 30 && at < 35) ? 1 : 0);
    for (let at = 0; at < 59; at += 1) {
      for (let number = 0; number < comes(at); number += 1) alerting.signals.add(at, { alert: `${at} ${number}` });
      await alerting.run(at + 1);
    }
    const alerts = [...alerting.store.alerts.values()];
    assert.deepEqual(
      alerts.filter(({ kind }) => kind === "storm").map(({ count, firstSeen }) => [count, firstSeen]),
      [[145, "2026-01-31T09:20:00.000Z"]],
    );
    assert.equal(alerts.filter(({ kind }) => kind === "alert").length, 20);
    assert.deepEqual(
      alerting.messages.filter(([at]) => at > 20 && at < 31).map(([, , kind, count]) => [kind, count]),
      [["opened", 100]],
    );
  });

  it("does not take what a run still sees of a minute for calm", async () => {
    const alerting = new Alerting();
    const alerts = 25;
    for (let number = 0; number < alerts; number += 1) {
      alerting.signals.add(number / alerts, { alert: `alert-${number}` });
    }
    for (let at = 1.5; at < 12; at += 0.5) await alerting.run(at);
    assert.deepEqual(
      [...alerting.store.alerts.values()].map(({ kind, count }) => [kind, count]),
      [["storm", alerts]],
    );
  });

  it("goes on with alerts that were open before the storm", async () => {
    const alerting = new Alerting();
    alerting.signals.add(0, { alert: "alert-0" });
    await alerting.run(1);
    for (let number = 0; number < 500; number += 1) alerting.signals.add(1, { alert: `alert-${number}` });
    await alerting.run(2);
    assert.equal(alerting.store.alerts.get("alert-0")?.count, 2);
  });

  it("neither loses nor doubles alerts and messages when any call fails", async () => {
    const story = async (outageOf: (at: number) => Outage | undefined): Promise<Alerting> => {
      const alerting = new Alerting();
      for (let at = 0; at < 80; at += 1) {
        if (at % 3 === 0) alerting.signals.add(at, { alert: `alert-${at % 2}`, user: `user-${at % 5}` });
        await alerting.run(at + 1, outageOf(at)).catch((error: unknown) => {
          assert.ok(error instanceof DependencyError, String(error));
        });
      }
      return alerting;
    };
    const expected = await story(() => undefined);
    for (const when of ["before", "after"] as const) {
      for (let failing = 0; failing < 14; failing += 1) {
        const found = await story((at) => (at % 7 === 0 ? new Outage(failing, when) : undefined));
        const counts = (alerting: Alerting) => [...alerting.store.alerts].map(([id, { count }]) => [id, count]).sort();
        assert.deepEqual(counts(found), counts(expected), `call ${failing} ${when}`);
        const ids = (alerting: Alerting) => [...new Set(alerting.sent.map(([, , { id }]) => id))].sort();
        assert.deepEqual(ids(found), ids(expected), `messages, call ${failing} ${when}`);
        found.store.refresh();
        assert.deepEqual(await found.store.unsent(), [], `unsent, call ${failing} ${when}`);
      }
    }
  });

  it("sends again, under the same id, only what may not have been sent", async () => {
    const alerting = new Alerting();
    alerting.signals.add(0);
    let resent = 0;
    for (let failing = 0; failing < 12; failing += 1) {
      const alone = new Alerting();
      alone.signals.add(0);
      await alone.run(1, new Outage(failing, "after")).catch(() => undefined);
      for (let at = 2; at < 12; at += 1) await alone.run(at);
      const ids = new Set(alone.sent.map(([, , { id }]) => id));
      assert.equal(ids.size, 1, `call ${failing}`);
      resent += alone.sent.length - 1;
    }
    assert.ok(resent <= 3, `${resent} messages came twice`);
  });

  it("sends one message of two runs at the same time", async () => {
    const alerting = new Alerting();
    alerting.signals.add(0);
    await Promise.all([alerting.run(1), alerting.run(1), alerting.run(1)]);
    assert.equal(alerting.sent.length, 1);
  });

  it("raises each alert in one of the partitions, and tells of it once, whichever run sends it", async () => {
    const alerting = new Alerting();
    for (let number = 0; number < 30; number += 1) {
      alerting.signals.add(0, { alert: `alert-${number}`, rule: `rule-${number}` });
    }
    const opened: number[] = [];
    for (let number = 0; number < 3; number += 1) {
      opened.push((await alerting.run(1, undefined, { number, of: 3 })).opened);
    }
    assert.ok(
      opened.every((count) => count > 0),
      `${opened.join(", ")} alerts were opened`,
    );
    assert.deepEqual([alerting.store.alerts.size, alerting.sent.length], [30, 30]);
  });

  it("keeps what a person writes while it runs", async () => {
    const alerting = new Alerting();
    alerting.signals.add(0);
    await alerting.run(1);
    alerting.signals.add(1);
    const write = alerting.store.write.bind(alerting.store);
    let interfered = false;
    alerting.store.write = async (alert, version) => {
      if (!interfered) {
        interfered = true;
        const stored = alerting.store.alerts.get("alert-1");
        if (stored !== undefined) await write({ ...stored, owner: "mary" }, stored.version);
      }
      return write(alert, version);
    };
    await alerting.run(2);
    await alerting.run(3);
    const { owner, count } = alerting.store.alerts.get("alert-1") ?? {};
    assert.deepEqual({ owner, count }, { owner: "mary", count: 2 });
  });

  it("keeps no alert back for one that cannot be stored, and fails behind the others", async () => {
    const alerting = new Alerting();
    for (const alert of ["alert-1", "alert-2", "alert-3"]) alerting.signals.add(0, { alert });
    const write = alerting.store.write.bind(alerting.store);
    alerting.store.write = async (alert, version) => {
      if (alert.id === "alert-1") throw new DependencyError("the table refuses this one");
      return write(alert, version);
    };
    await assert.rejects(alerting.run(1), (error) => {
      assert.ok(error instanceof DependencyError, String(error));
      assert.match(error.message, /^1 alert could not be stored or told of, .*: the table refuses this one$/);
      return true;
    });
    const told = [
      [1, "alert-2", "opened", 1],
      [1, "alert-3", "opened", 1],
    ];
    assert.deepEqual(alerting.messages, told);
    alerting.store.write = write;
    await alerting.run(2);
    assert.deepEqual(alerting.messages, [...told, [2, "alert-1", "opened", 1]]);
  });

  it("tries no other alert in an outage", async () => {
    const alerting = new Alerting();
    for (const alert of ["alert-1", "alert-2", "alert-3"]) alerting.signals.add(0, { alert });
    let writes = 0;
    alerting.store.write = async () => {
      writes += 1;
      throw new OutageError("the domain is down");
    };
    await assert.rejects(alerting.run(1), OutageError);
    assert.equal(writes, 1);
  });

  it("keeps no message back for one that cannot be sent", async () => {
    const alerting = new Alerting();
    alerting.signals.add(0);
    alerting.signals.add(0, { alert: "alert-2" });
    const failing = { left: 1 };
    const push = alerting.sent.push.bind(alerting.sent);
    alerting.sent.push = (...items) => {
      if (failing.left > 0) {
        failing.left -= 1;
        throw new DependencyError("the topic refuses this one");
      }
      return push(...items);
    };
    await assert.rejects(alerting.run(1), DependencyError);
    assert.deepEqual(alerting.messages, [[1, "alert-2", "opened", 1]]);
    await alerting.run(7);
    assert.equal(alerting.messages.length, 2);
    assert.equal(start % minute, 0);
  });
});
