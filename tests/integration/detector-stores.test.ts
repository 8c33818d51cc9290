import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { configure } from "../../functions/configurator/configure";
import { TableAlertStore } from "../../functions/detector/dynamodb/alert-store";
import { CompleteSearch } from "../../functions/detector/opensearch/search";
import { type DetectorStores, searchStores, tableStores } from "../../functions/detector/stores";
import { DependencyError } from "../../functions/shared/errors";
import { emulatorClient, startAwsEmulator } from "../../local/aws-emulator";
import { startOpenSearch } from "../../local/opensearch";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { openSearchJars } from "../../local/toolchain/opensearch-jars";
import { anAlert, plain, storesAlerts, storesDigests, storesState } from "../functions/detector/store-contract";
import { fetchCluster } from "../support/fetch-cluster";
import { createStateTable } from "../support/state-table";

const region = "eu-west-1";

describe("where a detector keeps what it writes under versions", function () {
  this.timeout(240_000);
  let folder: string;
  let processes: Processes;
  let url: string;
  let client: DynamoDBClient;
  const cluster = fetchCluster(() => url);
  const search = new CompleteSearch(cluster);

  const refresh = async (): Promise<void> => {
    await cluster({ method: "POST", path: "/siem_*/_refresh" });
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "siem-stores-"));
    processes = new Processes(folder);
    const progress = progressOnStderr();
    const python = await awsEmulatorPackage.install(progress);
    const emulator = await startAwsEmulator(processes, {
      stateFolder: folder,
      python,
      accountId: "111122223333",
      region,
    });
    client = new DynamoDBClient(emulatorClient(emulator.endpoint, region));
    const classPath = await openSearchJars.install(progress);
    ({ url } = await startOpenSearch(processes, { stateFolder: folder, classPath, heapMegabytes: 512 }));
    await configure(
      { sources: [], savedObjects: [] },
      {
        endpoint: url,
        region,
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
    client.destroy();
    await processes.stopAll();
    await rm(folder, { recursive: true, force: true });
  });

  const isContract = (stores: () => DetectorStores, damage: (id: string) => Promise<unknown>): void => {
    storesAlerts(() => ({ alerts: stores().alerts, refresh }));
    storesState(() => stores().state);
    storesDigests(() => stores().digest);

    it("reads the other alerts when somebody has made one unreadable, says which, and does not write over it", async () => {
      const { alerts } = stores();
      await alerts.write(anAlert("whole"), undefined);
      await alerts.write(anAlert("damaged"), undefined);
      await damage("damaged");
      assert.deepEqual([...(await alerts.read(["damaged", "whole"])).keys()], ["whole"]);
      assert.deepEqual([...alerts.unreadable], ["damaged"]);
      assert.equal(await alerts.write(anAlert("damaged"), undefined), undefined);
    });
  };

  describe("a search domain", () => {
    isContract(
      () => searchStores(search),
      (id) => cluster({ method: "PUT", path: `/siem_alerts/_doc/${id}`, body: { siem: { alert: { id } } } }),
    );
  });

  describe("a table of DynamoDB", () => {
    const cutJson = (id: string) =>
      client.send(
        new UpdateItemCommand({
          TableName: "state",
          Key: { kind: { S: "alert" }, id: { S: id } },
          UpdateExpression: "SET document = :document",
          ExpressionAttributeValues: { ":document": { S: '{"siem":' } },
        }),
      );
    before(() => createStateTable(client, "state"));
    isContract(() => tableStores({ client, tableName: "state" }, search), cutJson);

    it("says which table it is when it cannot be used", async () => {
      const { state } = tableStores({ client, tableName: "missing" }, search);
      await assert.rejects(state.read("first"), (error) => {
        assert.ok(error instanceof DependencyError, String(error));
        assert.match(error.message, /^Could not read in table missing: /);
        return true;
      });
    });

    it("takes an alert that is larger than an item may be, with what matters of it", async () => {
      const { alerts } = tableStores({ client, tableName: "state" }, search);
      const long = Array.from({ length: 50 }, (_, number) => `${number} ${"ü".repeat(1_020)}`);
      const entities = { user: long, address: long, host: long, account: long, resource: long };
      const rule = { id: "8d4a", ruleset: "tests", name: "A rule" };
      const about = { related: { user: long }, rule: { ...rule, description: "why it matters" } };
      const large = anAlert("large", { entities, key: long, about });
      assert.ok((await alerts.write(large, undefined)) !== undefined, "it is taken");
      const { version: _, ...found } = (await alerts.read(["large"])).get("large")!;
      const cut = long.slice(0, 10).map((value) => value.slice(0, 200));
      const expected = {
        ...large,
        key: cut,
        entities: { user: cut, address: cut, host: cut, account: cut, resource: cut },
        about: { rule },
        shortened: true,
      };
      assert.deepEqual(plain(found), plain(expected));
    });
  });

  describe("alerts that are kept in a table", () => {
    let store: TableAlertStore;
    beforeEach(async () => {
      const tableName = `shown-${Date.now()}`;
      await createStateTable(client, tableName);
      store = new TableAlertStore(client, tableName);
    });
    const shownBy = (change: () => Promise<void> = async () => undefined, refused?: string) => {
      const shown: (readonly [string, number])[][] = [];
      const show = () =>
        store.show(async (alerts) => {
          shown.push(alerts.map(({ id, count }) => [id, count]));
          await change();
          const ids = alerts.map(({ id }) => id).filter((id) => id !== refused);
          return { taken: new Set(ids), reasons: refused === undefined ? [] : ["it is refused"] };
        });
      return { shown, show };
    };

    it("are shown once after each write", async () => {
      const { shown, show } = shownBy();
      const version = await store.write(anAlert("a"), undefined);
      await show();
      await show();
      await store.write(anAlert("a", { count: 4 }), version);
      await show();
      assert.deepEqual(shown, [[["a", 3]], [["a", 4]]]);
    });

    it("are shown again when they are written while they are shown", async () => {
      const version = await store.write(anAlert("a"), undefined);
      let writes = 0;
      const { shown, show } = shownBy(async () => {
        if (writes++ === 0) await store.write(anAlert("a", { count: 4 }), version);
      });
      await show();
      assert.deepEqual(shown, [[["a", 3]], [["a", 4]]]);
    });

    it("are shown by the next run where they could not be shown", async () => {
      await store.write(anAlert("a"), undefined);
      const failing = shownBy(() => Promise.reject(new DependencyError("down")));
      await assert.rejects(failing.show(), /down/);
      const { shown, show } = shownBy();
      await show();
      assert.deepEqual(shown, [[["a", 3]]]);
    });

    it("are shown by the next run where they were refused, without those that were taken", async () => {
      await store.write(anAlert("a"), undefined);
      await store.write(anAlert("b"), undefined);
      const refusing = shownBy(undefined, "a");
      assert.deepEqual(await refusing.show(), { count: 1, reasons: ["it is refused"] });
      const { shown, show } = shownBy();
      assert.deepEqual(await show(), { count: 0, reasons: [] });
      assert.deepEqual(shown, [[["a", 3]]]);
    });

    it("are found by searches as they were written last", async () => {
      const tableName = `searched-${Date.now()}`;
      await createStateTable(client, tableName);
      const { alerts, showAlerts } = tableStores({ client, tableName }, search);
      const version = await alerts.write(anAlert("searched"), undefined);
      await showAlerts();
      await alerts.write(anAlert("searched", { status: "closed", verdict: "benign" }), version);
      await showAlerts();
      await refresh();
      const { body } = await cluster({
        method: "POST",
        path: "/siem_alerts/_search",
        body: { query: { term: { "siem.alert.id": "searched" } } },
      });
      const { hits } = (body as { hits: { hits: { _id: string; _source: { siem: { alert: { status: string } } } }[] } })
        .hits;
      assert.deepEqual(
        hits.map(({ _id, _source }) => [_id, _source.siem.alert.status]),
        [["searched", "closed"]],
      );
    });
  });
});
