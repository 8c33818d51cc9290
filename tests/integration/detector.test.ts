import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configure } from "../../functions/configurator/configure";
import type { Alert, PendingNotification } from "../../functions/detector/alerts/alert";
import { CorrelationEngine } from "../../functions/detector/correlation-engine";
import { Detector } from "../../functions/detector/detector-run";
import { groupIds } from "../../functions/detector/groups";
import { MemorySignalStore } from "../../functions/detector/memory-store";
import { HitWriter } from "../../functions/detector/opensearch/hit-writer";
import { CompleteSearch } from "../../functions/detector/opensearch/search";
import { OpenSearchSignalStore } from "../../functions/detector/opensearch/signal-store";
import { detectionPlan } from "../../functions/detector/plan";
import type { Signal } from "../../functions/detector/signal";
import { signalFields, signalOf } from "../../functions/detector/signal-document";
import { DependencyError } from "../../functions/shared/errors";
import { sigmaKey } from "../../functions/shared/sigma";
import { startOpenSearch } from "../../local/opensearch";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { openSearchJars } from "../../local/toolchain/opensearch-jars";
import { cloudTrailRule, ruleSet } from "../functions/detector/rules";
import { fetchCluster } from "../support/fetch-cluster";

const minute = 60_000;
const start = Date.parse("2026-01-31T23:00:00Z");

const rules = ruleSet(`${cloudTrailRule("denied", "Denied")}${cloudTrailRule("stolen", "Stolen")}
title: Many denials
name: many_denials
level: medium
correlation:
  type: event_count
  rules: [denied]
  group-by: [user]
  timespan: 10m
  condition: { gte: 5 }
---
title: Many addresses
name: many_addresses
level: low
correlation:
  type: value_count
  rules: [denied, stolen]
  group-by: [user]
  timespan: 10m
  condition: { field: address, gte: 3 }
---
title: Denials, then a theft
name: theft
level: critical
author: Somebody
correlation:
  type: temporal_ordered
  rules: [many_denials, stolen]
  group-by: [user]
  timespan: 30m
---
title: Silence
name: silence
level: low
correlation:
  type: event_count
  rules: [denied]
  group-by: [user]
  timespan: 15m
  condition: { lt: 1 }
`);
const plan = detectionPlan(rules);

/** Two hours of signals: a few users by turns, one of them busy, out of order; the same each time. */
function story(): readonly Signal[] {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  return Array.from({ length: 3_000 }, (_, number) => {
    const rule = random() < 0.97 ? "denied" : "stolen";
    const user = random() < 0.3 ? "busy" : `user-${Math.floor(random() * 40)}`;
    const values = { user: [user], address: [`198.51.100.${Math.floor(random() * 9)}`] };
    const time = start + Math.floor(random() * 120 * minute);
    const groups = plan.correlations
      .filter((correlation) => correlation.rules.includes(rule))
      .flatMap((correlation) => groupIds(correlation, { rule, values }));
    const id = `signal-${number}`;
    return {
      id,
      rule,
      eventId: `event-${number}`,
      time,
      ingested: time + Math.floor(random() * 15 * minute),
      groups,
      values,
    };
  });
}

describe("the detector on a real OpenSearch", function () {
  this.timeout(240_000);
  let folder: string;
  let processes: Processes;
  let url: string;
  const cluster = fetchCluster(() => url);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "siem-detector-"));
    processes = new Processes(folder);
    const classPath = await openSearchJars.install(progressOnStderr());
    ({ url } = await startOpenSearch(processes, { stateFolder: folder, classPath, heapMegabytes: 512 }));
    await configure(
      { sources: [], savedObjects: [] },
      {
        endpoint: url,
        region: "eu-west-1",
        loaderRoleArn: undefined,
        analystRoleArns: [],
        operatorRoleArns: [],
        retentionDays: 90,
        replicas: "auto",
      },
      { cluster, clock: { remaining: () => 0, sleep: async () => undefined }, warn: (message) => assert.fail(message) },
    );
  });

  after(async () => {
    await processes.stopAll();
    await rm(folder, { recursive: true, force: true });
  });

  const store = async (signals: readonly Signal[]): Promise<void> => {
    const lines = signals.flatMap((signal) => {
      const rule = plan.detections.get(signal.rule);
      if (rule === undefined) throw new Error(`no rule ${signal.rule}`);
      const time = new Date(signal.time).toISOString();
      const fields = signalFields(rule, signal.id, signal.time, {
        kind: "rule",
        ...signal,
        alerts: plan.signals.get(sigmaKey(rule))?.alerts ?? false,
        alertKey: signal.values.user ?? [],
        alertWindow: 86_400_000,
      });
      const document = {
        "@timestamp": time,
        event: { kind: "signal", ingested: new Date(signal.ingested).toISOString() },
        related: { user: signal.values.user, ip: signal.values.address },
        ...fields,
      };
      return [
        JSON.stringify({ create: { _index: `siem-signals-${time.slice(0, 7)}`, _id: signal.id } }),
        JSON.stringify(document),
      ];
    });
    const body = `${lines.join("\n")}\n`;
    const { status, body: answer } = await cluster({ method: "POST", path: "/_bulk?refresh=true", body });
    assert.deepEqual(
      [status, (answer as { errors: boolean }).errors],
      [200, false],
      JSON.stringify(answer).slice(0, 500),
    );
  };

  const settings = {
    overlap: 10 * minute,
    allowedLateness: 60 * minute,
    alertLevel: "low",
    policy: {
      notifyLevel: "medium",
      growthInterval: 60 * minute,
      escalateLevel: "critical",
      escalateAfter: 60 * minute,
      stormAlerts: 1_000,
    },
  } as const;

  it("finds in stored signals exactly what it finds in memory, and raises an alert of each", async () => {
    const signals = story();
    await store(signals);
    const sent: (readonly [Alert, PendingNotification])[] = [];
    let now = start;
    const detector = new Detector(
      rules,
      cluster,
      async (alert, notification) => {
        sent.push([alert, notification]);
      },
      settings,
      () => new Date(now),
    );
    await detector.run(Number.POSITIVE_INFINITY);
    now = start + 300 * minute;
    const began = Date.now();
    const report = await detector.run(Number.POSITIVE_INFINITY);
    console.error(
      `      ${report.correlationHits} hits of 3,000 signals, ${report.opened} alerts, in ${Date.now() - began} ms`,
    );

    const memory = new MemorySignalStore();
    memory.add(signals);
    const engine = new CorrelationEngine({ ...plan, store: memory, allowedLateness: settings.allowedLateness });
    const range = { from: start - 10 * minute, to: now };
    await engine.run({ ingested: range, closing: { from: start - 10 * minute, to: now - 10 * minute } });
    const isHit = ({ rule }: Signal): boolean => plan.correlations.some(({ key }) => key === rule);
    const ids = (found: readonly Signal[]) =>
      found
        .filter(isHit)
        .map(({ id, rule }) => `${rule} ${id}`)
        .sort();
    const found: Signal[] = [];
    for await (const { source, time } of new CompleteSearch(cluster).hits({ match_all: {} }, [
      "siem.signal",
      "event.ingested",
    ])) {
      const signal = signalOf(source, time);
      if (signal !== undefined) found.push(signal);
    }
    const expected = ids(memory.signals);
    for (const { key } of plan.correlations)
      assert.ok(
        expected.some((id) => id.startsWith(key)),
        `there are hits of ${key}`,
      );
    assert.deepEqual(ids(found), expected);

    assert.ok(report.opened > 10, `${report.opened} alerts were opened`);
    const told = sent.map(([{ id, rule }, { kind }]) => `${rule.key} ${id} ${kind}`);
    assert.deepEqual([...new Set(told)].length, told.length, "each alert is told of once");
    assert.ok(
      told.every((one) => one.startsWith("theft ")),
      told.join("\n"),
    );
    const [first] = sent[0] ?? [];
    assert.deepEqual(first?.rule.author, ["Somebody"]);
    assert.ok((first?.entities.address.length ?? 0) > 0, "the alert names addresses of the signals it is made of");
  });

  it("changes nothing when it runs once more", async () => {
    const before = await count();
    const detector = new Detector(
      rules,
      cluster,
      () => assert.fail("a message was sent"),
      settings,
      () => new Date(start + 301 * minute),
    );
    const report = await detector.run(Number.POSITIVE_INFINITY);
    assert.deepEqual([report.opened, report.sent, await count()], [0, 0, before]);
  });

  const count = async (): Promise<number> => {
    const { body } = await cluster({ method: "POST", path: "/siem-signals-*/_count", body: {} });
    return (body as { count: number }).count;
  };

  it("takes no answer that is not complete", async () => {
    const partial = new CompleteSearch(async (request) => {
      const response = await cluster(request);
      return { ...response, body: { ...(response.body as object), timed_out: true } };
    });
    const all = new OpenSearchSignalStore(partial, new HitWriter(partial, plan, () => new Date()));
    await assert.rejects(async () => {
      for await (const _ of all.activeGroups({ from: 0, to: Date.now() * 2 }));
    }, DependencyError);
  });
});
