import assert from "node:assert/strict";
import { type SavedObject, savedObject } from "../../../dashboards/saved-objects";
import type { ClusterResponse } from "../../../functions/configurator/cluster";
import { configure } from "../../../functions/configurator/configure";
import type { ConfiguratorSettings } from "../../../functions/configurator/settings";
import { defineSource, type FieldType, type LogSource } from "../../../functions/loader/source";
import { DependencyError } from "../../../functions/shared/errors";
import { FakeCluster, type FakeClusterOptions } from "./fake-cluster";

const source = (fields: Readonly<Record<string, FieldType>>): LogSource =>
  defineSource({
    id: "acme-door",
    title: "Acme doors",
    documentation: "https://example.com",
    module: "acme",
    dataset: "acme.door",
    indexPeriod: "month",
    delivery: "By hand.",
    format: "lines",
    keys: [],
    recognises: () => false,
    open: () => () => ({ kind: "header" }),
    fields,
  });

const doors = source({ "acme.door.name": "keyword", "acme.door.raw": "flat_object" });
const dashboard = savedObject("dashboard", "siem-doors", { title: "Doors" });
const settings = {
  endpoint: "https://search.example.com",
  region: "eu-west-1",
  loaderRoleArn: "arn:aws:iam::111122223333:role/loader",
  analystRoleArns: ["arn:aws:iam::111122223333:role/analyst"],
  operatorRoleArns: ["arn:aws:iam::111122223333:role/operator"],
  retentionDays: 90,
  replicas: "auto",
} as const;

/** A clock whose time passes only by sleeping. */
function clockOf(milliseconds: number) {
  const clock = { left: milliseconds, pauses: [] as number[] };
  return {
    pauses: clock.pauses,
    remaining: () => clock.left,
    sleep: async (pause: number) => {
      clock.pauses.push(pause);
      clock.left -= pause;
    },
  };
}

interface Run {
  readonly sources?: LogSource[];
  readonly objects?: SavedObject[];
  readonly milliseconds?: number;
  readonly change?: Partial<ConfiguratorSettings>;
}

async function run(
  cluster: FakeCluster,
  { sources = [doors], objects = [dashboard], milliseconds = 60_000, change = {} }: Run = {},
) {
  const warnings: string[] = [];
  const clock = clockOf(milliseconds);
  const report = await configure(
    { sources, savedObjects: objects },
    { ...settings, ...change },
    {
      cluster: cluster.request,
      clock,
      warn: (message) => warnings.push(message),
    },
  );
  return { report, warnings, pauses: clock.pauses };
}

const managed = (options: Omit<FakeClusterOptions, "managed"> = {}) => new FakeCluster({ managed: true, ...options });

describe("the configurator", () => {
  it("installs templates, the loader's role and its mapping, retention and dashboards into an empty managed domain", async () => {
    const { report } = await run(managed());
    assert.deepEqual(report, {
      installed: [
        "ingest pipeline siem-create-only",
        "component template siem-ecs",
        "component template siem-settings",
        "index template siem-other",
        "index template siem-unrecognised",
        "index template siem-acme.door",
        "index template siem-signals",
        "index template siem_alerts",
        "index template siem_detector",
        "security role siem_loader",
        "mapping of security role siem_loader",
        "security role siem_analyst",
        "mapping of security role siem_analyst",
        "security role siem_operator",
        "mapping of security role siem_operator",
        "retention policy siem-retention-month",
        "dashboards (1 saved objects)",
      ],
      changed: [],
      unchanged: [],
      skipped: [],
    });
  });

  it("changes nothing on a second run", async () => {
    const cluster = managed();
    const first = await run(cluster);
    cluster.changes.length = 0;
    const second = await run(cluster);
    assert.deepEqual(second.report.unchanged, first.report.installed);
    assert.deepEqual(cluster.changes, []);
  });

  it("changes the template of a source with a new field, after the field was added to its existing indices", async () => {
    const cluster = managed();
    await run(cluster);
    cluster.changes.length = 0;
    const { report } = await run(cluster, { sources: [source({ ...doors.fields, "acme.door.floor": "long" })] });
    assert.deepEqual(report.changed, ["index template siem-acme.door"]);
    assert.deepEqual(
      cluster.changes.map(({ method, path }) => `${method} ${path.split("?")[0]}`),
      ["PUT /siem-acme.door-*/_mapping", "PUT /_index_template/siem-acme.door"],
    );
  });

  it("says so and goes on where existing indices cannot take a changed field", async () => {
    const refusal = { status: 400, body: { error: { reason: "mapper [acme.door.name] cannot be changed" } } };
    const cluster = managed({ answers: { "PUT /siem-acme.door-*/_mapping": refusal } });
    const { report, warnings } = await run(cluster);
    assert.ok(report.installed.includes("dashboards (1 saved objects)"));
    assert.deepEqual(warnings, [
      "existing indices siem-acme.door-* keep their mapping until the next period: HTTP 400: mapper [acme.door.name] cannot be changed",
    ]);
  });

  it("imports changed dashboards into the global tenant, as a form with the header that the server asks for", async () => {
    const cluster = managed();
    await run(cluster);
    cluster.changes.length = 0;
    const changed = savedObject("dashboard", "siem-doors", { title: "All doors" });
    const { report } = await run(cluster, { objects: [changed] });
    assert.deepEqual(report.changed, ["dashboards (1 saved objects)"]);
    const [request] = cluster.changes;
    assert.equal(request?.path, "/_dashboards/api/saved_objects/_import?overwrite=true");
    assert.equal(request?.headers?.["osd-xsrf"], "true");
    assert.equal(request?.headers?.["securitytenant"], "global");
    assert.match(String(request?.body), /\r\n\r\n\{"type":"dashboard","id":"siem-doors".*\}\n\r\n--siem-/);
  });

  it("gives the loader's IAM role write access to the SIEM's indices and nothing that reads or deletes", async () => {
    const cluster = managed();
    await run(cluster);
    assert.deepEqual(cluster.stored.get("/_plugins/_security/api/rolesmapping/siem_loader"), {
      backend_roles: ["arn:aws:iam::111122223333:role/loader"],
      hosts: [],
      users: [],
    });
    assert.deepEqual(cluster.stored.get("/_plugins/_security/api/roles/siem_loader"), {
      cluster_permissions: ["indices:data/write/bulk"],
      index_permissions: [
        {
          index_patterns: ["siem-*"],
          allowed_actions: ["indices:admin/create", "indices:data/write/bulk[s]", "indices:data/write/index"],
        },
      ],
    });
  });

  it("has the pipeline that keeps documents from being replaced before any template names it, and gives it to existing indices", async () => {
    const cluster = managed();
    cluster.indices.set("siem-test-2026-01", { number_of_replicas: "1" });
    await run(cluster);
    assert.deepEqual(
      cluster.changes.slice(0, 2).map(({ method, path, body }) => [method, path, body]),
      [
        [
          "PUT",
          "/_ingest/pipeline/siem-create-only",
          {
            description: "Documents of the SIEM are created, never replaced",
            processors: [
              { set: { field: "_version", value: -4 } },
              { set: { field: "_version_type", value: "internal" } },
            ],
          },
        ],
        [
          "PUT",
          "/siem-*/_settings?allow_no_indices=true&expand_wildcards=open",
          { "index.final_pipeline": "siem-create-only" },
        ],
      ],
    );
    const settings = JSON.stringify(cluster.stored.get("/_component_template/siem-settings"));
    assert.match(settings, /"final_pipeline":"siem-create-only"/);
  });

  it("restores the pipeline where somebody emptied it", async () => {
    const cluster = managed();
    cluster.stored.set("/_ingest/pipeline/siem-create-only", { description: "mine", processors: [] });
    const { report, warnings } = await run(cluster);
    assert.deepEqual([report.changed, warnings], [["ingest pipeline siem-create-only"], []]);
  });

  it("tells of existing indices that cannot have the pipeline, in every run until they have it", async () => {
    const refusal = { status: 403, body: { error: { reason: "index is read-only" } } };
    const answers: Record<string, ClusterResponse> = { "PUT /siem-*/_settings": refusal };
    const cluster = managed({ answers });
    cluster.indices.set("siem-test-2026-01", { final_pipeline: "siem-create-only" }).set("siem-test-2026-02", {});
    const told =
      "documents can be replaced in 1 index, such as siem-test-2026-02, until the configurator can change their settings: HTTP 403: index is read-only";
    assert.deepEqual((await run(cluster)).warnings, [told]);
    const second = await run(cluster);
    assert.deepEqual([second.report.changed, second.warnings], [[], [told]]);
    delete answers["PUT /siem-*/_settings"];
    const third = await run(cluster);
    assert.deepEqual([third.report.changed, third.warnings], [["ingest pipeline siem-create-only"], []]);
    assert.equal(cluster.indices.get("siem-test-2026-02")?.final_pipeline, "siem-create-only");
    assert.deepEqual((await run(cluster)).report.changed, []);
  });

  it("lets people's IAM roles read logs and use dashboards, but change no log", async () => {
    const cluster = managed();
    await run(cluster);
    assert.deepEqual(cluster.stored.get("/_plugins/_security/api/rolesmapping/siem_analyst"), {
      backend_roles: ["arn:aws:iam::111122223333:role/analyst"],
      hosts: [],
      users: [],
    });
    const role = cluster.stored.get("/_plugins/_security/api/roles/siem_analyst") as {
      index_permissions: { index_patterns: string[]; allowed_actions: string[] }[];
      tenant_permissions: object[];
    };
    const logs = role.index_permissions.filter(({ index_patterns }) => index_patterns.includes("siem-*"));
    assert.deepEqual(
      logs.flatMap(({ allowed_actions }) => allowed_actions),
      ["read", "indices_monitor", "indices:admin/mappings/get"],
    );
    assert.deepEqual(role.tenant_permissions, [
      { tenant_patterns: ["global_tenant"], allowed_actions: ["kibana_all_write"] },
    ]);
  });

  it("lets the IAM roles of people who load again search logs and create documents, and no more", async () => {
    const cluster = managed();
    await run(cluster);
    const mapping = cluster.stored.get("/_plugins/_security/api/rolesmapping/siem_operator");
    const backendRoles = ["arn:aws:iam::111122223333:role/operator"];
    assert.deepEqual(mapping, { backend_roles: backendRoles, hosts: [], users: [] });
    assert.deepEqual(cluster.stored.get("/_plugins/_security/api/roles/siem_operator"), {
      cluster_permissions: ["indices:data/write/bulk"],
      index_permissions: [
        {
          index_patterns: ["siem-*"],
          allowed_actions: [
            "indices:data/read/search",
            "indices:admin/create",
            "indices:data/write/bulk[s]",
            "indices:data/write/index",
          ],
        },
      ],
    });
  });

  it("lets the function that looks for silence search logs, and keep what it remembers beside them", async () => {
    const cluster = managed();
    await run(cluster);
    assert.equal(cluster.stored.get("/_plugins/_security/api/roles/siem_watcher"), undefined);
    const watcherRoleArn = "arn:aws:iam::111122223333:role/silence";
    const { report } = await run(cluster, { change: { watcherRoleArn } });
    assert.deepEqual(report.installed, [
      "index template siem-watch",
      "security role siem_watcher",
      "mapping of security role siem_watcher",
    ]);
    assert.deepEqual(cluster.stored.get("/_plugins/_security/api/rolesmapping/siem_watcher"), {
      backend_roles: [watcherRoleArn],
      hosts: [],
      users: [],
    });
    assert.deepEqual((await run(cluster, { change: { watcherRoleArn } })).report.changed, []);
    const { changed } = (await run(cluster, { change: { watcherRoleArn, replicas: 2 } })).report;
    assert.ok(changed.includes("index template siem-watch"), changed.join());
  });

  it("keeps the events of a month's index for the whole retention", async () => {
    const cluster = managed();
    await run(cluster);
    const policy = JSON.stringify(cluster.stored.get("/_plugins/_ism/policies/siem-retention-month"));
    assert.match(policy, /"min_index_age":"121d"/);
    assert.match(policy, /"index_patterns":\["siem-acme.door-\*","siem-signals-\*","siem-unrecognised-\*"\]/);
  });

  it("has indices go to warm nodes and cold storage before they are deleted, each a month later than its first event", async () => {
    const cluster = managed();
    await run(cluster, { change: { warmAfterDays: 7, coldAfterDays: 30 } });
    const { policy } = cluster.stored.get("/_plugins/_ism/policies/siem-retention-month") as {
      policy: { default_state: string; states: unknown[] };
    };
    assert.equal(policy.default_state, "kept");
    const tried = { timeout: "24h", retry: { count: 5, backoff: "exponential", delay: "1h" } };
    const leadsTo = (state_name: string, days: number) => [{ state_name, conditions: { min_index_age: `${days}d` } }];
    assert.deepEqual(policy.states, [
      { name: "kept", actions: [], transitions: leadsTo("warm", 38) },
      { name: "warm", actions: [{ ...tried, warm_migration: {} }], transitions: leadsTo("cold", 61) },
      {
        name: "cold",
        actions: [{ ...tried, cold_migration: { timestamp_field: "@timestamp" } }],
        transitions: leadsTo("deleted", 121),
      },
      { name: "deleted", actions: [{ cold_delete: {} }], transitions: [] },
    ]);
  });

  it("lets groups of people in like the analysts' roles", async () => {
    const cluster = managed();
    await run(cluster, { change: { analystGroups: ["soc"] } });
    assert.deepEqual(cluster.stored.get("/_plugins/_security/api/rolesmapping/siem_analyst"), {
      backend_roles: ["arn:aws:iam::111122223333:role/analyst", "soc"],
      hosts: [],
      users: [],
    });
  });

  const snapshots = { bucketName: "snapshots", roleArn: "arn:aws:iam::111122223333:role/s", region: "eu-west-1" };

  it("registers the bucket for snapshots and has one made each night; a second run changes nothing", async () => {
    const cluster = managed();
    const { report } = await run(cluster, { change: { snapshots } });
    assert.deepEqual(report.installed.slice(-3, -1), ["repository of snapshots siem", "policy of snapshots siem"]);
    const settings = { bucket: "snapshots", role_arn: snapshots.roleArn, region: "eu-west-1" };
    assert.deepEqual(cluster.stored.get("/_snapshot/siem"), { type: "s3", settings });
    const nightly = { cron: { expression: "0 1 * * *", timezone: "UTC" } };
    assert.deepEqual(cluster.changes.find(({ path }) => path === "/_plugins/_sm/policies/siem")?.body, {
      description: "Daily snapshots of the SIEM's indices, kept for 14 days",
      creation: { schedule: nightly, time_limit: "6h" },
      deletion: { schedule: nightly, condition: { max_age: "14d", min_count: 1 }, time_limit: "1h" },
      snapshot_config: { indices: "siem-*", repository: "siem", ignore_unavailable: true, include_global_state: false },
    });
    cluster.changes.length = 0;
    await run(cluster, { change: { snapshots } });
    assert.deepEqual(cluster.changes, []);
  });

  it("names S3 by its address where the region is the first of all", async () => {
    const cluster = managed();
    await run(cluster, { change: { snapshots: { ...snapshots, region: "us-east-1" } } });
    const { settings } = cluster.stored.get("/_snapshot/siem") as { settings: object };
    assert.deepEqual(settings, { bucket: "snapshots", role_arn: snapshots.roleArn, endpoint: "s3.amazonaws.com" });
  });

  it("says so where the cluster cannot keep snapshots in S3, and fails where it refuses the bucket", async () => {
    const refuses = (reason: string) => ({ status: 500, body: { error: { reason } } });
    const without = { "PUT /_snapshot/siem": refuses("repository type [s3] does not exist") };
    const { report } = await run(managed({ answers: without }), { change: { snapshots } });
    assert.ok(report.skipped.includes("repository of snapshots siem: the cluster cannot keep snapshots in S3"));
    const forbidden = { "PUT /_snapshot/siem": refuses("[siem] path is not accessible") };
    await assert.rejects(
      run(managed({ answers: forbidden }), { change: { snapshots } }),
      /Could not register the repository .*path is not accessible/,
    );
  });

  it("goes on where an index that gains a field is on warm nodes, which take no change", async () => {
    const error = { type: "cluster_block_exception", reason: "index [siem-acme.door-2026-01] blocked" };
    const refusal = { status: 403, body: { error } };
    const { warnings } = await run(managed({ answers: { "PUT /siem-acme.door-*/_mapping": refusal } }));
    assert.match(warnings[0] ?? "", /keep their mapping until the next period: HTTP 403: index .* blocked/);
  });

  it("changes a retention policy under the version it read, and moves the indices that have it", async () => {
    const cluster = managed();
    cluster.stored.set("/_plugins/_ism/policies/siem-retention-month", { policy: { description: "of last year" } });
    const { report } = await run(cluster);
    assert.deepEqual(report.changed, ["retention policy siem-retention-month"]);
    const paths = cluster.changes.map(({ path }) => path);
    assert.ok(paths.includes("/_plugins/_ism/policies/siem-retention-month?if_seq_no=7&if_primary_term=1"));
    assert.ok(paths.includes("/_plugins/_ism/change_policy/siem-unrecognised-*,siem-acme.door-*,siem-signals-*"));
  });

  const refusedMoves: readonly [string, number, unknown, RegExp | undefined][] = [
    [
      "refuses some of them in an answer that is no error",
      200,
      {
        updated_indices: 3,
        failures: true,
        failed_indices: [
          { index_name: "siem-acme.door-2026-01", index_uuid: "u1", reason: "This index already has a policy" },
        ],
      },
      /^existing indices do not follow the retention policy siem-retention-month: siem-acme\.door-2026-01: This index already has a policy\. Repeat it when that is resolved: POST \/_plugins\/_ism\/add\/siem-unrecognised-\*,siem-acme\.door-\*,siem-signals-\* \{"policy_id":"siem-retention-month"\}$/,
    ],
    [
      "names none of them",
      200,
      { updated_indices: 0, failures: true, failed_indices: [] },
      /names none of the indices/,
    ],
    ["refuses the request", 403, { error: { reason: "no permissions" } }, /month: HTTP 403: no permissions\. Repeat/],
    ["takes all of them", 200, { updated_indices: 4, failures: false, failed_indices: [] }, undefined],
    ["has none", 404, { error: { reason: "no such index" } }, undefined],
  ];
  for (const [situation, status, body, warning] of refusedMoves) {
    it(`tells of existing indices without their retention where the domain ${situation}`, async () => {
      const request = "POST /_plugins/_ism/add/siem-unrecognised-*,siem-acme.door-*,siem-signals-*";
      const { report, warnings } = await run(managed({ answers: { [request]: { status, body } } }));
      assert.ok(report.installed.includes("retention policy siem-retention-month"));
      if (warning === undefined) assert.deepEqual(warnings, []);
      else assert.match(warnings.join("\n"), warning);
    });
  }

  it("tells of indices that stay under the policy of before", async () => {
    const request = "POST /_plugins/_ism/change_policy/siem-unrecognised-*,siem-acme.door-*,siem-signals-*";
    const failed = Array.from({ length: 12 }, (_, day) => ({ index_name: `siem-${day}`, reason: "not managed" }));
    const body = { updated_indices: 0, failures: true, failed_indices: failed };
    const cluster = managed({ answers: { [request]: { status: 200, body } } });
    cluster.stored.set("/_plugins/_ism/policies/siem-retention-month", { policy: { description: "of last year" } });
    const { warnings } = await run(cluster);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /siem-0: not managed; .*siem-9: not managed; and 2 more\. Repeat/);
  });

  it("skips, with the reason, what a cluster without the plugins cannot have", async () => {
    const { report } = await run(new FakeCluster({ managed: false }));
    assert.equal(report.installed.length, 9);
    assert.deepEqual(
      report.skipped.map((line) => line.split(":")[0]),
      [
        "security role siem_loader",
        "mapping of security role siem_loader",
        "security role siem_analyst",
        "mapping of security role siem_analyst",
        "security role siem_operator",
        "mapping of security role siem_operator",
        "retention policy siem-retention-month",
        "dashboards (1 saved objects)",
      ],
    );
  });

  it("waits, ever longer, for a domain that has no address, no nodes or does not know its role yet", async () => {
    const startsWith = [0, 503, 403].map((status) => ({ status, body: "not yet" }));
    const { report, pauses } = await run(managed({ startsWith }));
    assert.deepEqual(pauses, [1000, 2000, 4000]);
    assert.equal(report.installed.length, 17);
  });

  it("gives up when its time is over and says what the domain answered and what to do", async () => {
    const startsWith = Array.from({ length: 50 }, () => ({
      status: 0,
      body: "getaddrinfo ENOTFOUND search.example.com",
    }));
    await assert.rejects(run(managed({ startsWith }), { milliseconds: 10_000 }), (error: unknown) => {
      assert.ok(error instanceof DependencyError);
      assert.match(error.message, /did not get ready in time \(no connection: getaddrinfo ENOTFOUND.*security group/);
      return true;
    });
  });

  it("names the master user when the domain keeps refusing it", async () => {
    const startsWith = Array.from({ length: 50 }, () => ({
      status: 403,
      body: { message: "no permissions for [cluster:monitor]" },
    }));
    await assert.rejects(
      run(managed({ startsWith }), { milliseconds: 10_000 }),
      /HTTP 403: no permissions.*master user/,
    );
  });

  const refusals: Readonly<Record<string, { request: string; body: unknown; message: RegExp }>> = {
    "a template is refused": {
      request: "PUT /_index_template/siem-acme.door",
      body: { error: { reason: "unknown setting" } },
      message: /Could not install the index template siem-acme\.door .*HTTP 400: unknown setting/,
    },
    "a template cannot be read": {
      request: "GET /_component_template/siem-ecs",
      body: { error: { reason: "busy" } },
      message: /Could not read the component template siem-ecs .*busy/,
    },
    "the dashboards' server refuses the request": {
      request: "POST /_dashboards/api/saved_objects/_import",
      body: { message: "Request must contain a osd-xsrf header." },
      message: /Could not import the dashboards: HTTP 400: Request must contain/,
    },
  };
  for (const [situation, { request, body, message }] of Object.entries(refusals)) {
    it(`fails with the cluster's own words when ${situation}`, async () => {
      await assert.rejects(run(managed({ answers: { [request]: { status: 400, body } } })), message);
    });
  }

  it("names the saved objects that OpenSearch Dashboards refused, and tries again next time", async () => {
    const errors = [{ type: "dashboard", id: "siem-doors", error: { type: "missing_references" } }];
    const answers = {
      "POST /_dashboards/api/saved_objects/_import": { status: 200, body: { success: false, errors } },
    };
    const cluster = managed({ answers });
    await assert.rejects(run(cluster), /refused saved objects: dashboard siem-doors: \{"type":"missing_references"\}/);
    assert.equal(cluster.stored.has("/_component_template/siem-dashboards"), false);
  });
});
